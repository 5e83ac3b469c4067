"""Bounds of workbooks, looked at before one is opened: a reader reserves room for every cell up to the farthest one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from grutto.errors import InputError
from grutto.message import Message
from grutto.store.file_kind import OLD_OFFICE
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
LARGEST_PART = 1 << 30
"""Bytes that the parts of a workbook may unpack to."""
MOST_ROOM = 30_000_000
"""Cells from the first to the farthest one of a sheet; the largest workbook of statistics we know has 27 million."""
EMPTY_ROOM = 1_000_000
MOST_EMPTY = 20
"""A sheet with more room than `EMPTY_ROOM` may have at most this many times the cells that are filled."""

_PLAIN = re.compile(rb'<(?:c r="([A-Z]{1,3})([0-9]{1,7})"|row r="([0-9]{1,7})")')
_ANY = re.compile(rb"<(?:[^\s<>/:]*+:)?+(?:c|row)[\s/>]|<!|<\?(?!xml )")
"""Every tag that may be a cell or a row, in any form, and what may hide one."""
_TAIL = 100
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LINE = re.compile(r"[0-9]{1,7}")
WORKBOOK = "xl/workbook.xml"
"""The part of a workbook that names its sheets."""


class WorkbookError(Exception):
    """A workbook is damaged, or none; `fault` says what is wrong with a part of it, if that is known."""

    def __init__(self, fault: str = "") -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass
class Reach:
    """Cells of a sheet, and the farthest column and row."""

    cells: int = 0
    columns: int = 0
    rows: int = 0

    def grow(self, column: int, row: int) -> None:
        """Take in a place."""
        self.columns, self.rows = max(self.columns, column), max(self.rows, row)


def check_workbook(path: Path, file: str | Path, most: int = MOST_ROOM) -> None:
    """Refuse a workbook that would take more memory than it is worth.

    Args:
        path: the workbook.
        file: its name, for errors.
        most: cells that one sheet may reach over.

    A workbook of the old binary form has bounds of its own: 65,536 rows of 256 cells.

    Raises:
        InputError: it unpacks to too much, or has a far cell.
        WorkbookError: it is no workbook of Excel, is damaged or locked.
    """
    with path.open("rb") as stream:
        if stream.read(4) == OLD_OFFICE:
            return
    try:
        with zip_at(path) as archive:
            _check(archive, file, most)
    except DAMAGE as error:
        raise WorkbookError from error


def _check(archive: zipfile.ZipFile, file: str | Path, most: int) -> None:
    names = archive.namelist()
    if WORKBOOK not in names:
        raise WorkbookError
    _check_size(archive, file)
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            reach = _plain_reach(archive, name) or _exact_reach(archive, name)
            _check_room(reach, Message("{file}, {name}", file=file, name=name), most)


def _check_size(archive: zipfile.ZipFile, file: str | Path) -> None:
    """Refuse what unpacks to too much, whatever it says of itself."""
    left = LARGEST_PART
    for name in archive.namelist():
        for block in _blocks(archive, name):
            left -= len(block)
            if left < 0:
                raise InputError(
                    "This workbook unpacks to more than {value} MiB",
                    where=file,
                    repair="save parts of it",
                    value=LARGEST_PART >> 20,
                )


def _blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while block := part.read(BLOCK):
            yield block


def _plain_reach(archive: zipfile.ZipFile, name: str) -> Reach | None:
    """Return how far cells reach if each is written as Excel writes it, without parsing; else nothing."""
    if not name.startswith("xl/worksheets/") or "/_rels/" in name:
        return None
    reach, before = Reach(), b""
    for block in _blocks(archive, name):
        text = before + block
        start = max(text.rfind(b"<"), 0)
        text, before = text[:start], text[start:]
        found = _PLAIN.findall(text)
        if len(before) > BLOCK + _TAIL or len(_ANY.findall(text)) != len(found):
            return None
        reach.cells += sum(1 for one in found if one[0])
        for letters in {one[0] for one in found}:
            reach.grow(_number(letters.decode()), 0)
        reach.grow(0, max((int(one[1] or one[2]) for one in found), default=0))
    return None if _ANY.search(before) else reach


def _exact_reach(archive: zipfile.ZipFile, name: str) -> Reach:
    """Return how far cells reach, as a parser finds them; one without a place stands beside or below the last.

    Raises:
        WorkbookError: what only a forgiving reader would read, or a place that no sheet has.
    """
    reach, row, column = Reach(), 0, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        local, place = tag.rpartition(":")[2], attributes.get("r")
        if local == "row":
            row, column = row + 1 if place is None else _line(place), 0
        elif local == "c":
            column, row = (column + 1, row) if place is None else _place(place)
            reach.cells += 1
        elif local == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            _require_xml(attributes.get("Target", ""))
        reach.grow(column, row)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for block in _blocks(archive, name):
            parser.Parse(block)
        parser.Parse(b"", True)  # noqa: FBT003 - it has no name for it
    except (expat.ExpatError, LookupError) as error:
        raise WorkbookError(Message("its part {name} is no well-formed XML", name=name)) from error
    return reach


def _refuse_doctype(*_: object) -> None:
    raise WorkbookError(Message("a part declares a document type"))


def _require_xml(target: str) -> None:
    if not target.lower().endswith(".xml"):
        raise WorkbookError(Message("a sheet is no part in XML: {part}", part=target[:_TAIL]))


def _place(text: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if not found:
        raise WorkbookError(Message("no sheet has a cell {place}", place=text[:_TAIL]))
    return _number(found[1]), int(found[2])


def _line(text: str) -> int:
    if not _LINE.fullmatch(text):
        raise WorkbookError(Message("no sheet has a row {place}", place=text[:_TAIL]))
    return int(text)


def _check_room(reach: Reach, where: str, most: int) -> None:
    room = max(reach.columns, 1) * reach.rows
    if room > most or (room > EMPTY_ROOM and room > MOST_EMPTY * reach.cells):
        raise InputError(
            "A sheet of this workbook reaches over {room} cells, of which {cells} are filled",
            where=where,
            repair="remove the cells that stand far from the others, and save it again",
            room=room,
            cells=reach.cells,
        )


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
