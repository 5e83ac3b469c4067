"""A table that comes as a text file or as a workbook, old or new, whatever its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.delimited import read_delimited
from grutto.readers.workbook import read_workbook
from grutto.store.workbook_file import is_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations
    from grutto.readers.pages import PageRecord


def read_table(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield the records of a table, see `read_delimited` and `read_workbook`."""
    return (read_workbook if is_workbook(path) else read_delimited)(path, layout, file)
