"""Budget against spending, ranked: whoever spent nothing is in the ranking too; worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_iati import activity, budget, one, paid, released
from small_policy import POLICY

from grutto.measures.scope import Scope
from grutto.measures.underspending import gaps, gaps_of, yearly

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from grutto.measures.underspending import Gap

FILES = one(
    activity("A", budget(197_525, "2010-01-01", "2010-12-31")),
    activity("B", budget(200_000, "2010-01-01", "2010-12-31"), paid(100_000)),
    activity("C", budget(5, "2010-01-01", "2010-12-31"), paid(9)),
    activity("D", paid(7)),
)


def told(found: Iterable[Gap]) -> dict[str, Decimal | None]:
    return {str(gap.at): gap.difference.value for gap in found}


def test_an_activity_without_spending_ranks_with_its_whole_budget() -> None:
    """197,525 + 200,005 budgeted, 100,009 spent with a budget: the ranking adds up to what all together give."""
    with released(FILES, POLICY) as session:
        scope = Scope(session, POLICY, 2010)
        ranked = told(gaps(scope, "iati_identifier"))
        assert list(ranked) == ["A", "B", "C"]
        assert list(ranked.values()) == [-197_525, -100_000, 4]
        assert told(yearly(scope)) == {"2010": 100_016 - 397_530}
        assert sum(value or 0 for value in ranked.values()) == 100_009 - 397_530


def test_of_many_those_furthest_below_are_asked_for_and_no_others() -> None:
    with released(FILES, POLICY) as session:
        scope = Scope(session, POLICY, 2010)
        assert told(gaps(scope, "iati_identifier", 1)) == {"A": -197_525}
        assert not [name for name in session.book.figures if "iati_identifier-B" in name]
        assert told(gaps_of(scope, ["C", "D"]).values()) == {"C": 4}
