"""Bounds of workbooks, looked at before one is opened: a reader reserves room for every cell up to the farthest one."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from grutto.errors import InputError
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

BLOCK = 1 << 20
LARGEST_PART = 1 << 30
"""Bytes that the parts of a workbook may unpack to."""
MOST_ROOM = 30_000_000
"""Cells from the first to the farthest one of a sheet; the largest workbook of statistics we know has 27 million."""
EMPTY_ROOM = 1_000_000
MOST_EMPTY = 20
"""A sheet with more room than `EMPTY_ROOM` may have at most this many times the cells that are filled."""

_CELL = re.compile(rb'<(?:\w{1,20}:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w{1,20}:)?row\s[^<>]{0,200}?\br="([0-9]{1,7})"')
_LONGEST = 300
_OLE = b"\xd0\xcf\x11\xe0"


def check_workbook(path: Path, file: str, most: int = MOST_ROOM) -> None:
    """Refuse a workbook that would take more memory than it is worth.

    Args:
        path: the workbook.
        file: its name, for errors.
        most: cells that one sheet may reach over.

    A workbook of the old binary form has bounds of its own: 65,536 rows of 256 cells.

    Raises:
        InputError: it is no workbook of Excel, is damaged or locked, unpacks to too much, or has a far cell.
    """
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            return
    try:
        with zip_at(path) as archive:
            _check(archive, file, most)
    except DAMAGE as error:
        raise InputError(
            "This workbook is damaged, locked or no workbook: {detail}",
            where=file,
            repair="save it again as .xlsx",
            detail=str(error),
        ) from error


def _check(archive: zipfile.ZipFile, file: str, most: int) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise InputError("This is no workbook of Excel", where=file, repair="save it as .xlsx")
    left = LARGEST_PART
    for name in names:
        with archive.open(name) as part:
            left -= _part(part, left, name, file, most)


def _part(part: IO[bytes], left: int, name: str, file: str, most: int) -> int:
    """Return the bytes of a part; of a sheet, look how far it reaches."""
    size = cells = column = row = 0
    before = b""
    while block := part.read(BLOCK):
        size += len(block)
        if size > left:
            raise InputError(
                "This workbook unpacks to more than {value} MiB",
                where=file,
                repair="save parts of it",
                value=LARGEST_PART >> 20,
            )
        if name.startswith("xl/worksheets/"):
            text = before + block
            for found in _CELL.finditer(text):
                cells += 1
                column, row = max(column, _number(found[1])), max(row, int(found[2]))
            row = max(row, *(int(found[1]) for found in _ROW.finditer(text)), 0)
            before = text[text.rfind(b"<") :][:_LONGEST]
    _check_room(cells, max(column, 1) * row, name, file, most)
    return size


def _check_room(cells: int, room: int, name: str, file: str, most: int) -> None:
    if room > most or (room > EMPTY_ROOM and room > MOST_EMPTY * cells):
        raise InputError(
            "A sheet of this workbook reaches over {room} cells, of which {cells} are filled",
            where=f"{file}, {name}",
            repair="remove the cells that stand far from the others, and save it again",
            room=room,
            cells=cells,
        )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
