"""CSV (SDMX-CSV too) as records: one a line, or one a cell of the columns that are melted."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grutto.errors import InputError
from grutto.readers.grid import melted, unique
from grutto.readers.pages import Record, pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations


def read_delimited(path: Path, layout: Observations, file: str) -> Iterator[Record]:
    """Yield the records of a CSV file with headings; a byte order mark is no part of the first heading.

    Raises:
        InputError: not text in UTF-8, a web page, no row of headings, or a line of another length.
    """
    for start, content in pages(path, file):
        where = f"{file}, {start}".rstrip(", ")
        try:
            yield from _records(io.StringIO(content.decode("utf-8-sig"), newline=""), layout, start, where)
        except (UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"This is not a table in UTF-8: {error}", where=where, repair="fetch it again") from error


def _records(stream: io.StringIO, layout: Observations, start: str, where: str) -> Iterator[Record]:
    lines = csv.reader(stream)
    heads: list[str] = []
    for cells in lines:
        if not heads:
            heads = _heads(cells, layout.header, where)
            continue
        if not any(cells):
            continue
        if len(cells) != len(heads):
            raise InputError(
                f"This line has {len(cells)} cells, the headings are {len(heads)}",
                where=f"{where}, line {lines.line_num}",
                repair="fetch it again; if it stays so, the file is cut off or changed its columns",
            )
        yield from melted(Record(f"{start}line {lines.line_num}", dict(zip(heads, cells, strict=True))), layout.melt)
    if not heads:
        raise InputError("The row of headings is missing", where=where, repair="fetch it again")


def _heads(cells: list[str], header: str, where: str) -> list[str]:
    """Return the headings if this is their row, else nothing."""
    if cells and cells[0].lstrip().startswith("<"):
        raise InputError(f"A table was expected, this is a web page: “{cells[0][:80]}”", where=where)
    return unique([c.strip() for c in cells]) if any(cells) and (not header or header in cells) else []
