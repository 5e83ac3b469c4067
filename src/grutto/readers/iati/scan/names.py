"""Names of elements and attributes, compiled: their numbers in the plan, and those that the plan does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import part
from grutto.readers.iati.scan.texts import packed, same

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Plan = NDArray[np.int32]
    Memory = NDArray[np.int64]


@part
def name_stop(text: Bytes, at: int) -> int:
    while text[at] > p.SPACE and text[at] != p.EQUALS and text[at] != p.GT and text[at] != p.SLASH:
        at += 1
    return at


@part
def name_of(text: Bytes, plan: Plan, start: int, stop: int) -> int:
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
def declares(text: Bytes, name: int) -> bool:
    """Return whether an attribute declares a prefix or the namespace of what has none."""
    start, length = name >> 32, name & 0xFFFFFFFF
    if length < 5 or text[start] != p.X or (length > 5 and text[start + 5] != p.COLON):
        return False
    letters = 0
    for n in range(5):
        letters = letters << 8 | int(text[start + n])
    return letters == 0x786D6C6E73  # xmlns


@part
def name_beyond(text: Bytes, m: Memory, written: int) -> int:
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
def new_prefix(text: Bytes, m: Memory, name: int, start: int, stop: int) -> bool:
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
