"""Texts in bytes, compiled: white space, references, line ends, sameness. As Python and libxml2 have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]


@part
def packed(start: int, stop: int) -> int:
    """Return the place of a text as one number."""
    return (start << 32) | (stop - start)


@part
def is_blank(byte: int) -> bool:
    """Return whether this is white space of XML."""
    return byte <= p.SPACE and (byte == p.SPACE or byte == p.NEWLINE or byte == p.TAB or byte == p.RETURN)


@part
def same(text: Bytes, one: int, other: int) -> bool:
    """Return whether two texts are the same."""
    length = one & 0xFFFFFFFF
    if length != other & 0xFFFFFFFF:
        return False
    start, second = one >> 32, other >> 32
    for n in range(length):
        if text[start + n] != text[second + n]:
            return False
    return True


@part
def canonical(text: Bytes, start: int, stop: int) -> bool:
    """Return whether canonical XML writes a text as it stands here; doubtful for white space alone."""
    blank = True
    for at in range(start, stop):
        if text[at] == p.GT:
            return False
        blank = blank and is_blank(text[at])
    return not blank


@part
def trimmed_start(text: Bytes, start: int, stop: int) -> int:
    """Return where a text begins after white space as Python has it."""
    space = 1
    while start < stop and space > 0:
        space = _space_at(text, start, stop)
        start += space
    return start


@part
def trimmed_stop(text: Bytes, start: int, stop: int) -> int:
    """Return where a text ends before white space as Python has it."""
    space = 1
    while stop > start and space > 0:
        space = _space_before(text, start, stop)
        stop -= space
    return stop


@part
def _space_at(text: Bytes, at: int, stop: int) -> int:
    """Return the bytes of the white space that begins here, 0 if there is none."""
    byte = text[at]
    if byte < 0x80:
        return 1 if is_blank(byte) else 0
    if byte == 0xC2 and at + 1 < stop:
        return 2 if text[at + 1] == 0x85 or text[at + 1] == 0xA0 else 0
    if at + 2 < stop and 0xE1 <= byte <= 0xE3:
        return 3 if _wide_space(text[at], text[at + 1], text[at + 2]) else 0
    return 0


@part
def _space_before(text: Bytes, start: int, stop: int) -> int:
    """Return the bytes of the white space that ends here, 0 if there is none."""
    byte = text[stop - 1]
    if byte < 0x80:
        return 1 if is_blank(byte) else 0
    if stop - start >= 2 and text[stop - 2] == 0xC2 and (byte == 0x85 or byte == 0xA0):
        return 2
    if stop - start >= 3 and _wide_space(text[stop - 3], text[stop - 2], byte):
        return 3
    return 0


@part
def _wide_space(first: int, second: int, third: int) -> bool:
    """Return whether three bytes are one of U+1680, U+2000–200A, U+2028, U+2029, U+202F, U+205F, U+3000."""
    if first == 0xE2 and second == 0x80:
        return third <= 0x8A or third == 0xA8 or third == 0xA9 or third == 0xAF
    if first == 0xE1:
        return second == 0x9A and third == 0x80
    return (first == 0xE2 and second == 0x81 and third == 0x9F) or (first == 0xE3 and second == 0x80 and third == 0x80)


@part
def decoded(text: Bytes, start: int, stop: int, to: int, entities: int, attribute: int) -> int:
    """Write a stretch with its references resolved and its line ends as XML has them.

    Returns:
        Where it ends; -1 if it has a reference to what XML does not define.
    """
    at = start
    while at < stop:
        byte = text[at]
        if byte == p.AMP and entities:
            after = _after(text, at)
            to = _written(text, _referred(text, at, after - 1), to)
            at = after
            if to < 0:
                return -1
            continue
        if byte == p.RETURN:
            byte = p.NEWLINE
            if at + 1 < stop and text[at + 1] == p.NEWLINE:
                at += 1
        text[to] = p.SPACE if attribute and (byte == p.NEWLINE or byte == p.TAB) else byte
        to += 1
        at += 1
    return to


@part
def _after(text: Bytes, at: int) -> int:
    while text[at] != p.SEMICOLON:
        at += 1
    return at + 1


@part
def _referred(text: Bytes, at: int, stop: int) -> int:
    """Return the character of a reference, 0 if XML does not define it."""
    first, second, length = text[at + 1], text[at + 2], stop - at - 1
    if first == p.NUMBER_SIGN:
        return _numbered(text, at + 2, stop)
    if length == 2 and second == p.T:
        return p.LT if first == p.L else p.GT if first == p.G else 0
    if length == 3 and first == p.A and second == p.M:
        return p.AMP
    if length == 4 and first == p.Q:
        return p.QUOTE
    return p.APOSTROPHE if length == 4 and first == p.A else 0


@part
def _numbered(text: Bytes, at: int, stop: int) -> int:
    code, base = 0, 10
    if text[at] == p.X:
        at, base = at + 1, 16
    while at < stop:
        byte = int(text[at])
        digit = byte - p.ZERO if byte <= p.NINE else (byte | 32) - p.A + 10
        code = min(code * base + digit, 1 << 24)
        at += 1
    return code


@part
def _written(text: Bytes, code: int, to: int) -> int:
    """Write a character in UTF-8; return where it ends, -1 for no character."""
    if code <= 0 or to < 0:
        return -1
    if code < 0x80:
        text[to] = code
        return to + 1
    if code < 0x800:
        text[to] = 0xC0 | code >> 6
        text[to + 1] = 0x80 | code & 0x3F
        return to + 2
    if code < 0x10000:
        text[to] = 0xE0 | code >> 12
    else:
        text[to] = 0xF0 | code >> 18
        to += 1
        text[to] = 0x80 | code >> 12 & 0x3F
    text[to + 1] = 0x80 | code >> 6 & 0x3F
    text[to + 2] = 0x80 | code & 0x3F
    return to + 3
