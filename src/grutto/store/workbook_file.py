"""Workbooks, opened within bounds by what they hold, not by their name; one that cannot be read is told plainly."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.store.file_kind import OLD_OFFICE, ZIP, is_web_page, other_kind
from grutto.store.workbook_bounds import MOST_ROOM, WORKBOOK, WorkbookError, check_workbook
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = 4096
NAMES = (".xlsx", ".xlsm", ".xls")
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What the container of Excel holds for a workbook with a password."""
SAVE = msg("open it in a spreadsheet program and save it as .xlsx")


def is_meant_as_workbook(path: Path, name: str) -> bool:
    """Tell whether a file is one by its first bytes, or says so by its name."""
    with path.open("rb") as stream:
        return stream.read(4) in {ZIP, OLD_OFFICE} or name.lower().endswith(NAMES)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook (XLSX, or the older XLS), whatever its name says."""
    with path.open("rb") as stream:
        return stream.read(4) == OLD_OFFICE or is_xlsx(path)


def is_xlsx(path: Path) -> bool:
    """Tell whether a file is a workbook of Excel 2007 or later."""
    try:
        with zip_at(path) as archive:
            return WORKBOOK in archive.namelist()
    except DAMAGE:
        return False


@contextmanager
def workbook_at(path: Path, file: str | Path, most: int = MOST_ROOM) -> Iterator[CalamineWorkbook]:
    """Open a workbook, of Excel 97 or later.

    Args:
        path: the workbook.
        file: its name, for errors.
        most: cells that one sheet may reach over.

    Raises:
        InputError: it cannot be read, or has a far cell: what it is instead, and how to mend it.
    """
    try:
        check_workbook(path, file, most)
        with path.open("rb") as stream:
            yield CalamineWorkbook.from_filelike(stream)
    except WorkbookError as error:
        raise unreadable_workbook(path, file, error.fault) from error
    except BaseException as error:
        if not isinstance(error, CalamineError) and type(error).__name__ != "PanicException":  # which it does not name
            raise
        raise unreadable_workbook(path, file) from error


def unreadable_workbook(path: Path, file: str | Path, fault: str = "") -> InputError:
    """Return what is wrong with a file that was meant as a workbook.

    Args:
        path: the file.
        file: its name, for the error.
        fault: of a part of it, if one was found.
    """
    detail, repair = (fault, SAVE) if fault else _instead(path)
    return InputError("This workbook cannot be read: {detail}", where=file, repair=repair, detail=detail)


def _instead(path: Path) -> tuple[Message, str]:
    """Return what a file is that is no workbook, or a broken one, and how to mend it."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        return Message("the file is empty"), msg("save or download it again")
    if head.startswith(OLD_OFFICE):
        return _old_office(path)
    if is_web_page(head):
        repair = msg("open it in a spreadsheet program and save it as .xlsx; if no table is there, download it again")
        return Message("it is a web page"), repair
    if kind := other_kind(head):
        return Message("it is {kind}", kind=Message(kind)), SAVE
    if head.startswith(ZIP) and (not zipfile.is_zipfile(path) or is_xlsx(path)):
        return Message("it is damaged or cut off"), msg("copy or download it again")
    return Message("it is no workbook of Excel"), SAVE


def _old_office(path: Path) -> tuple[Message, str]:
    if LOCKED in path.read_bytes():
        return Message("it is locked with a password"), msg("save it without a password")
    return Message("it is an old Office document that is damaged, locked or no workbook"), SAVE
