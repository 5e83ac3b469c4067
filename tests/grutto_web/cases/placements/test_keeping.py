"""Names of experts go a year after they took part for the last time; what was counted stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from web_placements import expert, match, phase, request

from grutto_web.cases.casework.retention import erase_due
from grutto_web.cases.placements.registers import EXPERTS
from grutto_web.cases.placements.steps import AssignmentSteps, ExpertSteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError

if TYPE_CHECKING:
    from web_returns import Team

CORRECTED = {
    "name": "Amina Anders", "contact": "a@example.org", "residence": "NLD", "sex": "F", "field": "12",
    "reason": "as she asked",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_clock_erases_who_takes_part_no_more(team: Team) -> None:
    who = expert(team)
    who = perform(EXPERTS.acts["correct"], who, team.caseworker, CORRECTED)
    assert who.read(team.caseworker) == {"name": "Amina Anders", "contact": "a@example.org"}
    assignment = match(team, request(team, phase(team)), who)
    with pytest.raises(GuardError, match="goes on"):
        perform(ExpertSteps.close, who, team.caseworker)
    perform(AssignmentSteps.cancel, assignment, team.caseworker, {"reason": "x"})
    perform(ExpertSteps.close, who, team.caseworker)
    assert erase_due(timezone.now() + timedelta(days=360)) == 0
    assert erase_due(timezone.now() + timedelta(days=367)) == 1
    who.refresh_from_db()
    assert (who.erased, who.read(team.caseworker), who.sex) == (True, {}, "F")
    again = perform(ExpertSteps.again, who, team.caseworker, {"name": "Amina Anders"})
    assert (again.state, again.read(team.caseworker)) == ("registered", {"name": "Amina Anders"})
    assert erase_due(timezone.now() + timedelta(days=367)) == 0
