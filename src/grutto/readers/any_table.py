"""A table that comes as a text file or as a workbook, old or new, whatever its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.delimited import read_delimited
from grutto.readers.workbook import read_workbook
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations
    from grutto.readers.pages import PageRecord

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
BOOK = "xl/workbook.xml"


def read_table(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield the records of a table, see `read_delimited` and `read_workbook`."""
    return (read_workbook if is_workbook(path) else read_delimited)(path, layout, file)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook (XLSX, or the older XLS)."""
    with path.open("rb") as stream:
        if stream.read(4) == OLD_OFFICE:
            return True
    try:
        with zip_at(path) as archive:
            return BOOK in archive.namelist()
    except DAMAGE:
        return False
