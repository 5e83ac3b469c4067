"""CSV and SDMX-CSV as records: one a line, or one a cell of the columns that are melted."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from grutto.errors import InputError
from grutto.message import Message
from grutto.readers.grid import PERIOD, day_above, headings, melted, period_in
from grutto.readers.pages import PageRecord, pages
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations

SEPARATORS = ",;\t"
HEAD = 1 << 16


def read_delimited(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield the records of a text table with headings: set apart by commas, semicolons or tabs; in any common encoding.

    Raises:
        InputError: no text, a web page, no row of headings, or a line of another length.
    """
    for start, content in pages(path, file):
        if layout.pass_by and re.match(layout.pass_by, start):
            continue
        yield from table_records(decoded(content), layout, start, f"{file}, {start}".rstrip(", "))


def decoded(content: bytes) -> str:
    """Return text in UTF-8 or UTF-16 by its mark, else in UTF-8, else as Windows writes it in western Europe."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def table_records(text: str, layout: Observations, start: str, where: str) -> Iterator[PageRecord]:
    """Yield the records of a text table.

    Args:
        text: all of it.
        layout: how its headings are known.
        start: beginning of the locators.
        where: the file, for errors.
    """
    if "\0" in text[:HEAD]:
        raise InputError("This is not a table of text", where=where, repair="fetch it again")
    try:
        yield from _records(text, layout, start, where)
    except csv.Error as error:
        raise InputError(
            "This is not a table: {detail}", where=where, repair="fetch it again", detail=of_content(error)
        ) from error


def separator_of(text: str, layout: Observations) -> str:
    """Return what sets the cells of a table apart: what stands most often in the line of its headings."""
    named = [name for name, ours in layout.rename.items() if ours == layout.header]
    lines = (line for line in text[:HEAD].splitlines() if line.strip())
    head = next((line for line in lines if any(name in line for name in (layout.header, *named))), "")
    possible = [mark for mark in SEPARATORS if mark not in layout.header]
    return max(possible, key=head.count)


def _records(text: str, layout: Observations, start: str, where: str) -> Iterator[PageRecord]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text, layout))
    heads: list[str] = []
    above, period = "", period_in([text], layout)
    for cells in lines:
        if not any(cells):
            continue
        if not heads:
            heads = _heads(cells, layout, where)
            above = day_above(cells, layout) or above
            continue
        if len(cells) != len(heads):
            raise InputError(
                Message(
                    "This line has {count} cell, the headings are {headings}",
                    "This line has {count} cells, the headings are {headings}",
                    count=len(cells),
                    headings=len(heads),
                ),
                where=Message("{place}, line {line_num}", place=where, line_num=lines.line_num),
                repair="fetch it again; if it stays so, the file is cut off or changed its columns",
            )
        fields = dict(zip(heads, cells, strict=True)) | ({PERIOD: period} if period else {})
        dated = next((fields[name] for name in layout.updated if fields.get(name)), above)
        yield from melted(PageRecord(f"{start}line {lines.line_num}", fields, dated), layout.melt)
    if not heads:
        raise InputError("The row of headings is missing", where=where, repair="fetch it again")


def _heads(cells: list[str], layout: Observations, where: str) -> list[str]:
    """Return the headings if this is their row, else nothing."""
    if cells and cells[0].lstrip().startswith("<"):
        raise InputError("A table was expected, this is a web page: “{cells}”", where=where, cells=cells[0][:80])
    return headings([" ".join(c.split()) for c in cells], layout)
