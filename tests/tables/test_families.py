"""Who stands above whom within a publisher's activities: one parent each, never in a circle."""

from __future__ import annotations

from typing import Any

import pytest
from small_tables import engine_of

from grutto.tables.families import MOST_LEVELS, family_rows, parent_of


@pytest.mark.parametrize("order", [1, -1])
def test_a_family_has_so_many_levels(order: int) -> None:
    """A thousand activities, each below the next, in either order of their names."""
    names = [f"C-{n:04}" for n in range(1000)][::order]
    parents = parent_of(zip(names[1:], names, strict=False))
    depths = []
    for name in names:
        depth, at = 0, name
        while at in parents:
            at, depth = parents[at], depth + 1
        depths.append(depth)
    assert max(depths) == MOST_LEVELS
    assert sum(depth == 0 for depth in depths) < 1000 // MOST_LEVELS + 1


def test_a_child_has_the_first_of_its_parents_and_none_that_would_close_a_circle() -> None:
    assert parent_of([("b", "x"), ("a", "x")]) == {"x": "a"}
    assert parent_of([("a", "b"), ("b", "a")]) == {"a": "b"}
    assert parent_of([("a", "a")]) == {}
    assert parent_of([]) == {}


def test_where_the_first_parent_would_close_a_circle_the_next_is_taken() -> None:
    """a stands below b; of the parents that b has, a would close a circle, and c does not."""
    assert parent_of([("b", "a"), ("a", "b"), ("c", "b")]) == {"a": "b", "b": "c"}


def own(name: str, org: str = "X", hierarchy: int = 1) -> dict[str, Any]:
    return {
        "iati_identifier": name,
        "snapshot": "s",
        "locator": f"/{name}",
        "reporting_org": org,
        "hierarchy": hierarchy,
    }


def related(name: str, ref: str, kind: str, snapshot: str = "s") -> dict[str, Any]:
    return {"iati_identifier": name, "ref": ref, "type": kind, "snapshot": snapshot, "parent": f"/{name}"}


def family(portfolio: list[dict[str, Any]], *relations: dict[str, Any]) -> list[tuple[str, str, int]]:
    found = family_rows(engine_of(portfolio=portfolio, related_activity=list(relations)))
    return list(zip(found["iati_identifier"], found["ancestor"], found["distance"], strict=True))


def test_each_has_a_row_for_all_above_it_whoever_says_so() -> None:
    """The middle one names its parent (1), and its child (2)."""
    three = [own("top"), own("middle"), own("low")]
    assert family(three, related("middle", "top", "1"), related("middle", "low", "2")) == [
        ("low", "middle", 1),
        ("low", "top", 2),
        ("middle", "top", 1),
    ]


def test_levels_decide_where_both_are_given() -> None:
    """It calls the upper its child; the levels say otherwise."""
    assert family([own("a", hierarchy=2), own("b")], related("a", "b", "2")) == [("a", "b", 1)]


def test_relatives_are_of_one_publisher_are_known_and_come_from_the_copy_that_counts() -> None:
    two = [own("a"), own("b", org="Y"), own("c")]
    assert family(two, related("a", "b", "2")) == []
    assert family(two, related("a", "gone", "1")) == []
    assert family(two, related("a", "c", "2", snapshot="old")) == []
    assert family(two, related("a", "c", "3")) == [], "a sibling"
