"""The savings ledger in a TOML file of signed entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grutto.errors import DeclarationError
from grutto.message import Message, msg
from grutto.model.ledger import LedgerEntry, quarter_period
from grutto.store.codec import CodecPlace, decode, read_toml

if TYPE_CHECKING:
    from pathlib import Path

QUARTER = re.compile(r"\d{4}-Q[1-4]")


def load_ledger(path: Path) -> tuple[LedgerEntry, ...]:
    """Return the entries of a file with tables `[[entry]]`, by quarter and then in its order.

    Raises:
        DeclarationError: the file is wrong, two entries share an id, a quarter is not written `2011-Q1`, an entry on
            reception lacks country, cohort, persons, days or day rate, has more days than its quarter or is about
            the same persons as another, or one on what was drawn has neither an amount nor a figure, or both.
    """
    tree = read_toml(path)
    if extra := sorted(set(tree) - {"entry"}):
        raise DeclarationError(
            "Unknown key: {extra}.",
            where=CodecPlace(path, extra[0]).message,
            repair="Use tables [[entry]] only.",
            extra=extra[0],
        )
    place = CodecPlace(path, "entry")
    entries: tuple[LedgerEntry, ...] = decode(tree.get("entry", []), tuple[LedgerEntry, ...], place)
    for i, entry in enumerate(entries):
        if wrong := _wrong(entry) or _again(entry, entries[:i]):
            raise DeclarationError(wrong[0], where=place.at(i).message, repair=wrong[1])
    return tuple(sorted(entries, key=lambda e: e.quarter))


def _again(entry: LedgerEntry, earlier: tuple[LedgerEntry, ...]) -> tuple[str, str] | None:
    """Return what is wrong with an entry beside those before it: the first year of a cohort is counted once."""
    for other in earlier:
        if other.id == entry.id:
            return Message("The id {entry} is given twice.", entry=entry.id), msg("Give each its own.")
        if entry.kind != "drawn" and _persons(other) == _persons(entry):
            return (
                Message(
                    "Entries {other} and {entry} are about the same persons in the same quarter.",
                    other=other.id,
                    entry=entry.id,
                ),
                msg("Make one entry of them: all persons, their mean days and their mean day rate."),
            )
    return None


def _persons(entry: LedgerEntry) -> tuple[str, ...]:
    return (entry.kind, entry.country, entry.cohort, entry.quarter)


def _wrong(entry: LedgerEntry) -> tuple[str, str] | None:
    """Return what is wrong with an entry by itself and how to mend it."""
    for quarter in (entry.quarter, entry.cohort or entry.quarter):
        if not QUARTER.fullmatch(quarter):
            return Message("This is not a quarter: “{quarter}”.", quarter=quarter), msg("Write it as 2011-Q1.")
    return _wrong_draw(entry) if entry.kind == "drawn" else _wrong_cost(entry)


def _wrong_draw(entry: LedgerEntry) -> tuple[str, str] | None:
    if (entry.amount is None) == (not entry.figure):
        return (
            Message("Entry {entry} needs either an amount or a figure.", entry=entry.id),
            msg("Give one of amount, figure."),
        )
    return None


def _wrong_cost(entry: LedgerEntry) -> tuple[str, str] | None:
    parts = (entry.country, entry.cohort, entry.persons > 0, entry.days > 0, entry.day_rate > 0)
    if not all(parts):
        return (
            Message("Entry {entry} does not say how its amount is made.", entry=entry.id),
            msg("Give country, cohort, persons, days and day_rate; all above zero."),
        )
    if entry.cohort > entry.quarter:
        return (
            Message("Entry {entry} is about persons who had not arrived yet.", entry=entry.id),
            msg("Let cohort be the quarter of arrival."),
        )
    period = quarter_period(entry.quarter)
    if entry.days > (length := (period.end - period.start).days + 1):
        return (
            Message(
                "Entry {entry} gives each person {days} days in a quarter of {length}.",
                entry=entry.id,
                days=entry.days,
                length=length,
            ),
            msg("Give the mean days of one person, not those of all together."),
        )
    return None
