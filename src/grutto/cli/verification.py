"""Telling what a check of a sealed package, or of the proof of one figure, found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.cli.options import in_words
from grutto.cli.terminal import log, show
from grutto.errors import SealError
from grutto.message import Message, forms, msg, used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.editions.seal.check import SealReport
    from grutto.editions.seal.proof import ProvenFigure
    from grutto.message import Value

STATES = {
    "frozen": msg("frozen"),
    "signed": msg("signed"),
    "sealed": msg("sealed"),
    "published": msg("published"),
    "superseded": msg("superseded"),
    "withdrawn": msg("withdrawn"),
}
BECAME = {
    "published": msg("Published on {day}, says {who}"),
    "superseded": msg("Superseded on {day} by the edition with the digits {digits}, says {who}"),
    "withdrawn": msg("Withdrawn on {day}, says {who}"),
}


def print_sealed(place: str, found: SealReport | ProvenFigure, printed: str) -> None:
    """Tell what was found.

    Args:
        place: of the package or the proof.
        found: what a check of it gave.
        printed: the digits that it was compared with.

    Raises:
        SealError: it does not hold.
    """
    from grutto.editions.seal.check import SealReport

    if isinstance(found, SealReport):
        _package(place, found)
    else:
        _proof(found, printed)


def _package(place: str, report: SealReport) -> None:
    for fault in report.faults:
        show(in_words(fault))
    for note in report.notes:
        log.print(Message("Note: {text}", text=in_words(note)))
    if report.faults:
        raise SealError(
            Message(
                "The package does not hold: {count} fault was found",
                "The package does not hold: {count} faults were found",
                count=len(report.faults),
            ),
            where=place,
            repair="get the package, and the list of signers, from their publishers again",
        )
    if report.stamped_at:
        log.print(Message("An authority saw it on {moment} UTC", moment=f"{report.stamped_at:%Y-%m-%d %H:%M}"))
    holds = forms(
        "The package holds; {count} figure was computed again from its sources",
        "The package holds; {count} figures were computed again from its sources",
    )
    log.print(Message(*holds, count=report.figures))
    log.print(_signatures(report.signed_by))
    for line in _became(report):
        log.print(line)
    log.print(Message("Digits at the foot of the letter: {digits}", digits=report.manifest.sha256[:16]))


def _signatures(people: tuple[str, ...]) -> Message:
    """Return who signed, as far as that was checked."""
    if not people:
        return Message("Its signatures were not checked")
    return Message("Signed by: {people}", people=", ".join(people))


def _became(report: SealReport) -> Iterator[Message]:
    """Yield what it corrects, and what became of it since."""
    if report.manifest.supersedes:
        yield Message(
            "It corrects the edition with the digits {digits}: {reason}",
            digits=report.manifest.supersedes[:16],
            reason=report.manifest.reason,
        )
    for one in report.stated:
        statement = one.statement
        places: dict[str, Value] = {"day": statement.day, "who": one.by, "digits": statement.by[:16]}
        yield Message(BECAME[statement.state], **used(BECAME[statement.state], places))
        if statement.reason:
            yield Message("Reason: {reason}", reason=statement.reason)
    if report.signed_by:
        yield Message("State: {state}", state=Message(STATES[report.state]))


def _proof(found: ProvenFigure, printed: str) -> None:
    from grutto.content.units import unit_text
    from grutto.locale import terminal_language

    figure = found.figure
    value = figure.get("value")
    known = "" if value is None else f"{value} {unit_text(str(figure.get('unit', '')), terminal_language())}"
    show(f"{known or in_words(msg('unknown'))}: {in_words(' '.join(str(figure.get('rule', '')).split()))}")
    places = {"edition": found.manifest.edition, "year": str(found.manifest.year)}
    log.print(Message("This figure is in edition {edition} of {year}", **places))
    if found.signed_by:
        log.print(_signatures(found.signed_by))
    elif not printed:
        text = msg(
            "Nothing vouches for that edition yet: give --signers, or compare these digits with the printed"
            " ones: {digits}"
        )
        log.print(Message(text, digits=found.manifest_sha256[:16]))
