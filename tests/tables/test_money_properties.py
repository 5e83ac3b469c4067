"""What holds for any portfolio: shares sum to the whole, netting never makes or loses money, order never matters."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_iati import activity, by, document, paid, released, rows, split, to

if TYPE_CHECKING:
    from grutto.measures.session import Session

FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
SETS, SIZE = 6, 8
"""Portfolios that are imported together, as that takes no longer than one; and activities of each."""
cents = st.integers(1, 10**9).map(lambda n: f"{n / 100:.2f}")
day = st.integers(1, 28).map(lambda d: f"2010-06-{d:02}")
share = st.one_of(st.just(""), st.integers(0, 2000).map(lambda n: f' percentage="{n / 10}"'))


def name(portfolio: int, number: int) -> str:
    return f"A-{portfolio}-{number}"


@st.composite
def transactions(draw: st.DrawFn, portfolio: int) -> str:
    """Draw one with an activity of the same portfolio, or with one that is in no file."""
    code = draw(st.sampled_from(["1", "3", "3", "4"]))
    other = draw(st.sampled_from([*(name(portfolio, n) for n in range(SIZE)), f"X-{portfolio}"]))
    kind = draw(st.sampled_from(["activity", "organisation", "none"]))
    named = {"activity": (other, ""), "organisation": ("", f"O-{other}"), "none": ("", "")}[kind]
    inside = (by if code == "1" else to)(*named) if any(named) else ""
    places = draw(st.lists(st.tuples(st.sampled_from(["ET", "SD", "GH", "AF"]), share), max_size=3))
    inside += "".join(f'<recipient-country code="{c}"{s}/>' for c, s in places)
    return paid(draw(cents), draw(day), code, inside)


@st.composite
def portfolios(draw: st.DrawFn) -> list[str]:
    """Draw the activities of several portfolios that have nothing to do with each other."""
    found = []
    for portfolio in range(SETS):
        of_one = st.lists(transactions(portfolio), max_size=5)
        for number, parts in enumerate(draw(st.lists(of_one, min_size=SIZE, max_size=SIZE))):
            own = name(portfolio, number)
            found.append(activity(own, *parts, org=f"O-{own}"))
    return found


def files(activities: list[str], order: list[int], parts: int) -> dict[str, str]:
    """Return activities as some files, in some order."""
    return {f"{p}.xml": document(*[activities[n] for n in order[p::parts]]) for p in range(parts)}


def by_row(session: Session) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(session, "money", "source_row", "amount_eur", "netted_eur", "once_eur", "transaction_type"):
        found[row["source_row"]].append(row)
    return found


type Found = tuple[Any, Any, list[tuple[Any, ...]]]


def found_in(session: Session) -> Found:
    """Return what is counted of each activity, what was spent in each country, and the links."""
    columns = ("provider_activity", "receiver_activity", "status", "matched_eur", "netting_eur")
    links = [tuple(row.values()) for row in rows(session, "link", *columns)]
    return split(session, "spent_once", "iati_identifier"), split(session, "spent_gross", "country"), links


def parts_sum_to_the_whole_and_netting_makes_no_money(session: Session) -> None:
    parts = by_row(session)
    whole = {r["source_row"]: r["amount_eur"] for r in rows(session, "amount", "source_row", "amount_eur")}
    netted = {n: sum((r["netted_eur"] for r in own), Decimal(0)) for n, own in parts.items()}
    for number, amount in whole.items():
        assert sum(r["amount_eur"] for r in parts[number]) == amount
        assert sum(r["once_eur"] for r in parts[number]) == amount - netted[number]
        assert 0 <= netted[number] <= amount
    gross, once = (split(session, measure, "iati_identifier") for measure in ("spent_gross", "spent_once"))
    for portfolio in range(SETS):
        own = [name(portfolio, number) for number in range(SIZE)]
        spent = [value for key in own if (value := gross.get(key)) is not None]
        left = [value for key in own if (value := once.get(key)) is not None]
        assert max(spent, default=0) <= sum(left) <= sum(spent)
    known = [value for value in once.values() if value is not None]
    assert session.book.measure("spent_once").value == (sum(known) if known else None)


@FEW
@given(portfolios(), st.permutations(range(SETS * SIZE)), st.integers(1, 3))
def test_money_is_neither_made_nor_lost_and_order_never_matters(
    activities: list[str], order: list[int], parts: int
) -> None:
    found = []
    for arrangement in (files(activities, list(range(SETS * SIZE)), 1), files(activities, list(order), parts)):
        with released(arrangement) as session:
            parts_sum_to_the_whole_and_netting_makes_no_money(session)
            found.append(found_in(session))
    assert found[0] == found[1]
