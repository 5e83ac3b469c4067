"""Each `date` must lie from `start` to `end`, both included."""

from __future__ import annotations

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
    """Return what finds dates outside the period."""
    at, start, end = (dates_of(case[key], setting) for key in ("date", "start", "end"))

    def found(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        bounds = [[day for _, day in dates(node, variables)] for dates in (start, end)]
        for item, day in at(node, variables):
            if all(bounds) and not bounds[0][0] <= day <= bounds[1][0]:
                places = {"day": str(day), "start": str(bounds[0][0]), "end": str(bounds[1][0])}
                yield compared(item, node, Message("{day} is not from {start} to {end}", **places))

    return found


KIND = RuleKind(finder=finder)
