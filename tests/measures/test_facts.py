"""What a result is compared with: the period before it, a year with a year and a quarter with a quarter."""

from __future__ import annotations

from datetime import date

from small_iati import activity, one, released

from grutto.measures.facts import before_each, outcomes

QUARTERS = (("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31"))


def period(value: int, start: str, end: str) -> str:
    days = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    return f'<period>{days}<actual value="{value}"/></period>'


def year(value: int, number: int) -> str:
    return period(value, f"{number}-01-01", f"{number}-12-31")


def compared(*periods: str) -> dict[tuple[date, date], tuple[date, date] | None]:
    title = "<title><narrative>Returns</narrative></title>"
    result = f'<result type="1">{title}<indicator measure="1">{title}{"".join(periods)}</indicator></result>'
    with released(one(activity("A", result))) as session:
        known = outcomes(session)
    found = {}
    for outcome, before in zip(known, before_each(known), strict=True):
        assert outcome.period
        earlier = (before.period.start, before.period.end) if before and before.period else None
        found[outcome.period.start, outcome.period.end] = earlier
    return found


def days(number: int, start: str = "01-01", end: str = "12-31") -> tuple[date, date]:
    return date.fromisoformat(f"{number}-{start}"), date.fromisoformat(f"{number}-{end}")


def test_a_year_and_its_quarters_are_compared_each_with_their_like() -> None:
    """100 after 50 a year, and 25 after 20 in the first quarter: not 100 after 20, which would be +400 %."""
    of_2010 = [period(20, f"2010-{start}", f"2010-{end}") for start, end in QUARTERS]
    found = compared(year(50, 2009), period(20, "2009-10-01", "2009-12-31"), *of_2010, year(100, 2010))
    first, second, third, fourth = (days(2010, *each) for each in QUARTERS)
    assert found == {
        days(2009): None,
        days(2009, "10-01"): None,
        first: days(2009, "10-01"),
        second: first,
        third: second,
        fourth: third,
        days(2010): days(2009),
    }


def test_the_period_before_counts_even_if_it_is_shorter() -> None:
    """Eight months of 2009 after all of 2008: 2010 is compared with nothing older, and so has no percentage."""
    found = compared(year(50, 2008), period(30, "2009-01-01", "2009-08-31"), year(60, 2010))
    assert found[days(2010)] == days(2009, end="08-31")


def test_what_overlaps_is_no_period_before() -> None:
    assert compared(period(10, "2010-01-01", "2010-06-30"), year(25, 2010)) == {
        days(2010, end="06-30"): None,
        days(2010): None,
    }
