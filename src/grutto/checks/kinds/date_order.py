"""`less` must not be after `more`; either may be `NOW`. If one is missing or no date, nothing is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from grutto.checks.kinds.dates import NOW, compared, dates_of, in_future
from grutto.checks.kinds.kind import RuleKind
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from grutto.checks.kinds.kind import Bad, Case, Finder, Setting, Variables
    from grutto.checks.place import Spot


def bad(case: Case, setting: Setting) -> Bad | None:
    """Return what makes a value break a rule, where `more` is today."""
    return in_future(setting) if case["more"] == NOW and case["less"] != NOW else None


def values(case: Case) -> tuple[str]:
    """Return the path to the date that must not be later."""
    return (case["less"],)


def finder(case: Case, setting: Setting) -> Finder:
    """Return what finds dates that are out of order."""
    less, more = (dates_of(case[key], setting) for key in ("less", "more"))

    def found(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        later = list(more(node, variables))
        earliest = min((day for _, day in later), default=date.max)
        for item, day in less(node, variables):
            if day > earliest:
                text = Message("{day} is after {earliest}", day=str(day), earliest=str(earliest))
                yield compared(later[0][0] if item is None else item, node, text)

    return found


KIND = RuleKind(bad=bad, values=values, finder=finder)
