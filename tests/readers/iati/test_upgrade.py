"""Where elements of version 1 stand in their file, however many a parent has."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from grutto.readers.iati.upgrade import places, upgraded

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

    from grutto.readers.iati.flavour import Element


def _record(children: int) -> Element:
    """Return an activity with two names of children, in turn, each with a child of its own."""
    pair = "<sector><x/></sector><other-identifier><x/><x/></other-identifier>"
    return etree.fromstring(f"<iati-activity>{pair * (children // 2)}</iati-activity>")


def test_children_are_counted_by_their_name_and_parent() -> None:
    found = places(_record(6), "/a[1]")
    assert sorted(found.values()) == sorted(
        ["/a[1]"]
        + [f"/a[1]/sector[{n}]{more}" for n in (1, 2, 3) for more in ("", "/x[1]")]
        + [f"/a[1]/other-identifier[{n}]{more}" for n in (1, 2, 3) for more in ("", "/x[1]", "/x[2]")]
    )


def test_a_place_leads_to_its_element() -> None:
    tree = etree.ElementTree(_record(10))
    for element, place in places(tree.getroot(), "/iati-activity[1]").items():
        assert tree.xpath(place) == [element]


def _steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python and calls some work takes, generators and what stands in them included."""
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> TraceFunction:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("work", [places, upgraded])
def test_twice_as_many_children_take_twice_the_steps(work: Callable[[Element, str], object]) -> None:
    work(_record(2), "/a[1]")  # the rules are read once
    few, many = (_steps(partial(work, _record(number), "/a[1]")) for number in (200, 400))
    assert many < 2.5 * few
