"""What counts of the entries on reception, with numbers worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from small_account import drawn, entry

from grutto.measures.savings import counted, quarters, until


def test_at_most_twelve_months_of_a_cohort_count() -> None:
    """90 + 91 + 92 + 92 = 365 days: of the fifth quarter nothing is left; of 100 days in the fourth, 92 are."""
    days = (90, 91, 92, 100, 30)
    entries = [entry(f"e{i}", "actual", q, days=d) for i, (q, d) in enumerate(zip(QUARTERS, days, strict=True))]
    assert [c.days for c in counted(entries)] == [90, 91, 92, 92, 0]


def test_days_of_which_it_is_unknown_whether_they_count_have_passed() -> None:
    """For 2007 the list is not at hand: of 365 days 92 + 92 are gone, 91 + 90 are left for 2008."""
    quarters = {"2007-Q3": 92, "2007-Q4": 92, "2008-Q1": 91, "2008-Q2": 91}
    entries = [replace(entry(q, "actual", q, days=d), cohort="2007-Q3") for q, d in quarters.items()]
    assert [c.days for c in counted(entries)] == [None, None, 91, 90]


QUARTERS = ("2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4", "2012-Q1")


def test_only_countries_on_the_list_of_the_year_count() -> None:
    """Croatia left the list in 2011; for 1999 the list is not at hand."""
    out, unknown = counted(
        [entry("a", "actual", "2011-Q1", country="HR"), entry("b", "actual", "1999-Q1", country="SO")]
    )[::-1]
    assert [out.days, unknown.days] == [0, None]
    assert {out.reason, unknown.reason} == {
        "the country is not on the list of recipients of that year",
        "the list of recipients is not at hand for this year",
    }


def test_estimates_and_actual_days_are_counted_apart_and_what_was_drawn_has_none() -> None:
    """An estimate of 365 days leaves all 365 to those who came."""
    both = [entry(kind, kind, "2011-Q1", days=365) for kind in ("actual", "estimate")]
    assert [c.days for c in counted([*both, drawn("d", "2011-Q1", 5)])] == [365, 365]
    assert counted([]) == []


def test_a_year_after_the_first_nothing_counts() -> None:
    """Who came in 2011-Q1 has stayed twelve months by the end of 2012-Q1, at the latest."""
    last, over = counted([entry("a", "actual", "2012-Q1", days=10), entry("b", "actual", "2012-Q2", days=10)])
    assert (last.days, last.reason) == (Decimal(10), "")
    assert (over.days, over.reason) == (Decimal(0), "the first twelve months are over")


def test_quarters_are_in_order_and_end_with_the_year() -> None:
    entries = [entry(q, "actual", q) for q in ("2012-Q1", "2011-Q4", "2011-Q1")]
    assert quarters(entries) == ["2011-Q1", "2011-Q4", "2012-Q1"]
    assert quarters(until(entries, 2011)) == ["2011-Q1", "2011-Q4"]
