"""XLSX workbooks as records: one a row below the headings, or one a cell of the columns that are melted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from grutto.errors import InputError
from grutto.message import Message
from grutto.readers.grid import headings, melted, told_above
from grutto.readers.pages import Record
from grutto.readers.workbook_bounds import check_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations

PERIOD = "period"


def read_workbook(path: Path, layout: Observations, file: str) -> Iterator[Record]:
    """Yield the records of one sheet; their locators are sheet and row.

    Raises:
        InputError: not a workbook, no such sheet, or no row of headings.
    """
    check_workbook(path, file)
    try:
        book = CalamineWorkbook.from_path(path)
        name = _sheet(book.sheet_names, layout, file)
        rows = book.get_sheet_by_name(name).iter_rows()
    except CalamineError as error:
        raise InputError(
            "This workbook cannot be read: {detail}",
            where=file,
            repair="fetch it again; if it stays so, the source changed its sheets",
            detail=str(error),
        ) from error
    heads: list[str] = []
    dated = period = ""
    for number, cells in enumerate(rows, start=1):
        texts = [cell_text(c) for c in cells]
        if not heads:
            heads = headings(texts, layout)
            dated = dated or told_above(texts, layout)
            period = period or _period(texts, layout)
        elif any(texts):
            fields = dict(zip(heads, texts, strict=False)) | ({PERIOD: period} if period else {})
            yield from melted(Record(f"{name}, row {number}", fields, dated), layout.melt)
    if not heads:
        raise InputError(
            "The row of headings with “{header}” is missing",
            where=Message("{file}, sheet {name}", file=file, name=name),
            repair="fetch it again; if it stays so, the source changed its columns",
            header=layout.header,
        )


def _period(texts: list[str], layout: Observations) -> str:
    """Return the period that a row above the headings names; empty if it names none."""
    found = re.search(layout.period_from, " ".join(texts)) if layout.period_from else None
    return found[1] if found else ""


def _sheet(names: list[str], layout: Observations, file: str) -> str:
    """Return the sheet to read: the first that has one of the declared names, whatever spaces stand around it."""
    if not layout.sheet:
        return names[0]
    found = next((n for wanted in layout.sheet for n in names if n.strip() == wanted), "")
    if not found:
        raise InputError(
            "There is no sheet “{sheet}”; there are: {listed}",
            where=file,
            repair="fetch it again; if it stays so, the source changed its sheets",
            sheet="” or “".join(layout.sheet),
            listed=", ".join(names[:8]),
        )
    return found


def cell_text(value: Any) -> str:
    """Return a cell as text; a whole number has no point, since a workbook knows fractions only."""
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return str(exact.to_integral_value()) if exact == exact.to_integral_value() else str(exact)
    return " ".join(str(value).split())
