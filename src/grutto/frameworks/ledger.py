"""The savings ledger of a framework: the rules of its entries, and the TOML file that holds them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.codelists import areas
from grutto.errors import DeclarationError
from grutto.message import Message, msg
from grutto.model.ledger import LedgerEntry, quarter_period
from grutto.store.codec import CodecPlace, decode, encode, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

QUARTER = re.compile(r"[12][0-9]{3}-Q[1-4]")
ENTRY = "entry"
"""The tables of the file."""
SIGNED = ("id", "author", "reference")
"""What no entry leaves empty: who signed, from which document, and its name."""
OF_KIND = {"drawn": ("amount", "figure"), "": ("country", "cohort", "persons", "days", "day_rate")}
"""The fields of entries on what was drawn, and of those on reception."""
MOST_DIGITS = 12
"""Before the point of a number, and after it: sums of them are exact."""
NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no document and no database takes: XML 1.0 has no such characters."""
DAY = "date"
"""The one field of an entry that TOML has a type for and texts do not."""


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """What is wrong with an entry.

    Args:
        field: of the entry.
        what: is wrong with it.
        repair: what can be done about it.
    """

    field: str
    what: str
    repair: str

    def error(self, where: str = "") -> DeclarationError:
        """Return it as an error, with the place of the entry."""
        return DeclarationError(self.what, where=where, repair=self.repair)


def load_ledger(path: Path) -> tuple[LedgerEntry, ...]:
    """Return the entries of a file with tables `[[entry]]`, by quarter and then in its order.

    Raises:
        DeclarationError: the file is wrong, or an entry is: see `ledger_problems`.
    """
    entries = read_ledger(path)
    for i, problem in ledger_problems(entries):
        raise problem.error(CodecPlace(path, ENTRY).at(i).message)
    return by_quarter(entries)


def read_ledger(path: Path) -> tuple[LedgerEntry, ...]:
    """Return the entries of a file in its order, whatever the rules of a ledger say of them.

    Raises:
        DeclarationError: it is no file of a ledger, or a value has another type than the field that it stands in.
    """
    tree = read_toml(path)
    if extra := sorted(set(tree) - {ENTRY}):
        raise DeclarationError(
            "Unknown key: {extra}.",
            where=CodecPlace(path, extra[0]).message,
            repair="Use tables [[entry]] only.",
            extra=extra[0],
        )
    entries: tuple[LedgerEntry, ...] = decode(tree.get(ENTRY, []), tuple[LedgerEntry, ...], CodecPlace(path, ENTRY))
    return entries


