"""Signatures that OpenSSH makes (`ssh-keygen -Y sign`), checked without it: PROTOCOL.sshsig of OpenSSH 8.1."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from grutto.errors import SealError

if TYPE_CHECKING:
    from datetime import datetime

    from grutto.editions.seal.signers import Signer, Signers

MAGIC = b"SSHSIG"
ARMOUR = re.compile(rb"\A-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n?\Z")
DIGESTS = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
RSA_DIGESTS = {b"rsa-sha2-256": hashes.SHA256, b"rsa-sha2-512": hashes.SHA512}
SECURITY_KEY = b"sk-"
TOUCHED = 0x01
"""The flag of a security key that its holder was there (FIDO user presence)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature taken apart.

    Attributes:
        key: the public key that it names, as bytes.
        namespace: what it is for.
        digest: name of the digest of the message.
        blob: the signature itself.
    """

    key: bytes
    namespace: str
    digest: bytes
    blob: bytes


class _Reader:
    """Reads the strings and numbers of the SSH wire format (RFC 4251, 5)."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def take(self, length: int) -> bytes:
        """Return so many bytes."""
        found = self._data[self._place : self._place + length]
        if len(found) != length:
            raise SealError("The signature is cut off", repair="ask its signer for the file again")
        self._place += length
        return found

    def number(self) -> int:
        """Return four bytes as a number."""
        found: int = struct.unpack(">I", self.take(4))[0]
        return found

    def string(self) -> bytes:
        """Return a string with its length before it."""
        return self.take(self.number())

    def rest(self) -> list[bytes]:
        """Return the strings that are left."""
        found = []
        while self._place < len(self._data):
            found.append(self.string())
        return found

    def require_end(self) -> None:
        """Refuse bytes that nothing asks for."""
        if self._place != len(self._data):
            raise SealError("The signature holds more than a signature", repair="ask its signer for the file again")


def read_signature(text: bytes) -> Signature:
    """Return an armoured signature taken apart.

    Raises:
        SealError: it is not one that OpenSSH writes.
    """
    found = ARMOUR.match(text)
    if not found:
        raise SealError("This is not a signature made by ssh-keygen -Y sign", repair="take the file ending in .sig")
    text = found[1].replace(b"\n", b"")
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise SealError("The signature is damaged", repair="ask its signer for the file again") from error
    if base64.b64encode(data) != text:  # the last sign has bits that mean nothing; they are nought
        raise SealError("The signature is damaged", repair="ask its signer for the file again")
    reader = _Reader(data)
    if (reader.take(6), reader.number()) != (MAGIC, 1):
        raise SealError("The signature is of a form this version does not know")
    key, namespace, reserved, digest, blob = (reader.string() for _ in range(5))
    reader.require_end()
    if reserved:
        raise SealError("The signature is of a form this version does not know")
    return Signature(key, namespace.decode("utf-8", "replace"), digest, blob)


def signer_of(message: bytes, text: bytes, namespace: str, signers: Signers, at: datetime) -> Signer:
    """Return who signed a message.

    Args:
        message: the bytes signed.
        text: the signature, armoured.
        namespace: what it must be for.
        signers: who may sign, from a place outside the package.
        at: when it was made, as far as is known: keys count between their dates.

    Raises:
        SealError: the signature is not of these bytes, not for this purpose, or not by somebody who may sign then.
    """
    found = read_signature(text)
    if found.namespace != namespace:
        raise SealError(
            "The signature is for “{namespace}”, not for “{namespace_2}”",
            repair="sign with -n",
            namespace=found.namespace,
            namespace_2=namespace,
        )
    if found.digest not in DIGESTS:
        raise SealError("The signature rests on a digest that is not safe", repair="sign with a current OpenSSH")
    holder = signers.holder(found.key, namespace, at)  # first: only keys of people who may sign are looked into
    _check(found, message)
    return holder


def _check(found: Signature, message: bytes) -> None:
    digest = DIGESTS[found.digest](message).digest()
    parts = (found.namespace.encode(), b"", found.digest, digest)
    signed = MAGIC + b"".join(struct.pack(">I", len(part)) + part for part in parts)
    try:
        _check_key(found.key, found.blob, signed)
    except InvalidSignature as error:
        raise SealError("The signature is not of these bytes: one or the other was changed") from error


def _check_key(key: bytes, blob: bytes, signed: bytes) -> None:
    kind = _Reader(key).string()
    reader = _Reader(blob)
    algorithm, signature = reader.string(), reader.string()
    if kind.startswith(SECURITY_KEY):
        signed = _touched(key, kind, reader, signed)
        key = _plain_key(key, kind)
    reader.require_end()
    if algorithm != kind and not (kind == b"ssh-rsa" and algorithm in RSA_DIGESTS):
        raise SealError("The signature is of another kind than its key")
    _verify(key, algorithm, signature, signed)


def _touched(key: bytes, kind: bytes, reader: _Reader, signed: bytes) -> bytes:
    """Return what a security key signed instead of the message (PROTOCOL.u2f of OpenSSH)."""
    application = _Reader(key).rest()[-1]
    flags, counter = reader.take(1), reader.take(4)
    if not flags[0] & TOUCHED:
        raise SealError("Nobody touched the security key ({kind}) for this signature", kind=kind.decode())
    return hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(signed).digest()


def _plain_key(key: bytes, kind: bytes) -> bytes:
    """Return the public key of a security key without its application, as a key of its own."""
    parts = _Reader(key).rest()[1:-1]
    plain = kind.removeprefix(SECURITY_KEY).removesuffix(b"@openssh.com")
    return b"".join(struct.pack(">I", len(part)) + part for part in (plain, *parts))


def _verify(key: bytes, algorithm: bytes, signature: bytes, signed: bytes) -> None:
    kind = _Reader(key).string()
    try:
        public = load_ssh_public_key(kind + b" " + base64.b64encode(key))
    except ValueError as error:
        raise SealError("The key in the list of signers is damaged", repair="get the newest list of signers") from error
    match public:
        case ed25519.Ed25519PublicKey():
            public.verify(signature, signed)
        case ec.EllipticCurvePublicKey():
            numbers = [int.from_bytes(part) for part in _Reader(signature).rest()]
            if len(numbers) != 2:
                raise SealError("The signature is damaged", repair="ask its signer for the file again")
            digest = hashes.SHA256() if public.key_size <= 256 else hashes.SHA384() if public.key_size <= 384 else None
            public.verify(utils.encode_dss_signature(*numbers), signed, ec.ECDSA(digest or hashes.SHA512()))
        case rsa.RSAPublicKey() if algorithm in RSA_DIGESTS and public.key_size >= 3072:
            public.verify(signature, signed, padding.PKCS1v15(), RSA_DIGESTS[algorithm]())
        case _:
            raise SealError(
                "Keys of the kind “{kind}” are not taken", repair="sign with an Ed25519 key", kind=kind.decode()
            )
