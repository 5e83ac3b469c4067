"""Results: what may be added and what may not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_iati import activity, one, released, rows, split

from grutto.errors import UnitError
from grutto.model.quantity import Quantity


def period(value: str, start: str = "2010-01-01", end: str = "2010-12-31", inside: str = "") -> str:
    days = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    return f'<period>{days}<actual value="{value}">{inside}</actual></period>'


def result(*periods: str, unit: str = "person", measure: str = "1", adds: str = "1", code: str = "returns") -> str:
    references = (
        f'<reference vocabulary="99" indicator-uri="urn:grutto:indicator" code="{code}"/>'
        f'<reference vocabulary="99" indicator-uri="urn:grutto:unit" code="{unit}"/>'
    )
    title = "<title><narrative>Returns</narrative></title>"
    inside = f'<indicator measure="{measure}">{title}{references}{"".join(periods)}</indicator>'
    return f'<result type="1" aggregation-status="{adds}">{title}{inside}</result>'


def achieved(*activities: str) -> dict[object, Decimal | None]:
    with released(one(*activities)) as session:
        return split(session, "achieved", "indicator")


def test_same_indicator_and_unit_add_up() -> None:
    assert achieved(activity("A", result(period("10"))), activity("B", result(period("5")))) == {"returns": Decimal(15)}


def test_not_without_the_publishers_word() -> None:
    assert achieved(activity("A", result(period("10"), adds="0")), activity("B", result(period("5")))) == {
        "returns": Decimal(5)
    }


def test_cumulative_series_counts_its_latest_period() -> None:
    """10 by June, 25 by December: 25 in all, not 35. Two half years by themselves add up."""
    series = (period("10", end="2010-06-30"), period("25"))
    assert achieved(activity("A", result(*series))) == {"returns": Decimal(25)}
    halves = (period("10", end="2010-06-30"), period("15", "2010-07-01"))
    assert achieved(activity("A", result(*halves))) == {"returns": Decimal(25)}


def test_parts_percentages_and_words_count_nothing() -> None:
    women = period("4", inside='<dimension name="sex" value="f"/>')
    parts = (
        result(period("10"), women),
        result(period("80"), unit="percent", measure="2", code="share"),
        result(period("n/a"), code="words"),
    )
    with released(one(activity("A", *parts))) as session:
        assert split(session, "achieved", "indicator") == {"returns": Decimal(10)}
        why = {r["not_counted_because"] for r in rows(session, "indicator_value", "not_counted_because", counted=False)}
    assert why == {"it is a part of a total", "percentages, ranks and qualities are never added", "there is no number"}


def test_persons_and_cases_stay_apart() -> None:
    parts = (activity("A", result(period("10"))), activity("B", result(period("5"), unit="case")))
    with released(one(*parts)) as session:
        figure = session.book.measure("achieved", indicator="returns")
        assert figure.value is None
        assert figure.reasons == (("not added: rows differ in unit", 1),)


def test_adding_different_units_names_both() -> None:
    with pytest.raises(UnitError, match="person and case"):
        Quantity(Decimal(3), "person") + Quantity(Decimal(2), "case")
    with pytest.raises(UnitError, match="percent"):
        Quantity(Decimal(3), "percent") + Quantity(Decimal(2), "percent")
    assert Quantity(Decimal(3), "EUR") - Quantity(Decimal(2), "EUR") == Quantity(Decimal(1), "EUR")
    assert Quantity(None, "person") + Quantity(Decimal(2), "person") == Quantity(None, "person")


def test_delay_in_days_of_the_year() -> None:
    """Planned July 2010 to June 2011, begun on 1 October: 92 of 184 days of 2010 are lost, none of 2011."""
    dates = (("1", "2010-07-01"), ("2", "2010-10-01"), ("3", "2011-06-30"))
    parts = "".join(f'<activity-date type="{t}" iso-date="{d}"/>' for t, d in dates)
    with released(one(activity("A", parts))) as session:
        found = rows(session, "timing", "year", "planned_days", "delay_days")
        assert [tuple(r.values()) for r in found] == [(2010, 184, 92), (2011, 181, 0)]


@pytest.mark.parametrize(("status", "lost"), [("1", 184), ("2", None), ("5", 184)])
def test_without_an_actual_start_all_days_are_lost_only_if_it_never_began(status: str, lost: int | None) -> None:
    dates = (("1", "2010-07-01"), ("3", "2010-12-31"))
    parts = f'<activity-status code="{status}"/>'
    parts += "".join(f'<activity-date type="{t}" iso-date="{d}"/>' for t, d in dates)
    with released(one(activity("A", parts))) as session:
        found = rows(session, "timing", "delay_days", "unknown_because")
        assert [(r["delay_days"], bool(r["unknown_because"])) for r in found] == [(lost, lost is None)]
