"""What documents need to know of a report before they write it: levels of headings, places of links, widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Heading
from grutto.content.wording import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Document, Section, Table, TableColumn
    from grutto.locale import Language

DEEPEST = 4
NARROW, WIDE = 6, 40
"""Least and largest width of a column of a table, in signs."""
LEAST = 18
"""Of a column of words that gives way to others."""


def anchors_of(document: Document) -> frozenset[str]:
    """Return every place of a document that a link can lead to."""
    headings = (heading for section in document.sections for heading, _ in _headings(section, 1))
    return frozenset(heading.anchor for heading in headings if heading.anchor)


def levels(document: Document) -> dict[int, int]:
    """Return the level of each heading from 1, by the identity of its section or block; none is skipped."""
    found: dict[int, int] = {}
    before = 0
    for section in document.sections:
        for heading, level in _headings(section, 1):
            before = min(level, before + 1, DEEPEST)
            found[id(heading)] = before
    return found


def _headings(section: Section, level: int) -> Iterator[tuple[Section | Heading, int]]:
    """Yield sections and headings in reading order with the level that each asks for."""
    yield section, level
    for block in section.blocks:
        if isinstance(block, Heading):
            yield block, block.level - 1
    for part in section.parts:
        yield from _headings(part, level + 1)


def widths_of(table: Table, language: Language, room: int) -> list[int]:
    """Return the width of each column in signs: a number is never broken, a head and a text only between words.

    Args:
        table: the table.
        language: that it is written in.
        room: signs on a line; where there are more, the widest columns of words give way.
    """
    rows = (*table.rows, *table.foot)
    widths = [
        _width(column, [text_of(row[place], language) for row in rows if place < len(row)], language)
        for place, column in enumerate(table.columns)
    ]
    texts = [place for place, column in enumerate(table.columns) if not column.numeric and widths[place] > LEAST]
    while sum(widths) > room and texts:
        widest = max(texts, key=lambda place: widths[place])
        widths[widest] -= 1
        if widths[widest] == LEAST:
            texts.remove(widest)
    return widths


def _width(column: TableColumn, cells: list[str], language: Language) -> int:
    head = text_of(column.head, language)
    words = head.split() if column.numeric else [word for text in (head, *cells) for word in text.split(" ")]
    longest = max(map(len, cells), default=0)
    least = max([NARROW, len(head) // 3, *(len(word) + 2 + column.numeric for word in words)])
    return max(longest + 3, least) if column.numeric and longest < WIDE else min(max(longest, least), WIDE)
