"""One pass over the bytes of whole records, compiled: each piece of text goes to its cell along the plan.

The bytes were judged well-formed before. A record with anything that this pass does not do exactly as the walk does is
marked and what was found in it is taken back; the walk reads it. Texts are decoded in place: what stands for a
character is never shorter than the character.

`text` is the bytes, `plan` the plan and `m` the memory of the pass. They are flat and few, since each call passes them;
`places.py` says what stands where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import FINGERPRINT, entry, part
from grutto.readers.iati.scan.texts import canonical, decoded, is_blank, packed, same, trimmed_start, trimmed_stop
from grutto.readers.iati.scan.typed import value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Plan = NDArray[np.int32]
    Memory = NDArray[np.int64]


def _scan(fingerprint: int) -> Callable[[Bytes, Plan, Memory, int, int], None]:
    @entry
    def made(text: Bytes, plan: Plan, m: Memory, size: int, position: int) -> None:
        m[p.FINGERPRINT] = fingerprint
        at = 0
        while at < size and m[p.STATE] == p.PLAIN:
            at = _text(text, plan, m, at, size)
            if at < size:
                at = _markup(text, plan, m, at, position)

    return made


scan = _scan(FINGERPRINT)
"""Reads records until the end or until something else stands between them; `position` records come before."""


@part
def _markup(text: Bytes, plan: Plan, m: Memory, at: int, position: int) -> int:
    """Read a tag, comment, instruction or CDATA section; return what follows."""
    following = text[at + 1]
    if following == p.SLASH:
        while text[at] != p.GT:
            at += 1
        return _closed(text, plan, m, at)
    if following == p.BANG:
        return _marked(text, plan, m, at)
    if following == p.QUESTION:
        while text[at] != p.QUESTION or text[at + 1] != p.GT or text[at - 1] == p.LT:
            at += 1
        return at + 2
    return _open_tag(text, plan, m, at, position)


@part
def _text(text: Bytes, plan: Plan, m: Memory, at: int, size: int) -> int:
    """Take the text before the next tag; return where the tag begins."""
    if _takes_text(plan, m):
        return _collected(text, m, at)
    while at < size and text[at] != p.LT:
        if not is_blank(text[at]):
            _stray(m)
        at += 1
    return at


@part
def _stray(m: Memory) -> None:
    """Text stands where none belongs."""
    m[p.BAD] = 1
    if m[p.LEVEL] == 0:
        m[p.STATE] = p.STRAY


@part
def _takes_text(plan: Plan, m: Memory) -> bool:
    if m[p.LEVEL] == 0 or m[p.BAD] != 0:
        return False
    node = m[p.LEVELS + 16 * m[p.LEVEL] + p.NODE]
    return bool(node < 0 or plan[p.NODES + 8 * node + p.TEXT_SLOT] >= 0)


@part
def _collected(text: Bytes, m: Memory, at: int) -> int:
    start, plain = at, 1
    while text[at] != p.LT:
        if text[at] == p.AMP or text[at] == p.RETURN:
            plain = 0
        at += 1
    if at > start:
        _append(text, m, start, at, plain, 1)
    return at


@part
def _append(text: Bytes, m: Memory, start: int, stop: int, plain: int, entities: int) -> None:
    """Add a stretch to the text of the current element."""
    level = p.LEVELS + 16 * m[p.LEVEL]
    first = m[level + p.START] < 0
    if m[level + p.NODE] == p.BEYOND and not (plain and first and canonical(text, start, stop)):
        m[p.BAD] = 1
    if m[level + p.PARENTAL]:
        for at in range(start, stop):
            if not is_blank(text[at]):
                m[p.BAD] = 1
        return
    if first:
        m[level + p.START] = m[level + p.STOP] = start
    if first and plain:
        m[level + p.STOP] = stop
        return
    m[level + p.PIECED] = 1
    m[level + p.STOP] = decoded(text, start, stop, m[level + p.STOP], entities, 0)
    if m[level + p.STOP] < 0:
        m[p.BAD] = 1


@part
def _marked(text: Bytes, plan: Plan, m: Memory, at: int) -> int:
    """Pass a comment, or take a CDATA section as text; return what follows."""
    if text[at + 2] == p.MINUS:
        at += 4
        while text[at] != p.MINUS or text[at + 1] != p.MINUS:
            at += 1
        return at + 3
    start = stop = at + 9
    while text[stop] != p.CLOSING or text[stop + 1] != p.CLOSING or text[stop + 2] != p.GT:
        stop += 1
    if not _takes_text(plan, m):
        _stray(m)
    elif stop > start:
        _append(text, m, start, stop, 0, 0)
    return stop + 3


@part
def _open_tag(text: Bytes, plan: Plan, m: Memory, at: int, position: int) -> int:
    """Open an element and take its attributes; return what follows its start tag."""
    stop = _name_stop(text, at + 1)
    level = m[p.LEVEL]
    m[p.LEVEL] = level + 1
    if level == 0:
        _open_record(text, plan, m, at, stop, position)
    elif m[p.BAD] == 0:
        _open_child(text, plan, m, level, at + 1, stop)
    at = _attributes(text, plan, m, stop)
    if m[p.BAD] == 0:
        _place_remarks(m, level + 1, at)
    if text[at] == p.SLASH:
        return _closed(text, plan, m, at + 1)
    return at + 1


@part
def _place_remarks(m: Memory, level: int, stop: int) -> None:
    """Tell the remarks on attributes where their start tag ends: that is the line of the element."""
    m[p.LEVELS + 16 * level + p.TAG_STOP] = stop
    while m[p.UNPLACED] > 0:
        remark = m[p.UNPLACED]
        m[p.UNPLACED] = m[remark + p.TAG]
        m[remark + p.TAG] = stop


@part
def _name_stop(text: Bytes, at: int) -> int:
    while text[at] > p.SPACE and text[at] != p.EQUALS and text[at] != p.GT and text[at] != p.SLASH:
        at += 1
    return at


@part
def _name(text: Bytes, plan: Plan, start: int, stop: int) -> int:
    """Return the number of a name in the plan, or -1."""
    value = 0
    for at in range(start, stop):
        value = (value * 31 + int(text[at])) & 0xFFFFFF
    place = value & (p.HASHES - 1)
    while plan[p.HASHED + place] >= 0:
        number = plan[p.HASHED + place]
        if _is_named(text, plan, number, start, stop):
            return int(number)
        place = (place + 1) & (p.HASHES - 1)
    return p.NONE


@part
def _is_named(text: Bytes, plan: Plan, number: int, start: int, stop: int) -> bool:
    first = plan[p.NAME_STARTS + number]
    if plan[p.NAME_STARTS + number + 1] - first != stop - start:
        return False
    for n in range(stop - start):
        if plan[p.LETTERS + first + n] != text[start + n]:
            return False
    return True


@part
def _open_record(text: Bytes, plan: Plan, m: Memory, at: int, stop: int, position: int) -> None:
    if _name(text, plan, at + 1, stop) != p.RECORD_NAME:
        m[p.STATE] = p.STRAY
        return
    m[p.BAD] = 0
    m[p.BEGAN] = at
    m[p.RECORD] = m[p.END]
    m[p.LANGUAGE] = m[p.ROOT_LANGUAGE]
    m[p.PREFIXES] = m[p.ROOT_PREFIXES]
    m[p.RECORDS] += 1
    m[p.UNPLACED] = 0
    _enter(plan, m, 1, 0, _new_row(plan, m, 0, p.NONE, position + m[p.RECORDS]))


@part
def _open_child(text: Bytes, plan: Plan, m: Memory, level: int, start: int, stop: int) -> None:
    """Find what an element is, and make its row."""
    above = p.LEVELS + 16 * level
    m[above + p.PARENTAL] = 1
    node = m[above + p.NODE]
    if node < 0 or level + 2 >= p.DEPTH or _is_word(plan, node):
        m[p.BAD] = 1
        return
    name = _name(text, plan, start, stop)
    child = int(plan[p.CHILD + (node << 8) + name]) if name >= 0 else p.NONE
    if child == p.NARRATED:
        m[above + p.TOLD] += 1
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
        _enter(plan, m, level + 1, child, _new_row(plan, m, child, row, m[seen]))
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
    name = _name_beyond(text, m, written)
    if name < 0:
        m[p.BAD] = 1
        return
    seen = p.SEEN + p.SEEN_WIDTH * level + p.MOST_CHILDREN + name
    m[seen] += 1
    above = p.LEVELS + 16 * level
    _enter(plan, m, level + 1, p.BEYOND, m[above + p.ROW])
    made = _new_child(m, p.BEYOND_ENTRY, above, m[seen])
    m[p.LEVELS + 16 * (level + 1) + p.OTHER_NODE] = made
    if made >= 0:
        m[made + p.CALLED] = name
        m[made + p.WHOLE] = m[made + p.VALUE] = p.NULL


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
def _room(m: Memory, size: int) -> int:
    """Return where an entry of some numbers begins; -1 if there is no room, and the record is walked."""
    start = m[p.END]
    if start + size + p.RECORD_ENTRY_SIZE > m.shape[0]:
        m[p.BAD] = 1
        return p.NONE
    m[p.END] = start + size
    return int(start)


@part
def _new_row(plan: Plan, m: Memory, node: int, around: int, number: int) -> int:
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
def _new_child(m: Memory, kind: int, above: int, number: int) -> int:
    """Make an entry for what stands at a level."""
    made = _room(m, p.CHILD_ENTRY_SIZE)
    if made >= 0:
        m[made] = kind
        m[made + p.AROUND] = m[above + p.ROW]
        m[made + p.AROUND_NODE] = m[above + p.NODE]
        m[made + p.NUMBER_OF_CHILD] = number
    return made


@part
def _name_beyond(text: Bytes, m: Memory, written: int) -> int:
    """Return the number of a name with its namespace, or -1 if that is not known."""
    space = _namespace(text, m, written)
    if space == p.NULL:
        return p.NONE
    for number in range(m[p.NAMES]):
        place = p.NAME + 2 * number
        if same(text, m[place], written) and same(text, m[place + 1], space):
            return int(number)
    number = m[p.NAMES]
    if number >= p.MOST_NAMES:
        return p.NONE
    m[p.NAME + 2 * number] = written
    m[p.NAME + 2 * number + 1] = space
    m[p.NAMES] = number + 1
    for level in range(p.DEPTH):
        m[p.SEEN + p.SEEN_WIDTH * level + p.MOST_CHILDREN + number] = 0
    return int(number)


@part
def _namespace(text: Bytes, m: Memory, written: int) -> int:
    """Return the namespace of a name, an empty text for none; `NULL` if its prefix is not known."""
    start = colon = written >> 32
    stop = start + (written & 0xFFFFFFFF)
    while colon < stop and text[colon] != p.COLON:
        colon += 1
    if colon == stop:
        return 0
    for number in range(m[p.PREFIXES] - 1, -1, -1):
        if same(text, m[p.PREFIX + 2 * number], packed(start, colon)):
            return int(m[p.PREFIX + 2 * number + 1])
    return p.NULL


@part
def _attributes(text: Bytes, plan: Plan, m: Memory, at: int) -> int:
    """Take the attributes of the element just opened; return where its start tag ends."""
    while True:
        while is_blank(text[at]):
            at += 1
        if text[at] == p.GT or text[at] == p.SLASH:
            return at
        start, at = at, _name_stop(text, at)
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
        elif _declares(text, name):
            if not (plain and _new_prefix(text, m, name, start, stop)):
                m[p.BAD] = 1
        else:
            _place(text, plan, m, name, start, last)
    return stop + 1


@part
def _declares(text: Bytes, name: int) -> bool:
    """Return whether an attribute declares a prefix or the namespace of what has none."""
    start, length = name >> 32, name & 0xFFFFFFFF
    if length < 5 or text[start] != p.X or (length > 5 and text[start + 5] != p.COLON):
        return False
    letters = 0
    for n in range(5):
        letters = letters << 8 | int(text[start + n])
    return letters == 0x786D6C6E73  # xmlns


@part
def _new_prefix(text: Bytes, m: Memory, name: int, start: int, stop: int) -> bool:
    """Keep what a record says of a prefix; return whether that was possible."""
    first, length, number = (name >> 32) + 6, (name & 0xFFFFFFFF) - 6, m[p.PREFIXES]
    if m[p.LEVEL] != 1 or length < 1 or start == stop or number >= p.MOST_NAMES:
        return False
    if text[first] == p.X and text[first + 1] == p.M:
        return False
    for at in range(start, stop):
        if text[at] == p.QUOTE:
            return False
    m[p.PREFIX + 2 * number] = packed(first, first + length)
    m[p.PREFIX + 2 * number + 1] = packed(start, stop)
    m[p.PREFIXES] = number + 1
    return True


@part
def _place(text: Bytes, plan: Plan, m: Memory, written: int, start: int, stop: int) -> None:
    """Put the value of an attribute into the cells that it belongs to."""
    current = p.LEVELS + 16 * m[p.LEVEL]
    node = m[current + p.NODE]
    first = written >> 32
    name = _name(text, plan, first, first + (written & 0xFFFFFFFF))
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
    _put(text, plan, m, slot, m[current + p.ROW], start, stop)
    other = m[current + p.OTHER_NODE]
    if other >= 0 and plan[p.SLOT + (other << 8) + name] >= 0:
        _put(text, plan, m, plan[p.SLOT + (other << 8) + name], m[current + p.OTHER_ROW], start, stop)


@part
def _beyond_attribute(text: Bytes, m: Memory, current: int, written: int, value: int) -> None:
    """Make an entry for an attribute that no table declares."""
    name = _name_beyond(text, m, written)
    made = _new_child(m, p.BEYOND_ENTRY, current, 0) if name >= 0 else p.NONE
    if made < 0:
        m[p.BAD] = 1
        return
    m[made + p.CALLED] = name
    m[made + p.WHOLE] = p.NULL
    m[made + p.VALUE] = value


@part
def _put(text: Bytes, plan: Plan, m: Memory, slot: int, row: int, start: int, stop: int) -> None:
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
    made = _room(m, p.CHILD_ENTRY_SIZE)
    if made < 0 or row != m[current + p.ROW] or m[current + p.PIECED] or _is_blank_text(plan, m, slot, row, current):
        m[p.BAD] = 1
        return
    m[made] = p.REMARK_ENTRY
    m[made + p.AROUND] = row
    m[made + p.ON_SLOT] = slot
    m[made + p.MISSING] = 0
    m[made + p.ON_COLUMN] = plan[p.SLOTS + 4 * slot + p.COLUMN]
    m[made + p.REMARKED] = text
    if plan[p.SLOTS + 4 * slot + p.KIND] != p.WORD:
        m[row + p.CELLS + m[made + p.ON_COLUMN]] = p.UNREAD
    if m[current + p.TAG_STOP] > 0:
        m[made + p.TAG] = m[current + p.TAG_STOP]
    else:
        m[made + p.TAG] = m[p.UNPLACED]
        m[p.UNPLACED] = made


@part
def _is_blank_text(plan: Plan, m: Memory, slot: int, row: int, current: int) -> bool:
    """Return whether this is the text of an element, of white space only."""
    cell = row + p.CELLS + plan[p.SLOTS + 4 * slot + p.COLUMN]
    word = plan[p.SLOTS + 4 * slot + p.KIND] == p.WORD
    return bool(word and m[current + p.TAG_STOP] > 0 and m[cell] == p.NULL)


@part
def _miss(m: Memory, row: int, column: int, tag: int) -> None:
    """Say that a required column has no value."""
    made = _room(m, p.CHILD_ENTRY_SIZE)
    if made >= 0:
        m[made] = p.REMARK_ENTRY
        m[made + p.AROUND] = row
        m[made + p.ON_SLOT] = p.NONE
        m[made + p.MISSING] = 1
        m[made + p.ON_COLUMN] = column
        m[made + p.REMARKED] = 0
        m[made + p.TAG] = tag


@part
def _closed(text: Bytes, plan: Plan, m: Memory, at: int) -> int:
    """Finish the current element, whose tag ends here; return what follows."""
    level = m[p.LEVEL]
    if m[p.STATE] == p.PLAIN and m[p.BAD] == 0:
        current = p.LEVELS + 16 * level
        if m[current + p.NODE] == p.NARRATED:
            _narrative(text, plan, m, current, current - 16)
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
        _put(text, plan, m, slot, row, start, m[current + p.STOP])
        other = m[current + p.OTHER_NODE]
        if other >= 0 and plan[p.NODES + 8 * other + p.TEXT_SLOT] >= 0:
            slot = plan[p.NODES + 8 * other + p.TEXT_SLOT]
            _put(text, plan, m, slot, m[current + p.OTHER_ROW], start, m[current + p.STOP])
    kind = plan[p.NODES + 8 * node + p.PLAN]
    if kind >= 0:
        for n in range(plan[p.PLANS + 4 * kind + p.REQUIRED_START], plan[p.PLANS + 4 * kind + p.REQUIRED_END]):
            if m[row + p.CELLS + plan[p.REQUIRED + n]] == p.NULL:
                _miss(m, row, plan[p.REQUIRED + n], m[current + p.TAG_STOP])


@part
def _finish_beyond(text: Bytes, m: Memory, current: int) -> None:
    """Keep the text of an element that no table declares."""
    start, stop, made = m[current + p.START], m[current + p.STOP], m[current + p.OTHER_NODE]
    if start >= 0:
        first = trimmed_start(text, start, stop)
        last = trimmed_stop(text, first, stop)
        m[made + p.WHOLE] = packed(start, stop)
        m[made + p.VALUE] = packed(first, last) if last > first else p.NULL


@part
def _narrative(text: Bytes, plan: Plan, m: Memory, own: int, above: int) -> None:
    """Make the entry of a narrative, and put it into the column of the element around it."""
    made = _new_child(m, p.NARRATIVE_ENTRY, above, m[above + p.TOLD])
    if made < 0:
        return
    start, stop = m[own + p.START], m[own + p.STOP]
    first = trimmed_start(text, start, stop) if start >= 0 else 0
    last = trimmed_stop(text, first, stop) if start >= 0 else 0
    spoken, default = p.NULL, m[p.LANGUAGE]
    if m[own + p.LANGUAGE_START] >= 0:
        spoken = packed(m[own + p.LANGUAGE_START], m[own + p.LANGUAGE_STOP])
    m[made + p.SPOKEN] = spoken
    m[made + p.TOLD_TEXT] = packed(first, last)
    m[made + p.DEFAULT] = default
    if last > first:
        usual = spoken == p.NULL or (default != p.NULL and same(text, spoken, default))
        _choose(plan, m, above + p.NODE, above + p.CHOSEN, usual, packed(first, last))
        if m[above + p.OTHER_NODE] >= 0:
            _choose(plan, m, above + p.OTHER_NODE, above + p.OTHER_CHOSEN, usual, packed(first, last))


@part
def _choose(plan: Plan, m: Memory, node: int, chosen: int, usual: int, text: int) -> None:
    """Let the first narrative stand in a column until one in the default language comes."""
    column = plan[p.NODES + 8 * m[node] + p.TELLS]
    if column < 0 or m[chosen]:
        return
    cell = m[node + 1] + p.CELLS + column
    if usual or m[cell] == p.NULL:
        m[cell] = text
        m[chosen] = 1 if usual else 0


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
