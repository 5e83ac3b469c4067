"""Days as files of quotes write them, and the quarter that they belong to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

MONTHS = {
    m: n
    for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
SERIAL_ZERO, SERIALS = date(1899, 12, 30), range(36_526, 73_051)
"""Day 0 of a workbook's days, and the serial numbers from 2000 to 2099."""
MARGIN = timedelta(days=92)


@lru_cache(1 << 14)
def day_of(text: str) -> date | None:
    """Return a day written as 2025-08-14, 14/Aug/2025, 14-Aug-2025 or a workbook's number of days; else none."""
    try:
        if text.isdigit() and int(text) in SERIALS:
            return SERIAL_ZERO + timedelta(days=int(text))
        if len(text) >= 10 and text[4] == "-":
            return datetime.fromisoformat(text).date()
        day, month, year = text.replace("-", "/").split("/")
        return date(int(year), MONTHS[month[:3].casefold()], int(day))
    except (ValueError, KeyError, OverflowError):
        return None


def outside(day: date, year: int, quarter: int) -> bool:
    """Tell whether a day is further than a quarter from the one that a survey is of."""
    first = date(year, 3 * quarter - 2, 1)
    return not first - MARGIN <= day <= first + 2 * MARGIN
