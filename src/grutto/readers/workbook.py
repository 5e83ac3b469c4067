"""XLSX workbooks as records: one a row below the headings, or one a cell of the columns that are melted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.message import Message
from grutto.readers.grid import PERIOD, day_above, headings, melted, period_in
from grutto.readers.pages import PageRecord
from grutto.store.workbook_file import workbook_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations


def read_workbook(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield the records of the sheets that are declared; their locators are sheet and row.

    Raises:
        InputError: not a workbook, no such sheet, or no row of headings.
    """
    with workbook_at(path, file) as book:
        for name in _sheets(book.sheet_names, layout, file):
            yield from _records(name, book.get_sheet_by_name(name).iter_rows(), layout, file)


def _records(name: str, rows: Iterator[list[Any]], layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield the records of one sheet."""
    heads: list[str] = []
    dated = ""
    table = [[cell_text(c) for c in cells] for cells in rows] if layout.period_from else ()
    period = period_in((" ".join(texts) for texts in table), layout)
    for number, texts in enumerate(table or ([cell_text(c) for c in cells] for cells in rows), start=1):
        if not heads:
            heads = headings(texts, layout)
            dated = dated or day_above(texts, layout)
        elif any(texts):
            fields = dict(zip(heads, texts, strict=False)) | ({PERIOD: period} if period else {})
            yield from melted(PageRecord(f"{name}, row {number}", fields, dated), layout.melt)
    if not heads:
        raise InputError(
            "The row of headings with “{header}” is missing",
            where=Message("{file}, sheet {name}", file=file, name=name),
            repair="fetch it again; if it stays so, the source changed its columns",
            header=layout.header,
        )


def _sheets(names: list[str], layout: Observations, file: str) -> list[str]:
    """Return the sheets to read, whatever spaces stand around their names."""
    if layout.sheets:
        found = [n for n in names if re.fullmatch(layout.sheets, n.strip())]
    elif layout.sheet:
        found = [n for wanted in layout.sheet for n in names if n.strip() == wanted][:1]
    else:
        found = names[:1]
    if not found:
        wanted = layout.sheets or "” or “".join(layout.sheet)
        raise InputError(
            "There is no sheet “{sheet}”; there are: {listed}",
            where=file,
            repair="fetch it again; if it stays so, the source changed its sheets",
            sheet=wanted,
            listed=", ".join(names[:8]),
        )
    return found


def cell_text(value: Any) -> str:
    """Return a cell as text; a whole number has no point, since a workbook knows fractions only."""
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return str(exact.to_integral_value()) if exact == exact.to_integral_value() else str(exact)
    return " ".join(str(value).split())
