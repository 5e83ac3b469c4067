"""CSV for people who open it in a spreadsheet: text that could be a formula is marked as text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute (OWASP, CSV injection)."""


def safe(value: object) -> object:
    """Return a value for a cell: text that could be a formula gets an apostrophe; decimals are written in full."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def unmarked(text: str) -> str:
    """Return the text of a cell without the apostrophe that `safe` gave it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def csv_text(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV (RFC 4180, but with line feeds), no cell of it a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(head) for head in heads])
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue()


def csv_of_records(rows: Iterable[Mapping[str, object]]) -> str:
    """Return records as CSV, headed by the keys of the first; nothing of none."""
    listed = list(rows)
    return csv_text(listed[0], (row.values() for row in listed)) if listed else ""
