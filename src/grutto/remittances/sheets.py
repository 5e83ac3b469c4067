"""The rows of a file of quotes: every sheet of a workbook that has quotes, or a CSV file, also packed with gzip."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.errors import InputError
from grutto.remittances.layout import QuoteLayout, absent, layout_of
from grutto.store.wording import of_content
from grutto.store.workbook_file import is_meant_as_workbook, workbook_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

GZIP = b"\x1f\x8b"
LARGEST = 1 << 30
"""Bytes that a packed CSV file may unpack to."""
HEADINGS_WITHIN = 10
"""Rows from the top among which the row of headings stands."""


class SheetRow(NamedTuple):
    """A row of a sheet below its headings.

    Args:
        sheet: its name; empty in a CSV file.
        number: of the row, from 1.
        cells: as read: text, numbers, days.
        layout: of the sheet.
    """

    sheet: str
    number: int
    cells: Sequence[Any]
    layout: QuoteLayout

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.sheet}, row {self.number}" if self.sheet else f"line {self.number}"


def rows_of(path: Path, file: str) -> Iterator[SheetRow]:
    """Yield the rows of all sheets with quotes.

    Args:
        path: the file.
        file: its name, for errors.

    Raises:
        InputError: it cannot be read, or no sheet has the columns of quotes.
    """
    found = False
    sheets = _workbook(path, file) if is_meant_as_workbook(path, file) else _text(path, file)
    for sheet, rows in sheets:
        for row in _below_headings(sheet, rows, file):
            found = True
            yield row
        del rows  # a sheet is let go before the next one is read
    if not found:
        raise InputError(
            "No quotes were found: no row has the headings of the workbook, such as “cc1 total cost %”",
            where=file,
            repair="bring the workbook as published, an extract with the same headings, or our template",
        )


def _workbook(path: Path, file: str) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    with workbook_at(path, file) as book:
        for name in book.sheet_names:
            yield name, book.get_sheet_by_name(name).iter_rows()


def _text(path: Path, file: str) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    try:
        with path.open("rb") as raw, gzip.open(raw) if raw.peek(2)[:2] == GZIP else raw as stream:
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise InputError("This file unpacks to more than 1 GiB", where=file, repair="bring parts of it")
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        yield "", iter(lines)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "This is not a table in UTF-8: {detail}",
            where=file,
            repair="save it as CSV in UTF-8, with commas",
            detail=of_content(error),
        ) from error


def _below_headings(sheet: str, rows: Iterator[Sequence[Any]], file: str) -> Iterator[SheetRow]:
    layout: QuoteLayout | None = None
    for number, cells in enumerate(rows, start=1):
        if layout:
            if any(cell != "" for cell in cells):
                yield SheetRow(sheet, number, cells, layout)
        elif number > HEADINGS_WITHIN:
            return
        elif layout := layout_of([text_of(cell) for cell in cells]):
            _check_columns(layout, sheet, file)


def _check_columns(layout: QuoteLayout, sheet: str, file: str) -> None:
    if missing := list(absent(layout)):
        raise InputError(
            "The column “{missing}” is missing",
            where=f"{file}, {sheet}" if sheet else file,
            repair="bring the file with its columns as published",
            missing=missing[0],
        )


def text_of(cell: Any) -> str:
    """Return a cell as text: a whole number without a point, a day as 2025-08-14."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)
