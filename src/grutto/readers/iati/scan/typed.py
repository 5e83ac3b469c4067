"""Values of texts that are written plainly, compiled: the strict forms of `grutto.readers.values`, which has all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.compiling import part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]


@part
def value_of(text: Bytes, kind: int, start: int, stop: int) -> int:
    """Return days since 1970, millionths, a whole number or a truth; `NULL` if the text is not plainly written."""
    if kind == p.DECIMAL:
        return _millionths(text, start, stop)
    if kind == p.DATE:
        return _day(text, start, stop)
    if kind == p.INTEGER:
        return _whole(text, start, stop)
    return _truth(text, start, stop)


@part
def _digits(text: Bytes, start: int, stop: int) -> int:
    """Return the number that digits say, or -1 if there is something else, nothing or too many."""
    if stop <= start or stop - start > 18:
        return -1
    value = 0
    for at in range(start, stop):
        digit = int(text[at]) - p.ZERO
        if digit < 0 or digit > 9:
            return -1
        value = value * 10 + digit
    return value


@part
def _whole(text: Bytes, start: int, stop: int) -> int:
    negative = text[start] == p.MINUS
    value = _digits(text, start + 1 if negative or text[start] == p.PLUS else start, stop)
    if value < 0:
        return p.NULL
    return -value if negative else value


@part
def _millionths(text: Bytes, start: int, stop: int) -> int:
    """Return millionths; numbers of 13 digits and more before the point or 7 behind it are left to the walk."""
    negative = text[start] == p.MINUS
    if negative or text[start] == p.PLUS:
        start += 1
    point = start
    while point < stop and text[point] != p.POINT:
        point += 1
    places = max(stop - point - 1, 0)
    whole = _digits(text, start, point) if point > start or places == 0 else 0
    behind = _digits(text, point + 1, stop) if places > 0 else 0
    if whole < 0 or behind < 0 or point - start > 12 or places > 6:
        return p.NULL
    for _ in range(6 - places):
        behind *= 10
    value = whole * 1_000_000 + behind
    return -value if negative else value


@part
def _day(text: Bytes, start: int, stop: int) -> int:
    """Return the days since 1970 of a day of the Gregorian calendar from the year 1."""
    if stop - start != 10 or text[start + 4] != p.MINUS or text[start + 7] != p.MINUS:
        return p.NULL
    year, month = _digits(text, start, start + 4), _digits(text, start + 5, start + 7)
    day = _digits(text, start + 8, stop)
    if year < 1 or month < 1 or month > 12 or day < 1 or day > _last_day(year, month):
        return p.NULL
    return _days(year, month, day)


@part
def _last_day(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@part
def _days(year: int, month: int, day: int) -> int:
    """Count days from 1970-01-01; years begin in March, so that the day of leap years comes last."""
    if month <= 2:
        year -= 1
    months = (month + 9) % 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * months + 2) // 5 + day - 719469


@part
def _truth(text: Bytes, start: int, stop: int) -> int:
    if stop - start == 1 and (text[start] == p.ZERO or text[start] == p.ONE):
        return int(text[start]) - p.ZERO
    if stop - start == 4 and _spells(text, start, 4, 0x74727565):
        return 1
    return 0 if stop - start == 5 and _spells(text, start, 5, 0x66616C7365) else p.NULL


@part
def _spells(text: Bytes, start: int, length: int, letters: int) -> bool:
    for n in range(length):
        if text[start + n] != (letters >> 8 * (length - 1 - n)) & 0xFF:
            return False
    return True
