"""Dates that rules compare, found by XPath; `NOW` is the present day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from grutto.checks.place import Spot, spot_of, text_of
from grutto.checks.xpaths import compiled, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from grutto.checks.kinds.kind import Bad, Setting, Variables

    type Dates = Callable[[etree._Element, Variables], Iterator[tuple[Any, date]]]

NOW = "NOW"


def day_of(text: str) -> date | None:
    """Return the day that an ISO date or moment begins with; `None` if it is none (the schema says so)."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def in_future(setting: Setting) -> Bad:
    """Return what tells whether a text is a day after today."""
    return lambda text: (day_of(text) or date.min) > setting.today


def dates_of(expression: str, setting: Setting) -> Dates:
    """Return what finds the dates of an XPath, each with its place; `NOW` is today and has none."""
    if expression == NOW:
        return lambda _node, _variables: iter([(None, setting.today)])
    xpath = compiled(expression, smart=True)

    def dates(node: etree._Element, variables: Variables) -> Iterator[tuple[Any, date]]:
        days = ((item, day_of(text_of(item))) for item in found((xpath,), node, variables))
        return ((item, day) for item, day in days if day)

    return dates


def compared(item: Any, node: etree._Element, text: str) -> Spot:
    """Return the spot of a date, or of the element where it has none, with what came of a comparison."""
    spot = Spot(node) if item is None else spot_of(item, node)
    return Spot(spot.element, spot.attribute, text)
