"""Entries of a pass as columns of Arrow, compiled: a text is copied once, from the bytes of the file to the column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import FINGERPRINT, entry, memcpy, part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]
    CompiledFunction = Callable[..., int]


class TextPool:
    """Texts joined, each known by its place."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        """Join texts."""
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int64)
        self.text = np.frombuffer(b"".join(texts) + b" ", np.uint8)
        self.place = (ends[:-1] << 32) | np.diff(ends)


FILLED = 3
"""The columns that every table begins with: identifier of the record, locator of the row around, own locator."""


def _gather(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(m: Numbers, rows: Numbers, source: Numbers, to: Numbers, missing: Numbers) -> int:
        for n in range(rows.shape[0]):
            row, around = rows[n] + p.CELLS, m[rows[n] + p.AROUND]
            record = m[rows[n] + p.RECORD_OF] + p.CELLS
            to[0, n] = m[record]
            to[1, n] = m[around + p.NUMBER] if around >= 0 else 0
            to[2, n] = m[rows[n] + p.NUMBER]
            for column in range(FILLED, source.shape[0]):
                found = m[row + column]
                if found == p.NULL and source[column] >= 0:
                    found = m[record + source[column]]
                to[column, n] = found
                missing[column] += found == p.NULL
        return fingerprint

    return kernel


gather = _gather(FINGERPRINT)
"""Takes the identifiers of the records, the locators of the rows around, those of the rows and the cells of all other
columns of a table, and counts those without a value.

`source` is by column that of the record which stands in, or -1."""


def _measure(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(places: Numbers, offset: NDArray[np.int32], valid: Bytes) -> int:
        end = 0 * fingerprint
        for n in range(places.shape[0]):
            offset[n] = end
            if places[n] != p.NULL:
                end += places[n] & 0xFFFFFFFF
                valid[n >> 3] |= 1 << (n & 7)
        offset[places.shape[0]] = end
        return end

    return kernel


def _copy_all(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(text: Bytes, places: Numbers, to: Bytes) -> int:
        at = 0 * fingerprint
        for n in range(places.shape[0]):
            if places[n] != p.NULL:
                at = _copied(text, places[n], to, at)
        return at

    return kernel


_measured, _copied_all = _measure(FINGERPRINT), _copy_all(FINGERPRINT)


@part
def _copied(text: Bytes, place: int, to: Bytes, at: int) -> int:
    """Copy a text; return where it ends."""
    length = place & 0xFFFFFFFF
    memcpy(to.ctypes.data + at, text.ctypes.data + (place >> 32), length)
    return at + length


@part
def _printed(to: Bytes, at: int, number: int) -> int:
    """Write a number and the bracket that closes it; return where that ends."""
    digits, power = 1, 10
    while number >= power:
        digits += 1
        power *= 10
    for n in range(digits):
        to[at + digits - 1 - n] = 48 + number % 10
        number //= 10
    to[at + digits] = 93
    return at + digits + 1


def text_array(text: Bytes, places: Numbers, missing: int = 0) -> pa.Array:
    """Return texts, given by their places in bytes, as an array."""
    if missing == len(places):
        return pa.nulls(missing, pa.string())
    offset, valid = np.empty(len(places) + 1, np.int32), np.zeros((len(places) + 7) >> 3, np.uint8)
    data = np.empty(_measured(places, offset, valid), np.uint8)
    _copied_all(text, places, data)
    buffers = [pa.py_buffer(valid) if missing else None, pa.py_buffer(offset), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(places), buffers, missing)


def value_array(type_: pa.DataType, values: Numbers, missing: int) -> pa.Array:
    """Return days, millionths, whole numbers or truths as an array of their type."""
    if missing == len(values):
        return pa.nulls(missing, type_)
    valid = pa.py_buffer(np.packbits(values != p.NULL, bitorder="little")) if missing else None
    return pa.Array.from_buffers(type_, len(values), [valid, pa.py_buffer(_stored(type_, values))], missing)


def _stored(type_: pa.DataType, values: Numbers) -> NDArray[Any]:
    if pa.types.is_decimal(type_):
        return np.stack((values, values >> 63), axis=1)
    if pa.types.is_date32(type_):
        return values.astype(np.int32)
    return np.packbits(values == 1, bitorder="little") if pa.types.is_boolean(type_) else values.copy()


def _locate(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(m: Numbers, rows: Numbers, prefixes: Bytes, prefix: Numbers, to: Bytes) -> int:
        at = 0 * fingerprint
        for n in range(rows.shape[0]):
            row = rows[n]
            around, before, start = m[row + p.AROUND], prefix[m[row]], at
            above = m[around + p.NUMBER] if around >= 0 else 0
            if at + (above & 0xFFFFFFFF) + (before & 0xFFFFFFFF) + 24 > to.shape[0]:
                return -1
            at = _copied(to, above, to, at)
            at = _copied(prefixes, before, to, at)
            at = _printed(to, at, m[row + p.NUMBER])
            m[row + p.NUMBER] = start << 32 | (at - start)
        return at

    return kernel


locate = _locate(FINGERPRINT)
"""Writes the locators of rows, in the order of the file; the place of each takes the place of its number.

