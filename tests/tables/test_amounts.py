"""Budgets, periods, currencies: each rule with numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_cases import Cases
from small_iati import activity, budget, document, one, paid, rates, released, remarks, rows, split

if TYPE_CHECKING:
    from grutto.measures.session import Session

cases = Cases()


def planned(value: object, start: str, end: str, code: str = "1", inside: str = "") -> str:
    period = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    amount = f'<value value-date="{start}">{value}</value>'
    return f'<planned-disbursement type="{code}">{period}{amount}{inside}</planned-disbursement>'


@cases.of(activity("A", budget(100, "2010-01-01", "2010-12-31"), budget(80, "2010-01-01", "2010-12-31", "2")))
def test_revised_budget_replaces_the_original_of_the_same_period(session: Session) -> None:
    assert split(session, "budgeted", "year") == {2010: Decimal(80)}
    (left,) = rows(session, "amount", "not_counted_because", "value", counted=False)
    assert left == {"not_counted_because": "replaced-by-revised", "value": Decimal(100)}


@cases.of(activity("A", budget(100, "2010-01-01", "2010-12-31"), budget(-80, "2010-01-01", "2010-12-31", "2")))
def test_negative_revised_budget_replaces_nothing(session: Session) -> None:
    assert split(session, "budgeted", "year") == {2010: Decimal(100)}
    ((message, repair, place),) = remarks(session, "budget.not-counted")
    assert message == "This amount is not counted: a budget cannot be negative"
    assert (repair, place) == ("correct the amount or its period", "/iati-activities/iati-activity[1]/budget[2]")


@cases.of(activity("A", budget(365, "2010-01-01", "2010-12-31"), budget(92, "2010-07-01", "2010-12-31", "2")))
def test_revised_budget_for_half_of_the_days_replaces_that_half(session: Session) -> None:
    """Original 365 over 365 days; from 1 July (184 days) the revised one of 92 counts: 181 + 92 = 273."""
    assert split(session, "budgeted", "year") == {2010: Decimal(273)}
    assert split(session, "budgeted", "budget_type") == {"1": Decimal(181), "2": Decimal(92)}
    assert len(remarks(session, "budget.partly-revised")) == 1


@cases.of(
    activity(
        "A",
        budget(365, "2010-01-01", "2010-12-31", "2", "2010-01-01"),
        budget(365, "2010-07-01", "2011-06-30", "2", "2010-07-01"),
    )
)
def test_overlapping_revised_budgets_count_each_day_once(session: Session) -> None:
    """Revised A: 365 over 2010. Revised B, valued later: 365 over July 2010 to June 2011 (184 + 181 days).
    2010: 181 days of A + 184 of B = 365; 2011: 181 of B. In all 546, not 730."""
    assert split(session, "budgeted", "year") == {2010: Decimal(365), 2011: Decimal(181)}
    ((message, _, place),) = remarks(session, "budget.overlap")
    assert message.startswith(
        "Another budget is given for a part of these days; there the other one counts: valued later"
    )
    assert place.endswith("budget[1]")


VALUED_TOGETHER = (
    budget(500, "2010-01-01", "2010-12-31", day="2010-01-04"),
    budget(700, "2010-01-01", "2011-06-30", day="2010-01-04"),
    budget(400, "2010-01-01", "2010-12-31", day="2010-01-04"),
)


@pytest.mark.parametrize(
    "session", [cases.add(activity("A", *VALUED_TOGETHER[::turn])) for turn in (1, -1)], indirect=True
)
def test_of_equal_value_dates_the_budget_of_the_very_year_counts(session: Session) -> None:
    """500 for 2010 and 700 for 18 months (546 days), valued on the same day: 500 in 2010, 700 × 181 ÷ 546 in 2011.
    Whichever stands first; of two for the very year the larger one counts."""
    assert split(session, "budgeted", "year") == {2010: Decimal(500), 2011: Decimal("232.051282")}
    assert len(remarks(session, "budget.overlap")) == 2


@cases.of(activity("A", budget(100, "2010-01-01", "2010-12-31"), budget(100, "2010-01-01", "2010-12-31")))
def test_the_same_budget_twice_counts_once(session: Session) -> None:
    assert split(session, "budgeted", "year") == {2010: Decimal(100)}
    assert len(remarks(session, "budget.overlap")) == 1


@cases.of(activity("A", budget(730, "2010-07-01", "2011-06-30")))
def test_budget_over_two_calendar_years_is_divided_by_days(session: Session) -> None:
    """July 2010 to June 2011: 184 and 181 of 365 days; 730 gives 368 and 362."""
    assert split(session, "budgeted", "year") == {2010: Decimal(368), 2011: Decimal(362)}
    assert not remarks(session, "budget.over-a-year")


@cases.of(activity("A", budget(7310, "2011-01-01", "2012-12-31")))
def test_budget_over_a_year_is_divided_and_reported(session: Session) -> None:
    """2011 and 2012 have 365 and 366 days: 7310 gives 3650 and 3660."""
    assert split(session, "budgeted", "year") == {2011: Decimal(3650), 2012: Decimal(3660)}
    assert len(remarks(session, "budget.over-a-year")) == 1


@cases.of(
    activity(
        "A",
        budget(100, "2010-01-01", "2010-12-31"),
        planned(70, "2010-03-01", "2010-03-01"),
        planned(50, "2011-03-01", "2011-03-01"),
    )
)
def test_planned_disbursements_stand_in_only_where_a_year_has_no_budget(session: Session) -> None:
    assert split(session, "budgeted", "year") == {2010: Decimal(100), 2011: Decimal(50)}
    assert split(session, "budgeted", "kind") == {"budget": Decimal(100), "planned_disbursement": Decimal(50)}


@cases.of(
    activity(
        "A",
        planned(70, "2010-01-01", "2010-12-31", inside='<receiver-org ref="X"/>'),
        planned(50, "2010-01-01", "2010-12-31", inside='<receiver-org ref="Y"/>'),
        planned(60, "2010-01-01", "2010-12-31", "2", inside='<receiver-org ref="X"/>'),
    )
)
def test_planned_disbursements_to_two_receivers_both_count(session: Session) -> None:
    assert split(session, "budgeted", "year") == {2010: Decimal(110)}


@cases.of(activity("A", paid(100), paid(-30)))
def test_negative_disbursement_is_a_reduction(session: Session) -> None:
    assert split(session, "spent", "year") == {2010: Decimal(70)}


@cases.of(activity("A", budget(100, "2010-12-31", "2010-01-01")))
def test_period_that_ends_before_it_starts_is_not_counted(session: Session) -> None:
    assert split(session, "budgeted", "year") == {}
    assert len(remarks(session, "budget.not-counted")) == 1


@cases.of(activity("A", budget(100, "0000-00-00", "2010-12-31", day="2010-01-01"), paid(10, "0000-00-00"), paid(5)))
def test_date_0000_is_reported_and_enters_no_year(session: Session) -> None:
    assert split(session, "budgeted", "year") == {}
    assert split(session, "spent", "year") == {2010: Decimal(5), None: Decimal(10)}
    places = {place for _, _, place in remarks(session, "value.not-a-date")}
    assert "/iati-activities/iati-activity[1]/transaction[1]/transaction-date/@iso-date" in places
    ((message, _, _),) = remarks(session, "budget.not-counted")
    assert message.endswith("its period is not known")


def test_converted_at_the_rate_of_the_value_date() -> None:
    """110 dollars at 1.1 to the euro is 100 euros; the rate of the transaction's own day is not used."""
    files = one(
        activity(
            "A",
            '<transaction><transaction-type code="3"/><transaction-date iso-date="2010-06-30"/>'
            '<value currency="USD" value-date="2010-06-01">110</value></transaction>',
        )
    )
    table = rates({"2010-06-01": ("1.1", "0.8"), "2010-06-30": ("2", "0.8")})
    with released(files | {"r.csv": table}) as session:
        assert split(session, "spent", "year") == {2010: Decimal(100)}


