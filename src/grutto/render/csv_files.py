"""The tables of a report as data: a CSV file each, with exact values, beside the pages; `workbook` has all in one."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, assert_never

from grutto.content.blocks import (
    Callout,
    Chord,
    Facts,
    Fan,
    FigureText,
    FlowMap,
    Flows,
    Heading,
    Items,
    Lines,
    Multiples,
    Paragraph,
    Pyramid,
    Ranking,
    SignedText,
    Table,
    Waterfall,
)
from grutto.content.wording import text_of
from grutto.render.table_metadata import SUFFIX, metadata
from grutto.store.csv_text import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from grutto.content.blocks import Block, Document, Line, Section
    from grutto.locale import Language

WORKBOOK = "tables.xlsx"
"""File that has all tables."""


class WorkbookSheet(NamedTuple):
    """A table as rows of cells: numbers where a cell is one figure, else text; with the note of its document."""

    name: str
    caption: str
    heads: list[str]
    rows: list[list[Decimal | str]]
    note: str = ""


def sheets(document: Document, language: Language) -> list[WorkbookSheet]:
    """Return every table of a document, with exact values."""
    note = text_of(document.note, language)
    return [_sheet(name, table, language)._replace(note=note) for name, table in named_tables(document)]


def named_tables(document: Document) -> Iterator[tuple[str, Table]]:
    """Yield every table with its name: its section and its place there."""
    for section in document.sections:
        for number, table in enumerate(_tables(section), start=1):
            yield f"{section.anchor}-{number}", table


def _tables(section: Section) -> Iterator[Table]:
    for block in section.blocks:
        yield from _tables_in(block)
    for part in section.parts:
        yield from _tables(part)


def _tables_in(block: Block) -> Iterator[Table]:
    """Yield a table; the other blocks are words, and pictures of figures that stand in tables."""
    match block:
        case Table():
            yield block
        case Heading() | Paragraph() | Callout() | SignedText() | Items() | Facts():
            return
        case Lines() | Multiples() | Ranking() | FlowMap() | Chord() | Fan() | Pyramid():
            return
        case Flows() | Waterfall():
            return
        case _:
            assert_never(block)


def _sheet(name: str, table: Table, language: Language) -> WorkbookSheet:
    heads = [text_of(c.head, language) for c in table.columns]
    rows = [[_cell(line, language) for line in row] for row in (*table.rows, *table.foot)]
    return WorkbookSheet(name, text_of(table.caption, language), heads, rows)


def _cell(line: Line, language: Language) -> Decimal | str:
    if len(line) == 1 and isinstance(line[0], FigureText) and line[0].figure.value is not None:
        return line[0].figure.value
    return text_of(line, language)


def csv_files(found: list[WorkbookSheet], language: str) -> dict[str, bytes]:
    """Return file name to content, UTF-8, exact values; text that could be a formula gets an apostrophe.

    The note of the document (an example, a fictional programme) is the last column, so that a file that travels alone,
    and each row of it, still says so. Beside each stands what it is, for machines.

    Args:
        found: the tables.
        language: code of the language that they are in.
    """
    names = {csv_name(sheet.name): sheet for sheet in found}
    descriptions = {
        f"{name}{SUFFIX}": metadata(sheet, PurePosixPath(name).name, language) for name, sheet in names.items()
    }
    return {name: _csv(sheet) for name, sheet in names.items()} | descriptions


def csv_name(table: str) -> str:
    """Return the file name of a table, beside the pages."""
    return f"tables/{table}.csv"


def _csv(sheet: WorkbookSheet) -> bytes:
    note = [sheet.note] if sheet.note else []
    return csv_text([*sheet.heads, *(["note"] if note else [])], ([*row, *note] for row in sheet.rows)).encode()
