"""Signing a manifest on the holder's own machine, with OpenSSH and the holder's own key; no server has one."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from grutto.editions.seal.manifest import read_manifest
from grutto.editions.seal.package import NAMESPACE
from grutto.editions.seal.signature import read_signature
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import SealError
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
SECONDS = 300
"""How long a security key may wait for its holder's touch."""


def sign(folder: Path, person: str, key: Path) -> Path:
    """Sign the manifest of a package with `ssh-keygen -Y sign`; return the file of the signature.

    Args:
        folder: of the package.
        person: name of the signer, as in the list of signers.
        key: private key, or public key of one that an agent or a security key holds.

    Raises:
        SealError: OpenSSH is missing or refuses, the name is not one, or this person signed already.
    """
    manifest = (folder / FOLDER / NAME).read_bytes()
    if read_manifest(manifest).open:
        raise SealError("The edition has differences that are not explained", where=NAME)
    return add_signature(folder, person, signed_with(key, manifest))


def signed_with(key: Path, message: bytes) -> bytes:
    """Return the signature of a message that OpenSSH makes with a key.

    Raises:
        SealError: OpenSSH is missing or refuses.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise SealError("OpenSSH is not on this machine", repair="install openssh-client")
    command = [program, "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE]
    done = subprocess.run(command, input=message, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip()
        raise SealError(
            "OpenSSH did not sign: {words}", where=key, repair="name your key file", command="--key FILE", words=words
        )
    return done.stdout


def add_signature(folder: Path, person: str, text: bytes) -> Path:
    """Put a signature that was made elsewhere beside the manifest; return its file.

    Raises:
        SealError: it is no signature, the name is not one, or this person signed already.
    """
    if not PERSON.fullmatch(person):
        raise SealError("“{person}” is no name of a signer", repair="use letters, digits and . _ @ + -", person=person)
    read_signature(text)
    path = folder / FOLDER / f"{person}.sig"
    if path.exists():
        raise SealError(
            "{person} has signed already", where=path, repair="the second signature is by another", person=person
        )
    write_atomically(path, text)
    return path
