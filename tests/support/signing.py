"""Two people with keys of their own, for tests of seals; the server has their list of signers and no key."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("anna@ministry.example", "bram@ministry.example")


class Sealed(NamedTuple):
    """A sealed package, with what a checker brings along."""

    folder: Path
    signers: Path
    keys: dict[str, Path]


def make_signers(place: Path, folder: Path) -> dict[str, Path]:
    """Make keys in a place, and put the list of who may sign into the folder of the web; return name to key."""
    keys = {name: place / name.partition("@")[0] for name in NAMES}
    lines = []
    for name, key in keys.items():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
        lines.append(
            f'{name} namespaces="edition@grutto",valid-after="20260101Z" {key.with_suffix(".pub").read_text()}'
        )
    (folder / "allowed_signers").write_text("".join(lines))
    return keys


def signature(manifest: bytes, key: Path) -> str:
    """Return the signature that OpenSSH makes of a manifest, on the signer's own machine."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "edition@grutto"]
    return subprocess.run(command, input=manifest, capture_output=True, check=True).stdout.decode()