Returns the bytes of all; -1 if there is no room."""


def _locate_children(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(
        m: Numbers, found: Numbers, locators: Bytes, texts: Bytes, steps: Numbers, to: Bytes, places: Numbers
    ) -> int:
        at = 0 * fingerprint
        for n in range(found.shape[0]):
            child, start = found[n], at
            above = m[m[child + p.AROUND] + p.NUMBER]
            if at + (above & 0xFFFFFFFF) + (steps[0, n] & 0xFFFFFFFF) + (steps[1, n] & 0xFFFFFFFF) + 24 > to.shape[0]:
                return -1
            at = _copied(locators, above, to, at)
            at = _copied(texts, steps[0, n], to, at)
            places[0, n] = start << 32 | (at - start)
            at = _copied(texts, steps[1, n], to, at)
            if m[child + p.NUMBER_OF_CHILD] > 0:
                at = _printed(to, at, m[child + p.NUMBER_OF_CHILD])
            places[1, n] = start << 32 | (at - start)
        return at

    return kernel


locate_children = _locate_children(FINGERPRINT)
"""Writes the locators of narratives and of what no table declares.

`steps` are the places in `texts` of the locators of the elements around from those of their rows, and of the last
steps up to the number; `places` gets those of the elements around and of the things themselves. Returns the bytes of
all; -1 if there is no room."""


def _wrap(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(
        text: Bytes, inner: Numbers, tags: Bytes, heads: Numbers, tails: Numbers, to: Bytes, places: Numbers
    ) -> int:
        at = 0 * fingerprint
        for n in range(inner.shape[0]):
            start = at
            at = _copied(tags, heads[n], to, at)
            if inner[n] != p.NULL:
                at = _copied(text, inner[n], to, at)
            at = _copied(tags, tails[n], to, at)
            places[n] = start << 32 | (at - start)
        return at

    return kernel


wrap = _wrap(FINGERPRINT)
"""Writes texts between their start and end tags, and puts their places."""


def _sort(fingerprint: int) -> CompiledFunction:
    @entry
    def kernel(plan: NDArray[np.int32], m: Numbers, kinds: NDArray[np.int32], ends: Numbers, to: Numbers) -> int:
        at = p.ENTRIES + 0 * fingerprint
        begin = at
        while at < m[p.END]:
            kind = m[at]
            if kind == p.RECORD_ENTRY:
                _put(ends, to, 3, at)
                if begin < at:
                    _put_children(plan, m, begin, at, ends, to)
                begin = at + p.RECORD_ENTRY_SIZE
            elif kind >= 0:
                _put(ends, to, 4 + kinds[kind], at)
                _put(ends, to, ends.shape[0] - 1, at)
            at = _next(plan, m, at)
        return at

    return kernel


sort_entries = _sort(FINGERPRINT)
"""Sorts the places of entries: narratives, what no table declares with remarks between, remarks, records, rows by
table, all rows.

`kinds` is the table of each plan. `ends` is where those of each kind begin in `to`, and then where they end; without
room in `to` they are only counted. What stands at a record itself comes before what stands at its rows, as in the
walk."""


@part
def _next(plan: NDArray[np.int32], m: Numbers, at: int) -> int:
    kind = m[at]
    if kind >= 0:
        return int(at + p.CELLS + plan[p.PLANS + 4 * kind + p.WIDTH])
    return int(at + (p.RECORD_ENTRY_SIZE if kind == p.RECORD_ENTRY else p.CHILD_ENTRY_SIZE))


@part
def _put(ends: Numbers, to: Numbers, kind: int, at: int) -> None:
    if to.shape[0] > 0:
        to[ends[kind]] = at
    ends[kind] += 1


@part
def _put_children(plan: NDArray[np.int32], m: Numbers, begin: int, stop: int, ends: Numbers, to: Numbers) -> None:
    for own in range(2):
        at = begin
        while at < stop:
            if p.REMARK_ENTRY <= m[at] < 0 and (m[at + p.AROUND] == begin) == (own == 0):
                _put(ends, to, 0 if m[at] == p.NARRATIVE_ENTRY else 1, at)
                if m[at] == p.REMARK_ENTRY:
                    _put(ends, to, 2, at)
            at = _next(plan, m, at)