def by_quarter(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Return entries in the order of a ledger."""
    return tuple(sorted(entries, key=lambda e: e.quarter))


def ledger_text(entries: Iterable[LedgerEntry]) -> str:
    """Return the file of a ledger; read again it gives the same entries."""
    return "\n".join("\n".join(("[[entry]]", *_lines(entry), "")) for entry in entries)


def _lines(entry: LedgerEntry) -> Iterator[str]:
    for key, value in encode(entry, LedgerEntry).items():
        yield f"{key} = {value if key == DAY else _toml(value)}"


def _toml(value: Any) -> str:
    """Return a text or number as TOML has it; its strings are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def ledger_problems(entries: Iterable[LedgerEntry]) -> Iterator[tuple[int, LedgerProblem]]:
    """Yield what is wrong with entries, by themselves and beside those before them, with the place of each.

    Two entries share an id; nobody signed, or no document is named; a text cannot be printed; a number has digits
    without end; a quarter is not written `2011-Q1`; an entry on reception lacks country, cohort, persons, days or day
    rate, has more days than its quarter or is about the same persons as another; one on what was drawn has neither an
    amount nor a figure, or both; an entry has a field that those of its kind do not have.
    """
    ids: set[str] = set()
    persons: dict[tuple[str, ...], str] = {}
    for i, entry in enumerate(entries):
        if problem := _wrong(entry) or _again(entry, ids, persons):
            yield i, problem
        ids.add(entry.id)
        if entry.kind != "drawn":
            persons.setdefault(_persons(entry), entry.id)


def _again(entry: LedgerEntry, ids: set[str], persons: dict[tuple[str, ...], str]) -> LedgerProblem | None:
    """Return what is wrong with an entry beside those before it: the first year of a cohort is counted once."""
    if entry.id in ids:
        what = Message("The id {entry} is given twice.", entry=entry.id)
        return LedgerProblem("id", what, msg("Give each its own."))
    if entry.kind != "drawn" and (other := persons.get(_persons(entry))):
        what = Message(
            "Entries {other} and {entry} are about the same persons in the same quarter.", other=other, entry=entry.id
        )
        repair = msg("Make one entry of them: all persons, their mean days and their mean day rate.")
        return LedgerProblem("cohort", what, repair)
    return None


def _persons(entry: LedgerEntry) -> tuple[str, ...]:
    return (entry.kind, entry.country, entry.cohort, entry.quarter)


def _wrong(entry: LedgerEntry) -> LedgerProblem | None:
    """Return what is wrong with an entry by itself and how to mend it."""
    rules = (
        _wrong_text,
        _wrong_quarter,
        _wrong_number,
        _wrong_draw if entry.kind == "drawn" else _wrong_cost,
        _foreign,
    )
    return next((problem for rule in rules if (problem := rule(entry))), None)


def _wrong_text(entry: LedgerEntry) -> LedgerProblem | None:
    texts = {field.name: value for field in fields(entry) if isinstance(value := getattr(entry, field.name), str)}
    for field, text in texts.items():
        if field in SIGNED and not text.strip():
            what = Message("Entry {entry} leaves {field} empty.", entry=entry.id, field=field)
            return LedgerProblem(field, what, msg("Say who signed, from which document it was taken, and its id."))
        if NOT_PRINTED.search(text):
            name = NOT_PRINTED.sub("\N{REPLACEMENT CHARACTER}", entry.id)
            what = Message("Entry {entry} has a character in {field} that cannot be printed.", entry=name, field=field)
            return LedgerProblem(field, what, msg("Leave the character out."))
    return None


def _wrong_quarter(entry: LedgerEntry) -> LedgerProblem | None:
    for field, quarter in (("quarter", entry.quarter), ("cohort", entry.cohort or entry.quarter)):
        if not QUARTER.fullmatch(quarter):
            what = Message("This is not a quarter: “{quarter}”.", quarter=quarter)
            return LedgerProblem(field, what, msg("Write it as 2011-Q1."))
    return None


def _wrong_number(entry: LedgerEntry) -> LedgerProblem | None:
    for field in ("persons", "days", "day_rate", "amount"):
        value = Decimal(getattr(entry, field) or 0)
        if not value.is_finite():
            what = Message("Entry {entry} gives “{value}” where a number is needed.", entry=entry.id, value=value)
            return LedgerProblem(field, what, msg("Write the number, with a point for decimals."))
        if value.adjusted() >= MOST_DIGITS or int(value.as_tuple().exponent) < -MOST_DIGITS:
            what = Message("Entry {entry} has too many digits in {field}.", entry=entry.id, field=field)
            return LedgerProblem(field, what, msg("Give at most twelve digits before the point, and twelve after it."))
    return None


def _foreign(entry: LedgerEntry) -> LedgerProblem | None:
    """Return a field that is given and that entries of its kind do not have."""
    for field in OF_KIND["" if entry.kind == "drawn" else "drawn"]:
        if getattr(entry, field) not in ("", None, 0):
            what = Message("Entry {entry} of kind {kind} has no {field}.", entry=entry.id, kind=entry.kind, field=field)
            return LedgerProblem(field, what, msg("Leave it out, or make an entry of the other kind of it."))
    return None


def _wrong_draw(entry: LedgerEntry) -> LedgerProblem | None:
    if (entry.amount is None) == (not entry.figure):
        what = Message("Entry {entry} needs either an amount or a figure.", entry=entry.id)
        return LedgerProblem("amount", what, msg("Give one of amount, figure."))
    return None


def _wrong_cost(entry: LedgerEntry) -> LedgerProblem | None:
    parts = {
        "country": entry.country,
        "cohort": entry.cohort,
        "persons": entry.persons > 0,
        "days": entry.days > 0,
        "day_rate": entry.day_rate > 0,
    }
    if missing := [field for field, is_there in parts.items() if not is_there]:
        what = Message("Entry {entry} does not say how its amount is made.", entry=entry.id)
        return LedgerProblem(missing[0], what, msg("Give country, cohort, persons, days and day_rate; all above zero."))
    if entry.country not in {area.iso2 for area in areas().values()}:
        what = Message("Entry {entry} names no country: “{country}”.", entry=entry.id, country=entry.country)
        return LedgerProblem("country", what, msg("Write its two capital letters, as ISO 3166-1 has them: SO."))
    if entry.cohort > entry.quarter:
        what = Message("Entry {entry} is about persons who had not arrived yet.", entry=entry.id)
        return LedgerProblem("cohort", what, msg("Let cohort be the quarter of arrival."))
    period = quarter_period(entry.quarter)
    if entry.days > (length := (period.end - period.start).days + 1):
        what = Message(
            "Entry {entry} gives each person {days} days in a quarter of {length}.",
            entry=entry.id,
            days=entry.days,
            length=length,
        )
        return LedgerProblem("days", what, msg("Give the mean days of one person, not those of all together."))
    return None
