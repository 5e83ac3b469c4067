"""What a chapter says once: what the sources do not give at all, and in which document its judgements stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.content.blocks import Facts, FigureText, Label, Paragraph, SignedText, Table, between
from grutto.content.display import marks
from grutto.message import msg
from grutto.reports.context import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Block, Line, Section
    from grutto.reports.context import Context


DOCUMENT = 3
"""Parts of a signature up to the document: author, a dot, document; the place in it follows."""


def without_empty_parts(context: Context, section: Section) -> Section:
    """Return a chapter without the columns and facts that the sources leave empty; one sentence names them."""
    silent: dict[Line, None] = {}
    blocks: list[Block] = []
    first = 0
    for block in section.blocks:
        heads, rest = _divided(block)
        if heads and not silent:
            first = len(blocks)
        silent |= dict.fromkeys(heads)
        blocks += rest
    if silent:
        text = msg("The sources do not give: {what}.")
        blocks.insert(first + 1, Paragraph(say(text, what=between("; ", silent)), "small"))
    parts = tuple(without_empty_parts(context, part) for part in section.parts)
    return replace(section, blocks=tuple(_cited_once(blocks)), parts=parts)


def _cited_once(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks; judgements of one author in one document name both at the first only, then the place."""
    before: set[Line] = set()
    for block in blocks:
        if isinstance(block, SignedText):
            source, place = block.by[:DOCUMENT], block.by[DOCUMENT + 1 :]
            if source in before:
                text = msg("The same, {place}") if place else msg("The same")
                yield replace(block, by=say(text, place=place))
                continue
            before.add(source)
        yield block


def _divided(block: Block) -> tuple[list[Line], list[Block]]:
    """Return the names of what a block says nothing about, and what is left of it."""
    if isinstance(block, Facts):
        empty = [name for name, value in block.pairs if _is_silent([value])]
        pairs = tuple((name, value) for name, value in block.pairs if not _is_silent([value]))
        return (empty, [replace(block, pairs=pairs)] if pairs else []) if empty else ([], [block])
    if isinstance(block, Table) and block.rows:
        return _of_table(block)
    return [], [block]


def _of_table(table: Table) -> tuple[list[Line], list[Block]]:
    """Leave out empty columns of numbers; where that are all of them, the table."""
    rows = (*table.rows, *table.foot)
    numeric = [i for i, column in enumerate(table.columns) if column.numeric]
    empty = [i for i in numeric if _is_silent([row[i] for row in rows])]
    if not empty:
        return [], [table]
    heads = [table.columns[i].head for i in empty]
    if len(empty) == len(numeric) == len(table.columns) - 1:
        return [(*table.caption, Label(": "), *between("; ", heads))], []
    column_numbers = [i for i in range(len(table.columns)) if i not in empty]
    shorter = replace(
        table,
        columns=tuple(table.columns[i] for i in column_numbers),
        rows=tuple(tuple(row[i] for i in column_numbers) for row in table.rows),
        foot=tuple(tuple(row[i] for i in column_numbers) for row in table.foot),
    )
    return heads, [shorter]


def _is_silent(cells: list[Line]) -> bool:
    """Tell whether cells have figures, and no row gives any of them; what is unknown for another reason stays."""
    figures = [part.figure for cell in cells for part in cell if isinstance(part, FigureText)]
    others = any(not isinstance(part, FigureText) for cell in cells for part in cell)
    return bool(figures) and not others and all(f.value is None and not f.unknown and not marks(f) for f in figures)
