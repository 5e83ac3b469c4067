"""What never comes to an end is asked about, and without an answer forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from web_placements import expert
from web_returns import team_of

from grutto_web.cases.casework.reminders import questions_of
from grutto_web.cases.casework.retention import erase_due
from grutto_web.people.acts.perform import entries

if TYPE_CHECKING:
    from web_people import People


@pytest.mark.django_db(transaction=True)
def test_the_last_resort_asks_and_then_forgets(person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    team = team_of(person)
    who, now = expert(team), timezone.now()

    def night(days: int) -> int:
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=days))
        return erase_due()

    assert night(700) == 0
    assert not list(questions_of(team.caseworker))
    assert night(740) == 0
    assert [each.about for each in questions_of(team.caseworker)] == [str(who)]
    assert night(741) == 0
    assert [entry.act.rpartition(".")[2] for entry in entries(who)] == ["register", "ask_whether"], "it is asked once"
    assert night(801) == 1
    who.refresh_from_db()
    assert (who.erased, who.state) == (True, "registered")
