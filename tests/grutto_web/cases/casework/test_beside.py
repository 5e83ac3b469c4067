"""What stands beside a record goes with it; what is held back is not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_placements import ended, expert, match, phase, request
from web_returns import team_of

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.beside import CaseNote, beside, held_back
from grutto_web.cases.placements.models import Assignment
from grutto_web.cases.placements.population import people
from grutto_web.cases.placements.registers import ASSIGNMENTS, EXPERTS
from grutto_web.cases.placements.steps import ExpertSteps
from grutto_web.people.acts.perform import perform

if TYPE_CHECKING:
    from web_people import People


@pytest.mark.django_db(transaction=True)
def test_a_note_cannot_be_read_any_more_once_its_record_is_erased(person: People) -> None:
    team = team_of(person)
    who = expert(team)
    perform(EXPERTS.acts["note"], who, team.caseworker, {"text": "Amina wants to go in spring"})
    note = CaseNote.objects.of(who).get()
    name = note.key_name
    assert keys.key(name)
    who = perform(ExpertSteps.close, who, team.caseworker)
    perform(EXPERTS.acts["erase"], who, None)
    note.refresh_from_db()
    assert (note.words, note.key_name, keys.key(name)) == ("", "", None)
    assert beside([("placements.expert", str(who.pk))]) == []


@pytest.mark.django_db
def test_what_is_held_back_is_not_counted_until_it_is_let_go(person: People) -> None:
    team = team_of(person)
    stay = ended(team, match(team, request(team, phase(team)), expert(team)))
    assert list(people())
    stay = perform(ASSIGNMENTS.acts["hold-back"], stay, team.caseworker, {"text": "entered late"})
    assert held_back(Assignment) == {stay.pk}
    assert not list(people())
    perform(ASSIGNMENTS.acts["count-again"], stay, team.caseworker)
    assert list(people())
