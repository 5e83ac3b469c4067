"""Time stamps by files: a request to carry to an authority, and its answer, checked without a network (RFC 3161)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import SealError
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

STAMP = "manifest.tsr"


def write_request(package: Path) -> Path:
    """Write a request for a time stamp of a package's manifest beside the package, to carry to an authority."""
    package = package.resolve()
    path = package.with_name(f"{package.name}.tsq")
    write_atomically(path, request((package / FOLDER / NAME).read_bytes()))
    return path


def add_stamp(package: Path, answer: bytes) -> Path:
    """Put an authority's answer (a .tsr file) beside the manifest of a package."""
    path = package / FOLDER / STAMP
    write_atomically(path, answer)
    return path


def request(message: bytes) -> bytes:
    """Return a request for a time stamp of a message (a .tsq file); the message itself is not in it."""
    built = TimestampRequestBuilder(
        data=message, hash_algorithm=HashAlgorithm.SHA512, nonce=True, cert_req=True
    ).build()
    data: bytes = built.as_bytes()
    return data


def stamped_at(message: bytes, answer: bytes, authority: bytes) -> datetime:
    """Return when an authority saw a message.

    Args:
        message: the bytes stamped.
        answer: the authority's answer (a .tsr file).
        authority: its certificates as PEM, its root among them, from a place outside the package.

    Raises:
        SealError: the answer is no stamp, of other bytes, or by nobody whom these certificates vouch for.
    """
    try:
        certificates = x509.load_pem_x509_certificates(authority)
    except ValueError as error:
        raise SealError("The certificates of the authority cannot be read", repair="give them as PEM") from error
    try:
        response = decode_timestamp_response(answer)
        builder = VerifierBuilder()
        for one in certificates:
            own = one.issuer == one.subject
            builder = builder.add_root_certificate(one) if own else builder.add_intermediate_certificate(one)
        builder.build().verify_message(response, message)
    except VerificationError as error:
        raise SealError(
            "The time stamp does not hold for this manifest and these certificates ({detail})",
            repair="ask the authority again",
            detail=str(error),
        ) from error
    except Exception as error:  # the libraries name no base for what damaged certificates and answers end in
        raise SealError("The time stamp cannot be read", repair="ask the authority for the file again") from error
    moment: datetime = response.tst_info.gen_time
    return moment
