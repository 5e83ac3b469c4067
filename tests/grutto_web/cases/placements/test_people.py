"""Days that do not fit their period, and sectors outside the phase, are refused or marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from web_placements import PHASE, ended, expert, match, phase, request

from grutto_web.cases.placements.models import Phase
from grutto_web.cases.placements.steps import PhaseSteps
from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People
    from web_returns import Team


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"days": 93}, "days"),
        ({"days": -1}, "days"),
        ({"ended_on": "2010-02-28"}, "ended_on"),
        ({"ended_on": "2010-04-30", "days": 30}, "reason"),
        ({"first_year_days": 10}, "first_year_days"),
        ({"ended_on": "2012-01-01", "reason": "job", "first_year_days": 10}, "ended_on"),
        ({"ended_on": "2011-01-31", "reason": "job"}, "first_year_days"),
        ({"ended_on": "2011-01-31", "reason": "job", "first_year_days": 61}, "first_year_days"),
        ({"ended_on": "2099-01-01"}, "ended_on"),
    ],
)
def test_days_that_do_not_fit_are_refused(team: Team, given: dict[str, Any], field: str) -> None:
    assignment = match(team, request(team, phase(team)), expert(team))
    with pytest.raises(InvalidInputError) as refusal:
        ended(team, assignment, **given)
    assert field in refusal.value.form.errors


@pytest.mark.django_db
def test_a_sector_that_the_phase_does_not_name_is_marked(team: Team) -> None:
    of = phase(team)
    for wrong in ({"sector": "31"}, {"outside": "on"}):
        with pytest.raises(InvalidInputError):
            request(team, of, **wrong)
    assert request(team, of, sector="31", outside="on").outside


@pytest.mark.django_db
def test_a_code_that_two_organisations_use_is_told_so(team: Team, person: People) -> None:
    phase(team)
    other = person(Role.CASEWORKER, "XM-DAC-7", name="other")
    perform(PhaseSteps.open, None, other, PHASE)
    place = other.held[0].organisation_id
    perform(GiveRole, None, None, {"user": team.caseworker.pk, "organisation": place, "role": Role.CASEWORKER})
    del team.caseworker.held
    with pytest.raises(InvalidInputError) as refusal:
        request(team, Phase.objects.filter(code=PHASE["code"])[0])
    assert "Two of your organisations" in str(refusal.value.form.errors["phase"])
