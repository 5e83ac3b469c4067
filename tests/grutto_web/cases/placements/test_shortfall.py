"""Fewer, shorter, cheaper: a fictional phase against its plan."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from web_placements import PLANNED, WORKED, past, phase

from grutto_web.cases.casework.sheets import take
from grutto_web.cases.placements.registers import PAST
from grutto_web.cases.placements.shortfall import years_of
from grutto_web.cases.placements.steps import PhaseSteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_returns import Team

    from grutto_web.cases.placements.models import Phase
    from grutto_web.people.accounts.models import User


def taken(team: Team, most: int) -> Phase:
    """Return the phase with the first assignments of the fictional file."""
    of, lines = phase(team), "\n".join(past().splitlines()[: most + 1])
    outcome = take(PAST, "past.csv", io.BytesIO(lines.encode()), team.caseworker, trial=False)
    assert (outcome.taken, outcome.problems) == (most, [])
    return of


@pytest.mark.outside_database
@pytest.mark.django_db
def test_shorter_stays_change_the_duration_effect_only(team: Team, client_of: Callable[[User], Client]) -> None:
    """60 of 60 assignments, 60 of 90 days each, 50 euros a day as planned: a third less, all of it by length."""
    of = taken(team, 60)
    begun = {year.year: year.assignments for year in years_of(of)}
    assert begun == {2009: 30, 2010: 30}
    for year, number in begun.items():
        budget = number * PLANNED * 50
        plan = {"year": year, "assignments": number, "days": number * PLANNED, "budget_eur": str(budget)}
        of = perform(PhaseSteps.plan, of, team.caseworker, plan)
    for each in years_of(of):
        assert each.days == 30 * WORKED
        assert each.effects is not None
        assert each.effects == {
            "volume": 0, "duration": Decimal(-30 * 30 * 50), "price": 0, "rate": 0, "unexplained": 0,
        }  # fmt: skip
    page = client_of(team.payer).get(f"/nl/work/phases/{of.pk}/").content.decode()
    assert "Waarom een ander bedrag is betaald dan gepland" in page
    assert "45.000" in page


@pytest.mark.django_db
def test_what_is_not_known_is_not_computed(team: Team) -> None:
    """10 of 16 for 30,000 of 64,000: 6 fewer at the mean of 4,000 and 3,000 each; days were not planned."""
    of = taken(team, 20)
    assert all(year.effects is None for year in years_of(of))
    for number in (15, 16):
        plan = {"year": 2009, "assignments": number, "budget_eur": "64000"}
        of = perform(PhaseSteps.plan, of, team.caseworker, plan)
    first = years_of(of)[0]
    assert first.plan is not None
    assert (first.assignments, first.plan.assignments, first.plan.days) == (10, 16, None)
    assert first.paid_eur == 30000
    assert first.effects == {"volume": Decimal(-21000), "rate": Decimal(0), "unexplained": Decimal(-13000)}


@pytest.mark.django_db
def test_a_year_with_a_budget_of_nothing_can_be_planned(team: Team, client_of: Callable[[User], Client]) -> None:
    of = perform(PhaseSteps.plan, taken(team, 20), team.caseworker, {"year": 2009, "budget_eur": "0"})
    first = years_of(of)[0]
    assert first.plan is not None
    assert first.plan.budget_eur == 0
    assert first.effects is None
    assert "€\xa00" in client_of(team.payer).get(f"/en/work/phases/{of.pk}/").text
    with pytest.raises(InvalidInputError):
        perform(PhaseSteps.plan, of, team.caseworker, {"year": 2009, "budget_eur": "-1"})
