"""Assignments of the past from a sheet: all rows or none, none twice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from web_placements import past, phase

from grutto_web.cases.casework.sheets import take
from grutto_web.cases.placements.models import Assignment
from grutto_web.cases.placements.registers import PAST

if TYPE_CHECKING:
    from web_returns import Team


@pytest.mark.django_db
def test_a_sheet_that_comes_twice_changes_nothing_and_one_wrong_row_takes_none(team: Team) -> None:
    phase(team)
    lines = past().splitlines()[:5]
    first = take(PAST, "p.csv", io.BytesIO("\n".join(lines[:4]).encode()), team.caseworker, trial=False)
    assert (first.taken, first.problems) == (3, [])
    again = take(PAST, "p.csv", io.BytesIO("\n".join(lines).encode()), team.caseworker, trial=True)
    assert (again.there, again.taken) == (3, 1)
    other = lines[4].replace(",F,", ",X,").replace(",M,", ",X,").replace("A3", "A9").replace("E3", "E0")
    wrong = take(PAST, "p.csv", io.BytesIO("\n".join([*lines, other]).encode()), team.caseworker, trial=False)
    assert [problem.row for problem in wrong.problems] == [6]
    assert "another sex" in wrong.problems[0].text
    assert Assignment.objects.count() == 3
