"""How codes, days, numbers and words of truth are to be written: one way each, or nothing where a text means two."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from grutto.message import msg
from grutto.readers.values import GROUPED, SPACED, read_boolean, read_decimal, read_integer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from grutto.model.table import ColumnType

CODE = msg("The code was written as the list has it")
DAY = msg("The day was written as the standard has it")
NUMBER = msg("The number was written in digits with a point")
TRUTH = msg("The truth value was written as the standard has it")
SPACES = msg("Spaces around it were left out")

_MIDNIGHT = re.compile(
    r"(?P<day>.*?)(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?|Z|[+-][0-9]{2}:[0-9]{2})"
)
_NO_ZONE = re.compile(r"(?P<day>.*?)[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_COMMA_LAST = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[+-]?[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_PERCENT = re.compile(r"\s*%$")


def spelling_of_code(text: str, codes: Collection[str]) -> str:
    """Return a code as its list has it: without spaces, in the letters of the one code that is alike."""
    bare = text.strip()
    if bare in codes:
        return bare
    alike = [known for known in codes if known.casefold() == bare.casefold()]
    return alike[0] if len(alike) == 1 else text


def day(text: str) -> str:
    """Return a day as the standard has it; a moment with a time zone only if it is midnight."""
    bare = text.strip()
    found = _MIDNIGHT.fullmatch(bare) or _NO_ZONE.fullmatch(bare)
    known = _day(found["day"] if found else bare)
    return known.isoformat() if known else text


def _day(text: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number = (int(found[a] or found[b]) for a, b in ((1, 5), (3, 6), (4, 7)))
    elif found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first <= 12 and second <= 12 and first != second:
            return None  # the day first, or the month: nobody can tell
        number, month = (first, second) if second <= 12 else (second, first)
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def number(text: str) -> str:
    """Return a number in digits with a point; a single comma before three digits may mean both and stays."""
    bare = _PERCENT.sub("", text.strip())
    if _COMMA_LAST.fullmatch(bare):
        return bare.replace(".", "").replace(",", ".")
    if _POINTS.fullmatch(bare):
        return bare.replace(".", "")
    value, remark = read_decimal(bare)
    if value is None or (remark == GROUPED and bare.count(",") == 1 and "." not in bare):
        return text
    if remark in {GROUPED, SPACED}:
        return re.sub(r"[^0-9.+-]", "", bare)
    return bare


def whole(text: str) -> str:
    """Return a whole number in digits."""
    bare = text.strip()
    value, _ = read_integer(bare)
    return text if value is None else bare.partition(".")[0]


def truth(text: str) -> str:
    """Return a truth value as XML Schema has it."""
    bare = text.strip()
    value, _ = read_boolean(bare)
    return text if value is None else bare.lower()


SPELT: dict[ColumnType, tuple[Callable[[str], str], str]] = {
    "date": (day, DAY),
    "decimal": (number, NUMBER),
    "integer": (whole, NUMBER),
    "boolean": (truth, TRUTH),
    "identifier": (str.strip, SPACES),
}
"""How the text of a column of a type is to be written, and what is said of it."""
