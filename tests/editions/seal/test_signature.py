"""Signatures made by OpenSSH itself, and what must be refused."""

from __future__ import annotations

import base64
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from grutto.editions.seal.signature import signer_of
from grutto.editions.seal.signers import Signers, read_signers
from grutto.errors import SealError

if TYPE_CHECKING:
    from pathlib import Path

SPACE = "edition@grutto"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MESSAGE = b'{"format":"grutto-seal/1"}'
KINDS = (
    ("ed25519", ()),
    ("ecdsa", ("-b", "256")),
    ("ecdsa", ("-b", "384")),
    ("ecdsa", ("-b", "521")),
    ("rsa", ("-b", "3072")),
)


def make_key(folder: Path, kind: str, *options: str) -> Path:
    """Make a key pair with OpenSSH."""
    path = folder / f"{kind}{''.join(options)}"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", "test", "-f", path], check=True)
    return path


def sign(key: Path, message: bytes, namespace: str = SPACE) -> bytes:
    """Sign with OpenSSH."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace]
    return subprocess.run(command, input=message, capture_output=True, check=True).stdout


def signers(folder: Path, key: Path, options: str = "", revoked: str = "") -> Signers:
    """Write and read the files of signers."""
    public = key.with_name(key.name + ".pub").read_text()
    (folder / "allowed_signers").write_text(f"# who may sign\nanna@ministry.example {options} {public}")
    (folder / "revoked").write_text(revoked)
    return read_signers(folder / "allowed_signers", folder / "revoked" if revoked else None)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Ed25519 key."""
    return make_key(tmp_path_factory.mktemp("keys"), "ed25519")


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_what_openssh_signs_holds(tmp_path: Path, kind: str, options: tuple[str, ...]) -> None:
    """Every kind of key that OpenSSH makes without a device."""
    made = make_key(tmp_path, kind, *options)
    found = signer_of(MESSAGE, sign(made, MESSAGE), SPACE, signers(tmp_path, made), NOW)
    assert found.name == "anna@ministry.example"


def test_every_changed_byte_of_message_or_signature_is_refused(tmp_path: Path, key: Path) -> None:
    """Each bit of each byte of the decoded signature, and each byte of the message."""
    allowed, text = signers(tmp_path, key), sign(key, MESSAGE)
    for place in range(len(MESSAGE)):
        changed = MESSAGE[:place] + bytes([MESSAGE[place] ^ 1]) + MESSAGE[place + 1 :]
        with pytest.raises(SealError):
            signer_of(changed, text, SPACE, allowed, NOW)
    body = base64.b64decode(b"".join(text.splitlines()[1:-1]))
    for place in range(len(body)):
        damaged = base64.encodebytes(body[:place] + bytes([body[place] ^ 4]) + body[place + 1 :])
        with pytest.raises(SealError):
            signer_of(MESSAGE, _armoured(damaged), SPACE, allowed, NOW)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_every_other_value_of_every_byte_of_the_text_is_refused(tmp_path: Path, kind: str) -> None:
    """The armoured text: the last sign of base64 has bits that mean nothing, and they are looked at too."""
    made = make_key(tmp_path, kind)
    allowed, text = signers(tmp_path, made), sign(made, MESSAGE)
    last = text.rindex(b"\n-----END")
    for place in [*range(40), *range(last - 6, len(text))]:
        for value in set(range(256)) - {text[place]}:
            with pytest.raises(SealError):
                signer_of(MESSAGE, text[:place] + bytes([value]) + text[place + 1 :], SPACE, allowed, NOW)


def _armoured(body: bytes) -> bytes:
    return b"-----BEGIN SSH SIGNATURE-----\n" + body.strip() + b"\n-----END SSH SIGNATURE-----\n"


def test_a_signature_for_something_else_is_refused(tmp_path: Path, key: Path) -> None:
    """A signed e-mail is no sealed edition."""
    with pytest.raises(SealError, match="for “email”"):
        signer_of(MESSAGE, sign(key, MESSAGE, "email"), SPACE, signers(tmp_path, key), NOW)
    with pytest.raises(SealError, match="does not count for “edition@grutto”"):
        signer_of(MESSAGE, sign(key, MESSAGE), SPACE, signers(tmp_path, key, 'namespaces="git,file"'), NOW)


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        ('valid-after="20260101Z"', True),
        ('valid-after="20261126Z"', False),
        ('valid-before="20261125Z"', False),
        ('valid-before="202611251201Z",namespaces="edition@*"', True),
    ],
)
def test_keys_count_between_their_dates(tmp_path: Path, key: Path, options: str, *, holds: bool) -> None:
    """At noon of 25 November 2026."""
    allowed, text = signers(tmp_path, key, options), sign(key, MESSAGE)
    if holds:
        assert signer_of(MESSAGE, text, SPACE, allowed, NOW)
    else:
        with pytest.raises(SealError, match="does not count"):
            signer_of(MESSAGE, text, SPACE, allowed, NOW)


def test_a_revoked_key_counts_before_it_was_revoked_only(tmp_path: Path, key: Path) -> None:
    """Without a date it never counts."""
    public, text = key.with_name("ed25519.pub").read_text().strip(), sign(key, MESSAGE)
    for revoked in (public, f"{public} since=20261001Z"):
        with pytest.raises(SealError, match="was revoked"):
            signer_of(MESSAGE, text, SPACE, signers(tmp_path, key, revoked=revoked), NOW)
    assert signer_of(MESSAGE, text, SPACE, signers(tmp_path, key, revoked=f"{public} since=20261201Z"), NOW)


def test_a_stranger_is_refused(tmp_path: Path, key: Path) -> None:
    """A good signature by a key that is not on the list proves nothing."""
    other = make_key(tmp_path, "ed25519")
    with pytest.raises(SealError, match="nobody's who may sign"):
        signer_of(MESSAGE, sign(other, MESSAGE), SPACE, signers(tmp_path, key), NOW)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("anna ssh-ed25519", "no public key"),
        ("anna ssh-ed25519 ???", "no public key"),
        ("anna ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGJhc2U=", "not of the kind"),
        ('anna valid-after="20260101" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhc2U=', "same everywhere"),
        ('anna valid-after="20261301Z" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhc2U=', "same everywhere"),
        ("anna cert-authority ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhc2U=", "cert-authority is not taken"),
        ("", "empty"),
    ],
)
def test_lines_that_are_not_understood_are_refused(tmp_path: Path, line: str, what: str) -> None:
    """A list that is half understood lets the wrong people sign."""
    (tmp_path / "allowed_signers").write_text(line)
    with pytest.raises(SealError, match=what):
        read_signers(tmp_path / "allowed_signers")


@pytest.mark.parametrize(
    "text", [b"", b"hello", _armoured(b"AAAA"), _armoured(base64.b64encode(b"SSHSIG" + bytes(40)))]
)
def test_what_is_no_signature_is_refused(tmp_path: Path, key: Path, text: bytes) -> None:
    """Cut off, empty, something else."""
    with pytest.raises(SealError):
        signer_of(MESSAGE, text, SPACE, signers(tmp_path, key), NOW)
