"""Start and end tags, compiled: which element of the plan opens or closes, and where its attributes and text go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import part
from grutto.readers.iati.scan.entries import miss, narrative, new_child, new_row, place_remarks, put
from grutto.readers.iati.scan.names import declares, name_beyond, name_of, name_stop, new_prefix
from grutto.readers.iati.scan.texts import decoded, is_blank, packed, trimmed_start, trimmed_stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Plan = NDArray[np.int32]
    Memory = NDArray[np.int64]


@part
def open_tag(text: Bytes, plan: Plan, m: Memory, at: int, position: int) -> int:
    """Open an element and take its attributes; return what follows its start tag."""
    stop = name_stop(text, at + 1)
    level = m[p.LEVEL]
    m[p.LEVEL] = level + 1
    if level == 0:
        _open_record(text, plan, m, at, stop, position)
    elif m[p.BAD] == 0:
        _open_child(text, plan, m, level, at + 1, stop)
    at = _attributes(text, plan, m, stop)
    if m[p.BAD] == 0:
        place_remarks(m, level + 1, at)
    if text[at] == p.SLASH:
        return closed(text, plan, m, at + 1)
    return at + 1


@part
def _open_record(text: Bytes, plan: Plan, m: Memory, at: int, stop: int, position: int) -> None:
    if name_of(text, plan, at + 1, stop) != p.RECORD_NAME:
        m[p.STATE] = p.STRAY
        return
    m[p.BAD] = 0
    m[p.BEGAN] = at
    m[p.RECORD] = m[p.END]
    m[p.LANGUAGE] = m[p.ROOT_LANGUAGE]
    m[p.PREFIXES] = m[p.ROOT_PREFIXES]
    m[p.RECORDS] += 1
    m[p.UNPLACED] = 0
    _enter(plan, m, 1, 0, new_row(plan, m, 0, p.NONE, position + m[p.RECORDS]))


@part
def _open_child(text: Bytes, plan: Plan, m: Memory, level: int, start: int, stop: int) -> None:
    """Find what an element is, and make its row."""
    above = p.LEVELS + 16 * level
    m[above + p.PARENTAL] = 1
    node = m[above + p.NODE]
    if node < 0 or level + 2 >= p.DEPTH or _is_word(plan, node):
        m[p.BAD] = 1
        return
    name = name_of(text, plan, start, stop)
    child = int(plan[p.CHILD + (node << 8) + name]) if name >= 0 else p.NONE
    if child == p.NARRATED:
        m[above + p.NARRATIVES] += 1
        _enter(plan, m, level + 1, p.NARRATED, m[above + p.ROW])
    elif child == p.NONE:
        _open_beyond(text, plan, m, level, packed(start, stop))
    else:
        _open_node(plan, m, level, child)


@part
def _is_word(plan: Plan, node: int) -> bool:
    """Return whether the text of a node counts to the last space."""
    slot = plan[p.NODES + 8 * node + p.TEXT_SLOT]
    return bool(slot >= 0 and plan[p.SLOTS + 4 * slot + p.KIND] == p.WORD)


@part
def _open_node(plan: Plan, m: Memory, level: int, child: int) -> None:
    """Open an element of the plan; one that has no row of its own may stand once."""
    row = m[p.LEVELS + 16 * level + p.ROW]
    seen = p.SEEN + p.SEEN_WIDTH * level + plan[p.NODES + 8 * child + p.POSITION]
    m[seen] += 1
    if plan[p.NODES + 8 * child + p.PLAN] >= 0:
        _enter(plan, m, level + 1, child, new_row(plan, m, child, row, m[seen]))
        if m[seen] == 1:
            m[p.LEVELS + 16 * (level + 1) + p.OTHER_NODE] = plan[p.NODES + 8 * child + p.FIRST]
            m[p.LEVELS + 16 * (level + 1) + p.OTHER_ROW] = row
    elif m[seen] == 1:
        _enter(plan, m, level + 1, child, row)
    else:
        m[p.BAD] = 1


@part
def _open_beyond(text: Bytes, plan: Plan, m: Memory, level: int, written: int) -> None:
    """Open an element that no table declares; it may hold text only."""
    name = name_beyond(text, m, written)
    if name < 0:
        m[p.BAD] = 1
        return
    seen = p.SEEN + p.SEEN_WIDTH * level + p.MOST_CHILDREN + name
    m[seen] += 1
    above = p.LEVELS + 16 * level
    _enter(plan, m, level + 1, p.BEYOND, m[above + p.ROW])
    entry = new_child(m, p.BEYOND_ENTRY, above, m[seen])
    m[p.LEVELS + 16 * (level + 1) + p.OTHER_NODE] = entry
    if entry >= 0:
        m[entry + p.CALLED] = name
        m[entry + p.WHOLE] = m[entry + p.VALUE] = p.NULL


@part
def _enter(plan: Plan, m: Memory, level: int, node: int, row: int) -> None:
    """Begin an element."""
    current = p.LEVELS + 16 * level
    m[current + p.NODE] = node
    m[current + p.ROW] = row
    for place in range(p.OTHER_NODE, p.PARENTAL):
        m[current + place] = p.NONE
    for place in range(p.PARENTAL, p.PIECED + 1):
        m[current + place] = 0
    if node >= 0:
        seen = p.SEEN + p.SEEN_WIDTH * level
        for kind in range(plan[p.NODES + 8 * node + p.CHILDREN]):
            m[seen + kind] = 0
        for name in range(m[p.NAMES]):
            m[seen + p.MOST_CHILDREN + name] = 0


@part
def _attributes(text: Bytes, plan: Plan, m: Memory, at: int) -> int:
    """Take the attributes of the element just opened; return where its start tag ends."""
    while True:
        while is_blank(text[at]):
            at += 1
        if text[at] == p.GT or text[at] == p.SLASH:
            return at
        start, at = at, name_stop(text, at)
        name = packed(start, at)
        while text[at] != p.QUOTE and text[at] != p.APOSTROPHE:
            at += 1
        at = _attribute(text, plan, m, name, at)


@part
def _attribute(text: Bytes, plan: Plan, m: Memory, name: int, at: int) -> int:
    """Take the value that begins with the quote here; return what follows it."""
    quote, start, stop, plain = text[at], at + 1, at + 1, 1
    while text[stop] != quote:
        if text[stop] == p.AMP or text[stop] < p.SPACE:
            plain = 0
        stop += 1
    if m[p.BAD] == 0 and m[p.STATE] == p.PLAIN:
        last = stop if plain else decoded(text, start, stop, start, 1, 1)
        if last < 0:
            m[p.BAD] = 1
        elif declares(text, name):
            if not (plain and new_prefix(text, m, name, start, stop)):
                m[p.BAD] = 1
        else:
            _place(text, plan, m, name, start, last)
    return stop + 1


@part
def _place(text: Bytes, plan: Plan, m: Memory, written: int, start: int, stop: int) -> None:
    """Put the value of an attribute into the cells that it belongs to."""
    current = p.LEVELS + 16 * m[p.LEVEL]
    node = m[current + p.NODE]
    first = written >> 32
    name = name_of(text, plan, first, first + (written & 0xFFFFFFFF))
    if m[p.LEVEL] == 1 and name == p.LANGUAGE_NAME and stop > start:
        m[p.LANGUAGE] = packed(start, stop)
    if node < 0:
        if node == p.BEYOND or name != p.LANGUAGE_NAME:
            m[p.BAD] = 1
        elif stop > start:
            m[current + p.LANGUAGE_START] = start
            m[current + p.LANGUAGE_STOP] = stop
        return
    slot = plan[p.SLOT + (node << 8) + name] if name >= 0 else p.NONE
    if slot < 0:
        _beyond_attribute(text, m, current, written, packed(start, stop))
        return
    put(text, plan, m, slot, m[current + p.ROW], start, stop)
    other = m[current + p.OTHER_NODE]
    if other >= 0 and plan[p.SLOT + (other << 8) + name] >= 0:
        put(text, plan, m, plan[p.SLOT + (other << 8) + name], m[current + p.OTHER_ROW], start, stop)


TYPE = (58, 116, 121, 112, 101)
"""The bytes of “:type”."""


@part
def _called_type(text: Bytes, written: int) -> bool:
    """Tell whether an attribute is called `type` in some namespace."""
    stop = (written >> 32) + (written & 0xFFFFFFFF)
    if (written & 0xFFFFFFFF) < 6:
        return False
    for back in range(5):
        if text[stop - 5 + back] != TYPE[back]:
            return False
    return True


@part
def _beyond_attribute(text: Bytes, m: Memory, current: int, written: int, value: int) -> None:
    """Make an entry for an attribute that no table declares; `xsi:type` is left to the walk: its value has a prefix."""
    if _called_type(text, written):
        m[p.BAD] = 1
        return
    name = name_beyond(text, m, written)
    entry = new_child(m, p.BEYOND_ENTRY, current, 0) if name >= 0 else p.NONE
    if entry < 0:
        m[p.BAD] = 1
        return
    m[entry + p.CALLED] = name
    m[entry + p.WHOLE] = p.NULL
    m[entry + p.VALUE] = value


@part
def closed(text: Bytes, plan: Plan, m: Memory, at: int) -> int:
    """Finish the current element, whose tag ends here; return what follows."""
    level = m[p.LEVEL]
    if m[p.STATE] == p.PLAIN and m[p.BAD] == 0:
        current = p.LEVELS + 16 * level
        if m[current + p.NODE] == p.NARRATED:
            narrative(text, plan, m, current, current - 16)
        elif m[current + p.NODE] == p.BEYOND:
            _finish_beyond(text, m, current)
        else:
            _finish(text, plan, m, current)
    m[p.LEVEL] = level - 1
    if level == 1 and m[p.STATE] == p.PLAIN:
        _close_record(m, at + 1)
    return at + 1


@part
def _finish(text: Bytes, plan: Plan, m: Memory, current: int) -> None:
    """Put the text of an element where it belongs; a row must have what is required."""
    node, row, start = m[current + p.NODE], m[current + p.ROW], m[current + p.START]
    slot = plan[p.NODES + 8 * node + p.TEXT_SLOT]
    if start >= 0 and slot >= 0:
        put(text, plan, m, slot, row, start, m[current + p.STOP])
        other = m[current + p.OTHER_NODE]
        if other >= 0 and plan[p.NODES + 8 * other + p.TEXT_SLOT] >= 0:
            slot = plan[p.NODES + 8 * other + p.TEXT_SLOT]
            put(text, plan, m, slot, m[current + p.OTHER_ROW], start, m[current + p.STOP])
    kind = plan[p.NODES + 8 * node + p.PLAN]
    if kind >= 0:
        for n in range(plan[p.PLANS + 4 * kind + p.REQUIRED_START], plan[p.PLANS + 4 * kind + p.REQUIRED_END]):
            if m[row + p.CELLS + plan[p.REQUIRED + n]] == p.NULL:
                miss(m, row, plan[p.REQUIRED + n], m[current + p.TAG_STOP])


@part
def _finish_beyond(text: Bytes, m: Memory, current: int) -> None:
    """Keep the text of an element that no table declares."""
    start, stop, entry = m[current + p.START], m[current + p.STOP], m[current + p.OTHER_NODE]
    if start >= 0:
        first = trimmed_start(text, start, stop)
        last = trimmed_stop(text, first, stop)
        m[entry + p.WHOLE] = packed(start, stop)
        m[entry + p.VALUE] = packed(first, last) if last > first else p.NULL


@part
def _close_record(m: Memory, stop: int) -> None:
    """Keep what was found in a record, or take it back."""
    record = m[p.RECORD]
    bad = m[p.BAD] == 1 or m[record + p.CELLS] == p.NULL
    if bad:
        m[p.END] = record
    end = m[p.END]
    if end + p.RECORD_ENTRY_SIZE > m.shape[0]:
        m[p.STATE] = p.STRAY
        return
    m[end] = p.RECORD_ENTRY
    m[end + 1] = m[p.BEGAN]
    m[end + 2] = stop
    m[end + 3] = 1 if bad else 0
    m[p.END] = end + p.RECORD_ENTRY_SIZE
    m[p.BAD] = 0
