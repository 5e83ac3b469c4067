"""Telling what a check of a sealed package, or of the proof of one figure, found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.cli.terminal import log, show
from grutto.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.editions.seal.check import SealReport, Trust

PROOF = b'"format":"grutto-proof/'


def verify_sealed(path: Path, signers: Path | None, revoked: Path | None, authority: Path | None, printed: str) -> bool:
    """Check a path if it is a package or a proof, and tell what was found; else return false.

    Raises:
        SealError: it does not hold, or is neither although signers were given.
    """
    from grutto.editions.seal.package import is_package

    if is_package(path):
        _package(path, _trust(signers, revoked, authority))
        return True
    if path.is_file() and path.suffix == ".json" and PROOF in (data := path.read_bytes()):
        _proof(data, _trust(signers, revoked, authority), printed)
        return True
    if signers or revoked or authority or printed or path.suffix == ".zip":
        raise SealError(
            "This is no sealed package and no proof of a figure",
            where=path,
            repair="get it again: a package has {manifest}",
            manifest="seal/manifest.json",
        )
    return False


def _trust(signers: Path | None, revoked: Path | None, authority: Path | None) -> Trust:
    from grutto.editions.seal.check import Trust
    from grutto.editions.seal.signers import read_signers

    return Trust(read_signers(signers, revoked) if signers else None, authority.read_bytes() if authority else b"")


def _package(path: Path, trust: Trust) -> None:
    from grutto.editions.seal.check import check_package

    report = check_package(path, trust)
    for fault in report.faults:
        show(fault)
    for note in report.notes:
        log.print(f"Note: {note}")
    if report.faults:
        raise SealError(
            "The package does not hold; faults found: {number}",
            where=path,
            repair="get the package, and the list of signers, from their publishers again",
            number=len(report.faults),
        )
    if report.stamped_at:
        log.print(f"An authority saw it on {report.stamped_at:%Y-%m-%d %H:%M} UTC")
    people = f"signed by {' and '.join(report.signed_by)}" if report.signed_by else "its signatures not checked"
    log.print(f"The package holds, {people}: {report.figures} figures computed again from its sources")
    for line in _became(report):
        log.print(line)
    log.print(f"Digits at the foot of the letter: {report.manifest.sha256[:16]}")


def _became(report: SealReport) -> Iterator[str]:
    """Tell what it corrects, and what became of it since."""
    if report.manifest.supersedes:
        yield f"It corrects the edition with the digits {report.manifest.supersedes[:16]}: {report.manifest.reason}"
    for one in report.stated:
        said = one.statement
        later = f" by the edition with the digits {said.by[:16]}" if said.by else ""
        yield f"{said.state.capitalize()} on {said.date}{later}, says {one.by}{said.reason and f': {said.reason}'}"
    if report.signed_by:
        yield f"State: {report.state}"


def _proof(data: bytes, trust: Trust, printed: str) -> None:
    from grutto.editions.seal.proof import check_proof

    found = check_proof(data, trust, printed)
    value = found.figure.get("value")
    show(f"{'unknown' if value is None else value} {found.figure.get('unit', '')}: {found.figure.get('rule', '')}")
    people = f", signed by {' and '.join(found.signed_by)}" if found.signed_by else ""
    log.print(f"This figure is in edition {found.manifest.edition} of {found.manifest.year}{people}")
    if not found.signed_by and not printed:
        log.print(
            "Nothing vouches for that edition yet: give --signers, or compare these digits with the printed ones: "
            f"{found.manifest_sha256[:16]}"
        )
