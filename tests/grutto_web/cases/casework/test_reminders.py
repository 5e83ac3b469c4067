"""Reminders and questions wait for who sees what they are about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from web_placements import expert
from web_returns import team_of

from grutto_web.cases.casework.reminders import questions_of, record_of
from grutto_web.cases.casework.retention import erase_due
from grutto_web.cases.placements.registers import EXPERTS
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People


@pytest.mark.django_db(transaction=True)
def test_who_answers_keeps_it(person: People) -> None:
    team = team_of(person)
    who, now = expert(team), timezone.now()
    assert erase_due(now + timedelta(days=740)) == 0
    assert list(questions_of(team.caseworker))
    perform(EXPERTS.acts["still-needed"], who, team.caseworker, {"reason": "goes next year"})
    assert not list(questions_of(team.caseworker))
    assert erase_due(now + timedelta(days=700)) == 0
    assert record_of("placements.expert", str(who.pk), team.caseworker) == who
    assert record_of("placements.expert", str(who.pk), person(Role.CASEWORKER, "NL-KVK-1", name="else")) is None
