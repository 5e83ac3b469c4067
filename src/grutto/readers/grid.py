"""What CSV and workbooks have in common: headings, and columns that become records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grutto.readers.pages import PageRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.model.source import Observations

COLUMN, CELL, PERIOD = "column", "cell", "period"


def headings(texts: list[str], layout: Observations) -> list[str]:
    """Return the headings that a row holds, by the names of the layout; nothing if this is not their row."""
    heads = [layout.rename.get(text, text) or f"column {at}" for at, text in enumerate(texts, start=1)]
    return unique(heads) if any(texts) and (not layout.header or layout.header in heads) else []


def unique(heads: list[str]) -> list[str]:
    """Return headings with a number behind those that occur again: `1990`, `1990 (2)`."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        found.append(head if seen[head] == 1 else f"{head} ({seen[head]})")
    return found


def day_above(cells: list[str], layout: Observations) -> str:
    """Return the day that a line above the headings tells, such as `Last Updated Date, 2024-05-30`; else nothing."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2 or not any(filled[0].startswith(name) for name in layout.updated):
        return ""
    return filled[1]


def period_in(texts: Iterable[str], layout: Observations) -> str:
    """Return the period that the first of some texts names; empty if none does, or none is asked for."""
    found = (re.search(layout.period_from, text) for text in texts if layout.period_from)
    return next((one[1] for one in found if one), "")


def melted(record: PageRecord, pattern: str) -> Iterator[PageRecord]:
    """Yield a record for each field whose heading fits a pattern, with the others' values; without one, the record.

    What named groups of the pattern find in a heading becomes fields too; nothing found is an empty field.
    """
    if not pattern:
        yield record
        return
    found = {name: re.fullmatch(pattern, name) for name in record.fields}
    other_fields = {name: value for name, value in record.fields.items() if not found[name]}
    for name, fit in found.items():
        if fit:
            fields = {COLUMN: name, CELL: record.fields[name]} | fit.groupdict("")
            yield PageRecord(f"{record.locator}, {name}", other_fields | fields, record.dated)
