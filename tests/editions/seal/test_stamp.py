"""Time stamps by an authority that the test sets up with openssl."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from grutto.editions.seal.stamp import add_stamp, request, stamped_at, write_request
from grutto.errors import SealError

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b'{"format":"grutto-seal/1"}'
CONFIGURATION = """
[tsa]
serial = {0}/serial
signer_cert = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def run(*words: object) -> None:
    """Run openssl."""
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root and an authority with a certificate for stamping only."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "serial").write_text("01\n")
    (folder / "conf").write_text(CONFIGURATION.format(folder))
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run(*new, "-x509", "-days", 3650, "-subj", "/CN=Root", "-keyout", folder / "root.key", "-out", folder / "root.pem")
    run(*new, "-subj", "/CN=Stamps", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
    run(
        *("x509", "-req", "-in", folder / "tsa.csr", "-CA", folder / "root.pem", "-CAkey", folder / "root.key"),
        *("-CAcreateserial", "-days", 3000, "-extfile", folder / "conf", "-extensions", "stamping"),
        *("-out", folder / "tsa.pem"),
    )
    (folder / "all.pem").write_bytes((folder / "root.pem").read_bytes() + (folder / "tsa.pem").read_bytes())
    return folder


def stamp(authority: Path, message: bytes) -> bytes:
    """Return the authority's answer to our request."""
    (authority / "q.tsq").write_bytes(request(message))
    run(
        *("ts", "-reply", "-config", authority / "conf", "-section", "tsa"),
        *("-queryfile", authority / "q.tsq", "-out", authority / "q.tsr"),
    )
    return (authority / "q.tsr").read_bytes()


def test_a_stamp_tells_when_the_message_was_there(authority: Path) -> None:
    """And openssl agrees."""
    answer = stamp(authority, MESSAGE)
    at = stamped_at(MESSAGE, answer, (authority / "all.pem").read_bytes())
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60
    (authority / "m").write_bytes(MESSAGE)
    run(
        *("ts", "-verify", "-data", authority / "m", "-in", authority / "q.tsr"),
        *("-CAfile", authority / "root.pem", "-untrusted", authority / "tsa.pem"),
    )


def test_other_bytes_and_other_authorities_are_refused(authority: Path, tmp_path: Path) -> None:
    """A changed message, a changed answer, a root that is not trusted."""
    answer, trusted = stamp(authority, MESSAGE), (authority / "all.pem").read_bytes()
    with pytest.raises(SealError):
        stamped_at(MESSAGE + b" ", answer, trusted)
    for place in range(len(answer)):
        changed = answer[:place] + bytes([answer[place] ^ 1]) + answer[place + 1 :]
        try:
            assert stamped_at(MESSAGE, changed, trusted) == stamped_at(MESSAGE, answer, trusted)
        except SealError:
            continue
    run(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Other",
        "-keyout",
        tmp_path / "k",
        "-out",
        tmp_path / "o",
    )
    with pytest.raises(SealError):
        stamped_at(MESSAGE, answer, (tmp_path / "o").read_bytes())


def test_a_request_stands_beside_the_package_and_the_answer_in_it(authority: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "package" / "seal" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_bytes(MESSAGE)
    query = write_request(tmp_path / "package")
    assert query == tmp_path / "package.tsq"
    run("ts", "-query", "-in", query, "-text")
    answer = stamp(authority, MESSAGE)
    put = add_stamp(tmp_path / "package", answer)
    assert put == manifest.with_name("manifest.tsr")
    assert stamped_at(MESSAGE, put.read_bytes(), (authority / "all.pem").read_bytes())


@pytest.mark.parametrize("answer", [b"", b"hello", b"0\x03\x02\x01\x00"])
def test_what_is_no_stamp_is_refused(authority: Path, answer: bytes) -> None:
    """Empty, text, cut off."""
    with pytest.raises(SealError, match="time stamp"):
        stamped_at(MESSAGE, answer, (authority / "all.pem").read_bytes())
