"""Text of a source as typed values. What is not understood gives no value and a remark, never a zero."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.model.table import ColumnType

LARGEST = Decimal(10) ** 18
SCALE = 6
QUANTUM = Decimal(1).scaleb(-SCALE)

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"[T ]\d{2}:\d{2}")

Remark = tuple[str, str, str]
"""Code, message, repair."""

NOT_A_NUMBER: Remark = ("value.not-a-number", "This is not a number", "write digits with a point: 1234567.89")
TOO_LARGE: Remark = (
    "value.too-large",
    "This number has more than 18 digits before the point",
    "check the amount",
)
GROUPED: Remark = ("value.thousands", "Commas in this number were read as thousands", "write 1234567.89")
ROUNDED: Remark = ("value.rounded", "This number was rounded to 6 decimals", "use at most 6 decimals")
NOT_A_DATE: Remark = ("value.not-a-date", "This is not a date", "write the day as 2010-12-31")
WITH_TIME: Remark = (
    "value.date-with-time",
    "Only the day of this moment was read",
    "write the day as 2010-12-31",
)
NOT_AN_INTEGER: Remark = ("value.not-an-integer", "This is not a whole number", "write digits only")
NOT_A_BOOLEAN: Remark = ("value.not-a-boolean", "This is neither true nor false", "write 1 or 0")


def read_decimal(text: str) -> tuple[Decimal | None, Remark | None]:
    """Return a number rounded half to even at 6 decimals, and a remark if it was not plainly written."""
    if _NUMBER.fullmatch(text):
        remark = None
    elif _GROUPED.fullmatch(text):
        text, remark = text.replace(",", ""), GROUPED
    else:
        return None, NOT_A_NUMBER
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None, NOT_A_NUMBER
    if abs(value) >= LARGEST:
        return None, TOO_LARGE
    rounded = value.quantize(QUANTUM)
    return rounded, remark if rounded == value else ROUNDED


def read_date(text: str) -> tuple[date | None, Remark | None]:
    """Return the day of an ISO 8601 date, with or without time zone, or of a moment."""
    found = _DAY.match(text)
    if not found:
        return None, NOT_A_DATE
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None, NOT_A_DATE
    rest = text[found.end() :]
    if not rest or re.fullmatch(r"Z|[+-]\d{2}:\d{2}", rest):
        return day, None
    return (day, WITH_TIME) if _TIME.match(rest) else (None, NOT_A_DATE)


def read_integer(text: str) -> tuple[int | None, Remark | None]:
    """Return a whole number of at most 18 digits."""
    if re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text), None
    return None, NOT_AN_INTEGER


_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}


def read_boolean(text: str) -> tuple[bool | None, Remark | None]:
    """Return true or false as XML Schema writes them, in any case."""
    value = _BOOLEANS.get(text.lower())
    return value, None if value is not None else NOT_A_BOOLEAN


def read_word(text: str) -> tuple[str | None, Remark | None]:
    """Return a code or identifier: trimmed, otherwise exactly as written."""
    return text or None, None


READ: dict[ColumnType, Callable[[str], tuple[Any, Remark | None]]] = {
    "text": read_word,
    "code": read_word,
    "identifier": read_word,
    "datetime": read_word,
    "decimal": read_decimal,
    "date": read_date,
    "integer": read_integer,
    "boolean": read_boolean,
}
"""How the trimmed text of each column type is read."""
