"""Text of a source as typed values. What is not understood gives no value and a remark, never a zero."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.message import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.model.finding import Severity
    from grutto.model.table import ColumnType

LARGEST = Decimal(10) ** 18
SCALE = 6
QUANTUM = Decimal(1).scaleb(-SCALE)

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_POWER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,2}")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_SPACED = re.compile(r"[+-]? ?[0-9]{1,3}( [0-9]{3})+(\.[0-9]*)?")
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ZONE = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")
_TIME = re.compile(r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_INTEGER = re.compile(r"([+-]?[0-9]{1,18})(\.0*)?")

Remark = tuple[str, str, str]
"""Code, message, repair."""

NOT_A_NUMBER: Remark = ("value.not-a-number", msg("This is not a number"), msg("write digits with a point: 1234567.89"))
TOO_LARGE: Remark = (
    "value.too-large",
    msg("This number has more than 18 digits before the point"),
    msg("check the amount"),
)
GROUPED: Remark = ("value.thousands", msg("Commas in this number were read as thousands"), msg("write 1234567.89"))
SPACED: Remark = ("value.spaces", msg("Spaces in this number were read as thousands"), msg("write 1234567.89"))
POWER: Remark = ("value.power", msg("This number is written with a power of ten"), msg("write 10000000 for 1.0E7"))
SPACES: Remark = ("value.spaces-around", msg("Spaces around this were left out"), msg("write it without them"))
TRIMMED: Remark = (
    "identifier.trimmed",
    msg("White space around this identifier was left out"),
    msg("write the identifier without spaces or line breaks around it"),
)
ROUNDED: Remark = ("value.rounded", msg("This number was rounded to 6 decimals"), msg("use at most 6 decimals"))
NOT_A_DATE: Remark = ("value.not-a-date", msg("This is not a date"), msg("write the day as 2010-12-31"))
WITH_TIME: Remark = (
    "value.date-with-time",
    msg("Only the day of this moment was read"),
    msg("write the day as 2010-12-31"),
)
WITH_ZONE: Remark = (
    "value.date-with-zone",
    msg("The time zone of this date was left out"),
    msg("write the day as 2010-12-31"),
)
WITH_POINT: Remark = (
    "value.integer-with-point",
    msg("This whole number is written with decimals"),
    msg("write digits only"),
)
NOT_AN_INTEGER: Remark = ("value.not-an-integer", msg("This is not a whole number"), msg("write digits only"))
NOT_A_BOOLEAN: Remark = ("value.not-a-boolean", msg("This is neither true nor false"), msg("write 1 or 0"))
IN_CAPITALS: Remark = ("value.boolean-capitals", msg("This is written with capitals"), msg("write 1 or 0"))

SEVERITY: dict[str, Severity] = {
    GROUPED[0]: "warning",
    SPACED[0]: "warning",
    POWER[0]: "advice",
    ROUNDED[0]: "advice",
    WITH_TIME[0]: "warning",
    WITH_ZONE[0]: "advice",
    WITH_POINT[0]: "advice",
    SPACES[0]: "advice",
    TRIMMED[0]: "advice",
    IN_CAPITALS[0]: "advice",
    "template.name": "advice",
}
"""How bad a remark is on text that was understood; a remark not named here means that it was not: an error."""

WHOLE = {GROUPED[0], SPACED[0], POWER[0], WITH_POINT[0], SPACES[0], TRIMMED[0], IN_CAPITALS[0]}
"""Remarks on text of which the value says everything."""


def read_decimal(text: str) -> tuple[Decimal | None, Remark | None]:
    """Return a number rounded half to even at 6 decimals, and a remark if it was not plainly written."""
    plain, remark = _plain_number(text)
    if plain is None:
        return None, NOT_A_NUMBER
    value = Decimal(plain)
    if abs(value) >= LARGEST:
        return None, TOO_LARGE
    rounded = value.quantize(QUANTUM)
    return rounded, remark if rounded == value else ROUNDED


def _plain_number(text: str) -> tuple[str | None, Remark | None]:
    if _NUMBER.fullmatch(text):
        return text, None
    if _POWER.fullmatch(text):
        return text, POWER
    if _GROUPED.fullmatch(text):
        return text.replace(",", ""), GROUPED
    spaced = _SPACES.sub(" ", text)
    if _SPACED.fullmatch(spaced):
        return spaced.replace(" ", ""), SPACED
    return None, NOT_A_NUMBER


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
    if not rest:
        return day, None
    if _ZONE.fullmatch(rest):
        return day, WITH_ZONE
    return (day, WITH_TIME) if _TIME.fullmatch(rest) else (None, NOT_A_DATE)


def read_integer(text: str) -> tuple[int | None, Remark | None]:
    """Return a whole number of at most 18 digits."""
    found = _INTEGER.fullmatch(text)
    if found:
        return int(found[1]), WITH_POINT if found[2] else None
    return None, NOT_AN_INTEGER


_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}


def read_boolean(text: str) -> tuple[bool | None, Remark | None]:
    """Return true or false as XML Schema writes them; other cases of the words are reported."""
    value = _BOOLEANS.get(text)
    if value is not None:
        return value, None
    value = _BOOLEANS.get(text.lower())
    return value, IN_CAPITALS if value is not None else NOT_A_BOOLEAN


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
