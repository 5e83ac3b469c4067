"""Links that close a circle: found whatever the order, and no circle is left without them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tables import engine_of

from grutto.tables.circles import Edge, circle_rows, closing

NAMES = st.sampled_from("abcdef")
EDGES = st.lists(st.builds(Edge, NAMES, NAMES, st.dates(date(2010, 1, 1), date(2010, 1, 5))), max_size=15)


@pytest.mark.parametrize("turn", [1, -1])
def test_closing_edges_do_not_depend_on_the_order(turn: int) -> None:
    day = date(2010, 1, 1)
    edges = [Edge("a", "b", day), Edge("b", "c", day), Edge("c", "a", date(2010, 2, 1)), Edge("c", "d", day)]
    assert closing(edges[::turn]) == [Edge("c", "a", date(2010, 2, 1))]


def test_of_two_that_pay_each_other_the_later_is_left_out_and_of_one_day_the_second_by_name() -> None:
    first, second = date(2010, 1, 1), date(2010, 1, 2)
    assert closing([Edge("a", "b", second), Edge("b", "a", first)]) == [Edge("a", "b", second)]
    assert closing([Edge("a", "b", first), Edge("b", "a", first)]) == [Edge("b", "a", first)]


def test_a_chain_has_no_circle_and_what_pays_itself_is_one() -> None:
    day = date(2010, 1, 1)
    assert closing([]) == []
    assert closing([Edge("a", "b", day), Edge("b", "c", day), Edge("a", "c", day)]) == []
    assert closing([Edge("a", "a", day)]) == [Edge("a", "a", day)]


@given(EDGES)
def test_without_them_nothing_goes_in_a_circle_and_each_was_in_one(edges: list[Edge]) -> None:
    left_out = closing(edges)
    order = TopologicalSorter[str]()
    for edge in set(edges) - set(left_out):
        order.add(edge.netted, edge.carrier)
    order.prepare()
    for edge in left_out:
        reached, waiting = {edge.netted}, [edge.netted]
        while waiting:
            at = waiting.pop()
            fresh = {e.netted for e in edges if e.carrier == at} - reached
            reached |= fresh
            waiting += fresh
        assert edge.carrier in reached


def claim(provider: str, receiver: str, day: int, matched: int = 5, flow: str = "funds") -> dict[str, Any]:
    return {
        "flow": flow,
        "provider_activity": provider,
        "receiver_activity": receiver,
        "first_day": date(2010, 1, day),
        "matched_eur": Decimal(matched),
        "refund_eur": Decimal(0),
        "inside": False,
    }


def test_each_flow_by_itself_and_only_links_that_carry_money() -> None:
    """Funds go round, b to a last; of commitments nothing comes back, for the link back carries nothing."""
    claims = [
        claim("a", "b", 1),
        claim("b", "a", 2),
        claim("a", "b", 1, flow="commitments"),
        claim("b", "a", 2, 0, "commitments"),
    ]
    assert circle_rows(engine_of(claim=claims)) == {"flow": ["funds"], "carrier": ["b"], "netted": ["a"]}
    assert circle_rows(engine_of()) == {"flow": [], "carrier": [], "netted": []}


def test_an_activity_below_another_counts_for_it() -> None:
    """The child pays on day 1 and so comes before its parent; what the parent sends it on day 2 closes a circle."""
    family = [{"iati_identifier": "child", "ancestor": "parent", "distance": 1}]
    outflow = [{"flow": "funds", "iati_identifier": "child", "first_day": date(2010, 1, 1)}]
    found = circle_rows(engine_of(family=family, outflow=outflow, claim=[claim("parent", "child", 2)]))
    assert found == {"flow": ["funds"], "carrier": ["parent"], "netted": ["child"]}
