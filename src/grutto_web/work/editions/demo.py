"""Who may sign, for a demonstration: the demo reviewer and adopter, with keys in a folder apart from the site's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from grutto.editions.seal.package import NAMESPACE
from grutto.store.files import write_atomically
from grutto_web.people.roles import Role
from grutto_web.work.editions.sealing import SIGNERS, lists_signers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNING = (Role.REVIEWER, Role.ADOPTER)


def demo_signers(keys: Path) -> Iterator[Path]:
    """Make a key for each who signs, and the list of signers; return the files of the keys. A list that is there stays.

    Args:
        keys: folder for the private keys: on a real site no server has one.
    """
    if lists_signers():
        return
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    today, lines = f"{timezone.localdate():%Y%m%d}Z", []
    for role in SIGNING:
        key = Ed25519PrivateKey.generate()
        openssh = (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        public = key.public_key().public_bytes(*openssh).decode()
        lines.append(f'{role}@demo.localhost namespaces="{NAMESPACE}",valid-after="{today}" {public}\n')
        yield _private_key_file(keys / str(role), key)
    write_atomically(settings.ENVIRONMENT.folder / SIGNERS, "".join(lines).encode())


def _private_key_file(path: Path, key: Ed25519PrivateKey) -> Path:
    """Write a private key as OpenSSH wants it: for its holder alone."""
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(key.private_bytes(*form))
    return path
