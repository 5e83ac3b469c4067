"""The tables of a report as one XLSX workbook: a list of contents, then a sheet a table, ready to read and to print."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable

    import xlsxwriter

    from grutto.render.csv_files import WorkbookSheet
else:
    xlsxwriter = lazily("xlsxwriter")

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written into the workbook, so that the same tables give the same bytes."""
HEAD = 3
"""Row of the headings, from 0: above it stand caption and note."""
NARROW, WIDE = 12, 60
"""Least and largest width of a column, in characters."""
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 13},
    "note": {"italic": True},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1},
    "head-number": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": "right"},
    "text": {"text_wrap": True, "valign": "top"},
    "words-number": {"align": "right", "valign": "top", "italic": True},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "decimal": {"num_format": "#,##0.00", "valign": "top"},
}


def workbook(found: list[WorkbookSheet], contents: str) -> bytes:
    """Return all tables as one XLSX workbook; the same tables give the same bytes.

    Args:
        found: the tables, at least one.
        contents: title of the list of contents.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    looks = {name: book.add_format(look) for name, look in LOOKS.items()}
    names = [_sheet_name(index, sheet.name) for index, sheet in enumerate(found, start=1)]
    first = _page(book, contents, found[0].note, contents, looks)
    for place, (name, sheet) in enumerate(zip(names, found, strict=True), start=HEAD):
        first.write_url(place, 0, f"internal:'{name}'!A1", string=sheet.caption)
        first.write_string(place, 1, name)
    first.set_column(0, 1, WIDE // 2)
    for name, sheet in zip(names, found, strict=True):
        _table(_page(book, name, sheet.note, sheet.caption, looks), sheet, looks)
    book.close()
    return out.getvalue()


def _page(book: Any, name: str, note: str, title: str, looks: dict[str, Any]) -> Any:
    page = book.add_worksheet(name)
    page.write_string(0, 0, title, looks["title"])
    page.write_string(1, 0, note, looks["note"])
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page


def _table(page: Any, sheet: WorkbookSheet, looks: dict[str, Any]) -> None:
    numeric = [_is_numeric(row[i] for row in sheet.rows) for i in range(len(sheet.heads))]
    for column, head in enumerate(sheet.heads):
        page.write_string(HEAD, column, head, looks["head-number" if numeric[column] else "head"])
        page.set_column(column, column, _width(sheet, column))
    for place, row in enumerate(sheet.rows, start=HEAD + 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(place, column, value, looks["words-number" if numeric[column] else "text"])
            else:
                whole = value == value.to_integral_value()
                page.write_number(place, column, float(value), looks["whole" if whole else "decimal"])
    page.freeze_panes(HEAD + 1, 1)
    page.repeat_rows(HEAD)


def _is_numeric(cells: Iterable[Decimal | str]) -> bool:
    return any(isinstance(cell, Decimal) for cell in cells)


def _width(sheet: WorkbookSheet, column: int) -> int:
    """Return a width that fits most cells: of a long text, what wraps in two or three lines."""
    texts = [value if isinstance(value, str) else f"{value:,.2f}" for value in (row[column] for row in sheet.rows)]
    longest = max([len(sheet.heads[column]) // 2, *map(len, texts)])
    return min(max(longest + 2, NARROW), WIDE)


def _sheet_name(index: int, name: str) -> str:
    """Return a name that a workbook allows: at most 31 characters, none of `[]:*?/\\`, each only once."""
    return f"{index} {re.sub(r'[^A-Za-z0-9 -]+', ' ', name)}"[:31]