def test_at_a_weekend_the_rate_of_friday_holds() -> None:
    """5 June 2010 is a Saturday: Friday's 1.25 gives 80 for 100."""
    table = rates({"2010-06-04": ("1.25", "0.8"), "2010-06-07": ("2", "0.8")})
    with released(one(activity("A", paid(100, "2010-06-05", currency="USD"))) | {"r.csv": table}) as session:
        assert split(session, "spent", "year") == {2010: Decimal(80)}
        (row,) = rows(session, "amount", "rate_date", "units_per_eur")
        assert (row["rate_date"].isoformat(), row["units_per_eur"]) == ("2010-06-04", Decimal("1.25"))


def test_rate_older_than_a_week_leaves_the_amount_unknown() -> None:
    table = rates({"2010-06-01": ("1.25", "0.8")})
    files = one(activity("A", paid(100, "2010-06-09", currency="USD"), paid(7))) | {"r.csv": table}
    with released(files) as session:
        figure = session.book.measure("spent", year=2010)
        assert (figure.value, figure.rows, figure.unknown) == (Decimal(7), 2, 1)
        assert figure.reasons == (("rate-too-old|currency=USD", 1),)


@cases.of(activity("A", paid(100, currency="XYZ")))
def test_unknown_currency_gives_an_unknown_amount_never_zero(session: Session) -> None:
    figure = session.book.measure("spent", year=2010)
    assert (figure.value, figure.unknown) == (None, 1)
    ((message, repair, place),) = remarks(session, "amount.unknown")
    assert message == "This amount is unknown in euros: no rate of XYZ is known on or before the value date"
    assert repair
    assert place == "/iati-activities/iati-activity[1]/transaction[1]"


@pytest.mark.parametrize("order", [("a.xml", "b.xml", "r.csv"), ("r.csv", "b.xml", "a.xml")])
def test_order_of_files_never_matters(order: tuple[str, ...]) -> None:
    files = {
        "a.xml": document(activity("A", paid(100, currency="USD"), budget(5, "2010-01-01", "2010-12-31"))),
        "b.xml": document(activity("B", paid(50)), activity("A", paid(100, currency="USD"))),
        "r.csv": rates({"2010-06-01": ("1.6", "0.8")}),
    }
    with released({name: files[name] for name in order}) as session:
        assert split(session, "spent", "iati_identifier") == {"A": Decimal("62.5"), "B": Decimal(50)}
        assert session.release.id == _release_of(files)


def _release_of(files: dict[str, str]) -> str:
    with released(files) as session:
        return session.release.id
