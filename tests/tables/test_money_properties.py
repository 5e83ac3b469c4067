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

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = [f"A-{n}" for n in range(8)]
cents = st.integers(1, 10**9).map(lambda n: f"{n / 100:.2f}")
day = st.integers(1, 28).map(lambda d: f"2010-06-{d:02}")
partner = st.sampled_from([*NAMES, "X-missing"])
share = st.one_of(st.just(""), st.integers(0, 2000).map(lambda n: f' percentage="{n / 10}"'))


@st.composite
def transactions(draw: st.DrawFn) -> str:
    code = draw(st.sampled_from(["1", "3", "3", "4"]))
    other = draw(partner)
    kind = draw(st.sampled_from(["activity", "organisation", "none"]))
    named = {"activity": (other, ""), "organisation": ("", f"O-{other}"), "none": ("", "")}[kind]
    inside = (by if code == "1" else to)(*named) if any(named) else ""
    places = draw(st.lists(st.tuples(st.sampled_from(["ET", "SD", "GH", "AF"]), share), max_size=3))
    inside += "".join(f'<recipient-country code="{c}"{s}/>' for c, s in places)
    return paid(draw(cents), draw(day), code, inside)


portfolios = st.lists(st.lists(transactions(), max_size=5), min_size=len(NAMES), max_size=len(NAMES))


def files(portfolio: list[list[str]], order: list[int], parts: int) -> dict[str, str]:
    """Return a portfolio as some files, its activities in some order."""
    whole = {n: activity(NAMES[n], *portfolio[n], org=f"O-{NAMES[n]}") for n in order}
    return {f"{p}.xml": document(*[whole[n] for n in order[p::parts]]) for p in range(parts)}


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
    gross = split(session, "spent_gross", "iati_identifier")
    once = session.book.measure("spent_once").value
    if once is not None:
        largest = max(v for v in gross.values() if v is not None)
        assert largest <= once <= sum(v for v in gross.values() if v is not None)


@FEW
@given(portfolios, st.permutations(range(len(NAMES))), st.integers(1, 3))
def test_money_is_neither_made_nor_lost_and_order_never_matters(
    portfolio: list[list[str]], order: list[int], parts: int
) -> None:
    found = []
    for arrangement in (files(portfolio, list(range(len(NAMES))), 1), files(portfolio, list(order), parts)):
        with released(arrangement) as session:
            parts_sum_to_the_whole_and_netting_makes_no_money(session)
            found.append(found_in(session))
    assert found[0] == found[1]
