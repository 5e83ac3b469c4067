"""Signatures of security keys (FIDO), made in software as PROTOCOL.u2f of OpenSSH tells; OpenSSH checks them too."""

from __future__ import annotations

import base64
import hashlib
import struct
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from grutto.editions.seal.signature import signer_of
from grutto.editions.seal.signers import Signers, read_signers
from grutto.errors import SealError

if TYPE_CHECKING:
    from pathlib import Path

SPACE, APPLICATION, NAME = "edition@grutto", b"ssh:", "anna@ministry.example"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MESSAGE = b'{"format":"grutto-seal/1"}'
TOUCHED, VERIFIED = 0x01, 0x04


def strings(*parts: bytes) -> bytes:
    """Return parts as SSH writes them, each with its length before it."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def number(value: int) -> bytes:
    """Return a whole number as SSH writes it: the shortest, and no sign."""
    return value.to_bytes(value.bit_length() // 8 + 1)


class SecurityKey:
    """A device: its key never leaves it, it counts, and it says whether somebody touched it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._name = {"ed25519": b"sk-ssh-ed25519@openssh.com", "ecdsa": b"sk-ecdsa-sha2-nistp256@openssh.com"}[kind]
        self._ed25519, self._ecdsa = ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())
        self._count = 0

    @property
    def public(self) -> bytes:
        """The public key as SSH writes it, with the application at its end."""
        if self.kind == "ed25519":
            return strings(self._name, self._ed25519.public_key().public_bytes_raw(), APPLICATION)
        point = self._ecdsa.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return strings(self._name, b"nistp256", point, APPLICATION)

    @property
    def line(self) -> str:
        """The key as a line of a file of keys."""
        return f"{self._name.decode()} {base64.b64encode(self.public).decode()}"

    def signature(self, message: bytes, flags: int = TOUCHED, application: bytes = APPLICATION) -> bytes:
        """Return the armoured signature of a message."""
        self._count += 1
        told = bytes([flags]) + struct.pack(">I", self._count)
        signed = b"SSHSIG" + strings(SPACE.encode(), b"", b"sha512", hashlib.sha512(message).digest())
        device = hashlib.sha256(application).digest() + told + hashlib.sha256(signed).digest()
        blob = strings(self._name, self._raw(device)) + told
        body = b"SSHSIG" + struct.pack(">I", 1) + strings(self.public, SPACE.encode(), b"", b"sha512", blob)
        return armoured(body)

    def _raw(self, device: bytes) -> bytes:
        if self.kind == "ed25519":
            return self._ed25519.sign(device)
        return strings(*map(number, decode_dss_signature(self._ecdsa.sign(device, ec.ECDSA(hashes.SHA256())))))


def armoured(body: bytes) -> bytes:
    """Return the bytes of a signature as the text that OpenSSH writes."""
    text = base64.b64encode(body).decode()
    lines = [text[place : place + 70] for place in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


@pytest.fixture(params=["ed25519", "ecdsa"])
def key(request: pytest.FixtureRequest) -> SecurityKey:
    """A device of either kind."""
    return SecurityKey(request.param)


@pytest.fixture
def signers(key: SecurityKey, tmp_path: Path) -> Signers:
    """The list of who may sign: the holder of the device."""
    (tmp_path / "allowed_signers").write_text(f'{NAME} namespaces="{SPACE}" {key.line}\n')
    return read_signers(tmp_path / "allowed_signers")


@pytest.mark.parametrize("flags", [TOUCHED, TOUCHED | VERIFIED])
def test_a_touched_key_signs(key: SecurityKey, signers: Signers, tmp_path: Path, flags: int) -> None:
    """With a PIN as well, or without; OpenSSH itself agrees."""
    text = key.signature(MESSAGE, flags)
    assert signer_of(MESSAGE, text, SPACE, signers, NOW).name == NAME
    assert openssh(text, tmp_path)


def openssh(text: bytes, folder: Path) -> bool:
    """Whether `ssh-keygen -Y verify` takes a signature of the message."""
    (folder / "s.sig").write_bytes(text)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", NAME, "-n", SPACE, "-s", "s.sig"]
    return not subprocess.run(command, cwd=folder, input=MESSAGE, capture_output=True, check=False).returncode


def test_a_key_that_nobody_touched_is_refused(key: SecurityKey, signers: Signers) -> None:
    """Software on the signer's machine alone cannot sign."""
    for flags in (0, VERIFIED):
        with pytest.raises(SealError, match="Nobody touched the security key"):
            signer_of(MESSAGE, key.signature(MESSAGE, flags), SPACE, signers, NOW)


def test_what_the_device_signed_for_another_purpose_is_refused(
    key: SecurityKey, signers: Signers, tmp_path: Path
) -> None:
    """Such as signing in to a site; or another message."""
    for text, message in (
        (key.signature(MESSAGE, application=b"https://bank.example"), MESSAGE),
        (key.signature(b"x"), MESSAGE),
    ):
        with pytest.raises(SealError, match="not of these bytes"):
            signer_of(message, text, SPACE, signers, NOW)
        assert not openssh(text, tmp_path)


def test_every_changed_byte_is_refused(key: SecurityKey, signers: Signers) -> None:
    """Each byte of the signature taken apart, flag and counter among them, and each cut."""
    body = base64.b64decode(b"".join(key.signature(MESSAGE).splitlines()[1:-1]))
    for place in range(len(body)):
        for changed in (body[:place] + bytes([body[place] ^ 4]) + body[place + 1 :], body[:place]):
            with pytest.raises(SealError):
                signer_of(MESSAGE, armoured(changed), SPACE, signers, NOW)
