"""Workbooks and folders of CSV files as sheets of cells, each cell a text."""

from __future__ import annotations

import csv
import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.store.csv_text import unmarked
from grutto.store.wording import of_content
from grutto.store.workbook_file import workbook_at

if TYPE_CHECKING:
    from pathlib import Path

MOST_ROOM = 2_000_000
"""Cells from the first to the farthest one of a sheet: a template for ten thousand activities has half as many."""

_NOT_OF_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Grid = list[list[str]]
"""Rows of cells; the first row is row 1 of the sheet, the first cell column A."""


def read_grids(path: Path) -> dict[str, Grid]:
    """Return the sheets of a workbook, or the CSV files of a folder, by name.

    Raises:
        InputError: it is neither, or a cell holds a character that XML does not allow.
    """
    grids = _grids(path)
    for sheet, rows in grids.items():
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                if found := _NOT_OF_XML.search(cell):
                    raise InputError(
                        "This cell holds a character that XML does not allow: {code}",
                        where=f"{path.name}, {cell_name(sheet, number, column)}",
                        repair="write its text anew",
                        code=f"U+{ord(found[0]):04X}",
                    )
    return grids


def _grids(path: Path) -> dict[str, Grid]:
    if path.is_dir():
        files = sorted(path.glob("*.csv"))
        if files:
            return {file.stem: _csv(file) for file in files}
        raise InputError("This folder holds no CSV files", where=path, repair="name a workbook, or such a folder")
    with workbook_at(path, path, MOST_ROOM) as book:
        names = book.sheet_names
        return {name: _sheet(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names}


def _sheet(rows: list[list[Any]]) -> Grid:
    return [[_text(cell) for cell in row] for row in rows]


def _csv(path: Path) -> Grid:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [[unmarked(cell.strip()) for cell in row] for row in csv.reader(stream)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "This is not a table in UTF-8: {detail}",
            where=path,
            repair="save it as “CSV UTF-8”",
            detail=of_content(error),
        ) from error


def _text(cell: Any) -> str:
    """Return a cell as the text that a person would write for it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return format(exact.to_integral_value() if exact == exact.to_integral_value() else exact, "f")
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()
    return str(cell).strip()


def cell_name(sheet: str, row: int, column: int) -> str:
    """Return the name of a cell as spreadsheets write it: `sheet!B7`; row and column count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row}"
