"""Days on which no term of Dutch law ends: weekends and generally recognised holidays (General Act on Time Limits)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
LONGEST_DAYS, LONGEST_WEEKS = 90, 12
"""Longer terms are not moved (article 4 of the Act)."""


def is_day_off(day: date) -> bool:
    """Tell whether a day is a Saturday, a Sunday or a generally recognised holiday (articles 1 and 3)."""
    return day.weekday() in {SATURDAY, SUNDAY} or day in holidays_of(day.year)


def moved(day: date) -> date:
    """Return the day on which a term that would end on a day ends: the next one that is not off (article 1)."""
    while is_day_off(day):
        day += DAY
    return day


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Return the generally recognised holidays of a year; Good Friday counts as one (article 3, second paragraph)."""
    easter = easter_of(year)
    moving = {easter + timedelta(days=number) for number in (-2, 0, 1, 39, 49, 50)}
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return frozenset(moving | fixed | {birthday_of(year)})


def birthday_of(year: int) -> date:
    """Return the day on which the birthday of the King or Queen is kept: never a Sunday."""
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    if day.weekday() != SUNDAY:
        return day
    return day - DAY if year >= 1980 else day + DAY


def easter_of(year: int) -> date:
    """Return Easter Sunday by the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leaps, left = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
