"""What assignments come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_placements import ended, expert, match, phase, request

from grutto_web.people.acts.fields import value_text

if TYPE_CHECKING:
    from web_returns import Team


@pytest.mark.django_db
def test_days_of_a_stay_over_a_new_year_are_split_and_its_person_is_not(team: Team) -> None:
    assignment = match(
        team, request(team, phase(team)), expert(team), planned_from="2010-12-01", planned_until="2011-01-31"
    )
    done = ended(team, assignment, days=40, first_year_days=25, reason="security")
    assert done.days_by_year() == {2010: 25, 2011: 15}


@pytest.mark.django_db
def test_sectors_of_a_phase_are_told_by_name(team: Team) -> None:
    assert value_text(phase(team), "sectors") == "education, health"
