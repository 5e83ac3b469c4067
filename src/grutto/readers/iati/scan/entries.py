"""What a pass writes, compiled: rows and their cells, narratives, and remarks for the parsers of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import part
from grutto.readers.iati.scan.texts import packed, same, trimmed_start, trimmed_stop
from grutto.readers.iati.scan.typed import value_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Plan = NDArray[np.int32]
    Memory = NDArray[np.int64]


@part
def _room(m: Memory, size: int) -> int:
    """Return where an entry of some numbers begins; -1 if there is no room, and the record is walked."""
    start = m[p.END]
    if start + size + p.RECORD_ENTRY_SIZE > m.shape[0]:
        m[p.BAD] = 1
        return p.NONE
    m[p.END] = start + size
    return int(start)


@part
def new_row(plan: Plan, m: Memory, node: int, around: int, number: int) -> int:
    """Make a row of empty cells."""
    kind = plan[p.NODES + 8 * node + p.PLAN]
    width = plan[p.PLANS + 4 * kind + p.WIDTH]
    row = _room(m, p.CELLS + width)
    if row >= 0:
        m[row] = kind
        m[row + p.AROUND] = around
        m[row + p.NUMBER] = number
        m[row + p.RECORD_OF] = m[p.RECORD]
        for cell in range(row + p.CELLS, row + p.CELLS + width):
            m[cell] = p.NULL
    return row


@part
def new_child(m: Memory, kind: int, above: int, number: int) -> int:
    """Make an entry for what stands at a level."""
    entry = _room(m, p.CHILD_ENTRY_SIZE)
    if entry >= 0:
        m[entry] = kind
        m[entry + p.AROUND] = m[above + p.ROW]
        m[entry + p.AROUND_NODE] = m[above + p.NODE]
        m[entry + p.NUMBER_OF_CHILD] = number
    return entry


@part
def put(text: Bytes, plan: Plan, m: Memory, slot: int, row: int, start: int, stop: int) -> None:
    """Put the value of a text into its cell, and that of any other slot that takes it."""
    first = trimmed_start(text, start, stop)
    last = trimmed_stop(text, first, stop)
    while slot >= 0:
        kind = plan[p.SLOTS + 4 * slot + p.KIND]
        cell = row + p.CELLS + plan[p.SLOTS + 4 * slot + p.COLUMN]
        plain = True
        if first == last:
            m[cell] = 0 if kind == p.EMPTY_TEXT else p.NULL
        elif kind <= p.WORD:
            m[cell] = packed(first, last)
        else:
            m[cell] = value_of(text, kind, first, last)
            plain = m[cell] != p.NULL
        if kind == p.WORD:
            plain = first == start and last == stop
        if not plain:
            _remark(plan, m, slot, row, packed(start, stop))
        slot = plan[p.SLOTS + 4 * slot + p.MORE]


@part
def _remark(plan: Plan, m: Memory, slot: int, row: int, text: int) -> None:
    """Leave a text to the parser of values.

    The record is walked where another row sees the text too, or where libxml2 may have left out blanks at its start.
    """
    current = p.LEVELS + 16 * m[p.LEVEL]
    entry = _room(m, p.CHILD_ENTRY_SIZE)
    if entry < 0 or row != m[current + p.ROW] or m[current + p.PIECED] or _is_blank_text(plan, m, slot, row, current):
        m[p.BAD] = 1
        return
    m[entry] = p.REMARK_ENTRY
    m[entry + p.AROUND] = row
    m[entry + p.ON_SLOT] = slot
    m[entry + p.MISSING] = 0
    m[entry + p.ON_COLUMN] = plan[p.SLOTS + 4 * slot + p.COLUMN]
    m[entry + p.REMARKED] = text
    if plan[p.SLOTS + 4 * slot + p.KIND] != p.WORD:
        m[row + p.CELLS + m[entry + p.ON_COLUMN]] = p.UNREAD
    if m[current + p.TAG_STOP] > 0:
        m[entry + p.TAG] = m[current + p.TAG_STOP]
    else:
        m[entry + p.TAG] = m[p.UNPLACED]
        m[p.UNPLACED] = entry


@part
def _is_blank_text(plan: Plan, m: Memory, slot: int, row: int, current: int) -> bool:
    """Return whether this is the text of an element, of white space only."""
    cell = row + p.CELLS + plan[p.SLOTS + 4 * slot + p.COLUMN]
    word = plan[p.SLOTS + 4 * slot + p.KIND] == p.WORD
    return bool(word and m[current + p.TAG_STOP] > 0 and m[cell] == p.NULL)


@part
def place_remarks(m: Memory, level: int, stop: int) -> None:
    """Tell the remarks on attributes where their start tag ends: that is the line of the element."""
    m[p.LEVELS + 16 * level + p.TAG_STOP] = stop
    while m[p.UNPLACED] > 0:
        remark = m[p.UNPLACED]
        m[p.UNPLACED] = m[remark + p.TAG]
        m[remark + p.TAG] = stop


@part
def miss(m: Memory, row: int, column: int, tag: int) -> None:
    """Say that a required column has no value."""
    entry = _room(m, p.CHILD_ENTRY_SIZE)
    if entry >= 0:
        m[entry] = p.REMARK_ENTRY
        m[entry + p.AROUND] = row
        m[entry + p.ON_SLOT] = p.NONE
        m[entry + p.MISSING] = 1
        m[entry + p.ON_COLUMN] = column
        m[entry + p.REMARKED] = 0
        m[entry + p.TAG] = tag


@part
def narrative(text: Bytes, plan: Plan, m: Memory, own: int, above: int) -> None:
    """Make the entry of a narrative, and put it into the column of the element around it."""
    entry = new_child(m, p.NARRATIVE_ENTRY, above, m[above + p.NARRATIVES])
    if entry < 0:
        return
    start, stop = m[own + p.START], m[own + p.STOP]
    first = trimmed_start(text, start, stop) if start >= 0 else 0
    last = trimmed_stop(text, first, stop) if start >= 0 else 0
    spoken, default = p.NULL, m[p.LANGUAGE]
    if m[own + p.LANGUAGE_START] >= 0:
        spoken = packed(m[own + p.LANGUAGE_START], m[own + p.LANGUAGE_STOP])
    m[entry + p.SPOKEN] = spoken
    m[entry + p.NARRATIVE_TEXT] = packed(first, last)
    m[entry + p.DEFAULT] = default
    if last > first:
        usual = spoken == p.NULL or (default != p.NULL and same(text, spoken, default))
        _choose(plan, m, above + p.NODE, above + p.CHOSEN, usual, packed(first, last))
        if m[above + p.OTHER_NODE] >= 0:
            _choose(plan, m, above + p.OTHER_NODE, above + p.OTHER_CHOSEN, usual, packed(first, last))


@part
def _choose(plan: Plan, m: Memory, node: int, chosen: int, usual: int, text: int) -> None:
    """Let the first narrative stand in a column until one in the default language comes."""
    column = plan[p.NODES + 8 * m[node] + p.NARRATIVE_COLUMN]
    if column < 0 or m[chosen]:
        return
    cell = m[node + 1] + p.CELLS + column
    if usual or m[cell] == p.NULL:
        m[cell] = text
        m[chosen] = 1 if usual else 0
