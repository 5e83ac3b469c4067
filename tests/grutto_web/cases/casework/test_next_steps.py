"""The page of a record says what comes next, by whom, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_placements import expert, match, phase, request
from web_returns import team_of

from grutto_web.cases.casework.next_steps import next_steps
from grutto_web.cases.placements.registers import ASSIGNMENTS
from grutto_web.people.accounts.acts import GiveRole
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People


@pytest.mark.django_db
def test_who_matched_reads_that_a_decider_goes_on(person: People) -> None:
    team = team_of(person)
    stay = match(team, request(team, phase(team)), expert(team))
    steps = {step.name: step for step in next_steps(ASSIGNMENTS, stay, team.caseworker)}
    assert (steps["approve"].mine, steps["approve"].who) == (False, "Decider on cases")
    assert steps["approve"].due is not None
    assert steps["cancel"].mine
    assert "end" not in steps, "it cannot be ended before it began"
    assert (steps["note"].standard, steps["note"].mine) == (True, True)
    assert {step.name for step in next_steps(ASSIGNMENTS, stay, team.decider) if step.mine} >= {"approve", "note"}


@pytest.mark.django_db
def test_who_did_an_earlier_step_reads_that_somebody_else_has_to(person: People) -> None:
    team = team_of(person)
    both, place = team.caseworker, team.caseworker.held[0].organisation_id
    perform(GiveRole, None, None, {"user": both.pk, "organisation": place, "role": Role.DECIDER})
    del both.held
    stay = match(team, request(team, phase(team)), expert(team))
    (approve,) = [step for step in next_steps(ASSIGNMENTS, stay, both) if step.name == "approve"]
    assert approve.who == "somebody else than you: Decider on cases"
