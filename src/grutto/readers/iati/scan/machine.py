"""One pass over the bytes of whole records, compiled: each piece of text goes to its cell along the plan.

The bytes were found well-formed before. A record with anything that this pass does not do exactly as the walk does is
marked and what was found in it is taken back; the walk reads it. Texts are decoded in place: what stands for a
character is never shorter than the character.

`text` is the bytes, `plan` the plan and `m` the memory of the pass. They are flat and few, since each call passes them;
`places.py` says what stands where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import FINGERPRINT, entry, part
from grutto.readers.iati.scan.tags import closed, open_tag
from grutto.readers.iati.scan.texts import canonical, decoded, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Plan = NDArray[np.int32]
    Memory = NDArray[np.int64]


def _scan(fingerprint: int) -> Callable[[Bytes, Plan, Memory, int, int], None]:
    @entry
    def kernel(text: Bytes, plan: Plan, m: Memory, size: int, position: int) -> None:
        m[p.FINGERPRINT] = fingerprint
        at = 0
        while at < size and m[p.STATE] == p.PLAIN:
            at = _text(text, plan, m, at, size)
            if at < size:
                at = _markup(text, plan, m, at, position)

    return kernel


scan = _scan(FINGERPRINT)
"""Reads records until the end or until something else stands between them; `position` records come before."""


@part
def _markup(text: Bytes, plan: Plan, m: Memory, at: int, position: int) -> int:
    """Read a tag, comment, instruction or CDATA section; return what follows."""
    following = text[at + 1]
    if following == p.SLASH:
        while text[at] != p.GT:
            at += 1
        return closed(text, plan, m, at)
    if following == p.BANG:
        return _marked(text, plan, m, at)
    if following == p.QUESTION:
        while text[at] != p.QUESTION or text[at + 1] != p.GT or text[at - 1] == p.LT:
            at += 1
        return at + 2
    return open_tag(text, plan, m, at, position)


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
