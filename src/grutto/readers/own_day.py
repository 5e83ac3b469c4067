"""The day that a file says of itself, in the ways publishers write it."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BY_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
"""Eurostat (`27/03/25 23:00:00`) and UNHCR (`21/07/2024 14:54 UTC`) write the day first."""
_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y")


def own_day(text: str) -> str | None:
    """Return a day as a file writes it in ISO 8601; none if it cannot be read."""
    text = text.strip()
    if found := _ISO.match(text):
        return _day(*found.groups())
    if found := _BY_DAY.match(text):
        day, month, year = found.groups()
        return _day(year if len(year) == 4 else f"20{year}", month, day)
    for written in _WORDS:
        try:
            return datetime.strptime(text, written).date().isoformat()  # noqa: DTZ007 - only the day is taken
        except ValueError:
            continue
    return None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
