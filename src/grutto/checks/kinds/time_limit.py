"""`end` must not be after the day of `start` in the next year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from grutto.checks.kinds.dates import compared, dates_of
from grutto.checks.kinds.kind import RuleKind
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from grutto.checks.kinds.kind import Case, Finder, Setting, Variables
    from grutto.checks.place import Spot


def finder(case: Case, setting: Setting) -> Finder:
    """Return what finds ends that are too late."""
    start, end = (dates_of(case[key], setting) for key in ("start", "end"))

    def found(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        starts = [day for _, day in start(node, variables)]
        for item, day in end(node, variables):
            if starts and day > _year_after(min(starts)):
                days = (day - min(starts)).days + 1
                text = Message("{start} to {end}: {days} days", start=str(min(starts)), end=str(day), days=days)
                yield compared(item, node, text)

    return found


def _year_after(day: date) -> date:
    """Return the same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date.max if day.year == date.max.year else day.replace(year=day.year + 1, day=28)


KIND = RuleKind(finder=finder)
