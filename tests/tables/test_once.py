"""Budgets and receipts, counted once along the chain; each case with numbers worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_cases import Cases
from small_iati import activity, budget, by, paid, split, to
from small_policy import POLICY

if TYPE_CHECKING:
    from typing import Any

    from grutto.measures.session import Session

cases = Cases(POLICY)


def plan(value: int, year: int = 2010) -> str:
    return budget(value, f"{year}-01-01", f"{year}-12-31")


def planned(session: Session, **at: Any) -> dict[str, Any]:
    found: dict[str, Any] = split(session, "budgeted_once", "iati_identifier", **at)
    return found | {"all": session.book.measure("budgeted_once", **at).value}


def chain(*, sent: int = 90_000, on: int = 55_000, received: int = 90_000) -> tuple[str, str, str]:
    """A ministry, its partner and that partner's partner, each with a budget for the same money."""
    return (
        activity("M", plan(100_000), paid(sent, inside=to("P")), org="XM-M"),
        activity(
            "P", plan(95_000), paid(received, code="1", inside=by("M")),
            paid(on, inside=to("Q")), paid(30_000, code="4"), org="XM-P",
        ),
        activity("Q", plan(60_000), paid(on, code="1", inside=by("P")), paid(on, code="4"), org="XM-Q"),
    )  # fmt: skip


@cases.of(*chain())
def test_budgets_along_the_chain_count_once(session: Session) -> None:
    """100,000 → 95,000 → 60,000: all income of the partners is of the ministry, so 100,000 and not 255,000."""
    assert planned(session) == {"M": 100_000, "P": 0, "Q": 0, "all": 100_000}
    assert session.book.measure("budgeted").value == 255_000
    assert session.book.measure("spent_once").value == 90_000


@cases.of(*chain(), activity("X", paid(20_000, code="1", inside=by("ELSEWHERE-1")), org="XM-X"))
def test_funds_received_from_outside_count_once(session: Session) -> None:
    """Of 90,000 + 55,000 nothing came from outside; 20,000 of another donor did."""
    assert session.book.measure("incoming_funds").value == 165_000
    assert session.book.measure("incoming_funds_once").value == 20_000


@cases.of(activity("M", paid(900, code="1", inside=by("M")), paid(20, code="1", inside=by("ELSEWHERE-1")), org="XM-M"))
def test_what_an_activity_gets_from_itself_is_not_from_outside(session: Session) -> None:
    """It names itself for 900 and a donor in no file for 20: 20 came from outside."""
    assert session.book.measure("incoming_funds").value == 920
    assert session.book.measure("incoming_funds_once").value == 20


@cases.of(
    activity("M", plan(100), paid(10, inside=to("P")), paid(90, code="4"), org="XM-M"),
    activity("P", plan(100), paid(10, code="1", inside=by("M")), paid(90, code="1"), org="XM-P"),
)
def test_a_partner_funded_by_others_too_keeps_their_part_of_its_budget(session: Session) -> None:
    """Of its income 10 of 100 came from the ministry: 10 of its budget of 100 stand there, 90 do not."""
    found = planned(session)
    assert (found["P"], found["all"]) == (90, 190)


@cases.of(
    activity("M", plan(100), paid(100, inside=to("P")), org="XM-M"),
    activity("P", plan(150), paid(100, code="1", inside=by("M")), org="XM-P"),
)
def test_a_budget_larger_than_the_funders_keeps_the_rest(session: Session) -> None:
    found = planned(session)
    assert (found["P"], found["all"]) == (50, 150)


@cases.of(
    activity("M", plan(100), paid(40, inside=to("P")), paid(60, inside=to("Q")), org="XM-M"),
    activity("P", plan(80), org="XM-P"),
    activity("Q", plan(120), org="XM-Q"),
)
def test_two_partners_share_what_the_funder_planned(session: Session) -> None:
    """Budgets of 80 and 120 for money of one that planned 100: 40 and 60 stand there."""
    found = planned(session)
    assert (found["P"], found["Q"], found["all"]) == (40, 60, 200)


@cases.of(
    activity("M", plan(100, 2010), paid(100, inside=to("P")), org="XM-M"), activity("P", plan(95, 2011), org="XM-P")
)
def test_a_year_in_which_the_funder_planned_nothing_covers_nothing(session: Session) -> None:
    assert planned(session, year=2011) == {"P": 95, "all": 95}


@cases.of(
    activity("M", plan(500), org="XM-M"),
    activity("C", '<related-activity ref="M" type="1"/>', paid(300, inside=to("P")), org="XM-M"),
    activity("P", plan(280), org="XM-P"),
)
def test_the_budget_of_a_programme_covers_those_its_projects_fund(session: Session) -> None:
    """The programme has the budget, its project pays: what the partner plans of it stands with the programme."""
    found = planned(session)
    assert (found["M"], found["P"], found["all"]) == (500, 0, 500)


PARENT = '<related-activity ref="P" type="1"/>'


PAID = (paid(100, code="1", inside=by("M")), paid(60, inside=to("C")))


@pytest.mark.parametrize(
    "session",
    [
        cases.add(
            activity("M", plan(100), paid(100, inside=to("P")), org="XM-M"),
            activity("P", *own, org="XM-P"),
            activity("C", PARENT, plan(60), org="XM-P"),
            activity("D", PARENT, plan(50), org="XM-P"),
        )
        for own in ((), (plan(100),), (plan(100), *PAID))
    ],
    indirect=True,
)
def test_a_programme_that_is_funded_has_its_budget_at_its_projects(session: Session) -> None:
    """The ministry plans 100 and pays it to a programme; its projects plan 60 and 50: 10 are new."""
    found = planned(session)
    assert (found["M"], found["C"] + found["D"], found["all"]) == (100, 10, 110)


@cases.of(
    activity("M", plan(100), paid(100, inside=to("P")), org="XM-M"),
    activity("P", org="XM-P"),
    activity("C", PARENT, plan(50), paid(50, code="1"), org="XM-P"),
)
def test_a_project_with_income_of_its_own_has_that(session: Session) -> None:
    """50 of another donor came to the project itself: its budget is of that, and not of what came to the programme."""
    found = planned(session)
    assert (found["C"], found["all"]) == (50, 150)
