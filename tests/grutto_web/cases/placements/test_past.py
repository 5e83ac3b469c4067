"""A row of the past is refused for what the steps would refuse one by one, at its cell."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from web_placements import past, phase

from grutto_web.cases.casework.sheets import take
from grutto_web.cases.placements.models import Assignment, Payment
from grutto_web.cases.placements.registers import PAST

if TYPE_CHECKING:
    from web_returns import Team


def row(team: Team, **other: str) -> list[tuple[str, str]]:
    """Take one row with other cells; return the columns and texts of what is wrong."""
    phase(team)
    names, first = (line.split(",") for line in past().splitlines()[:2])
    cells = dict(zip(names, first, strict=True)) | other
    sheet = "\n".join([",".join(names), ",".join(cells.values())])
    outcome = take(PAST, "p.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False)
    return [(problem.column, problem.text) for problem in outcome.problems]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"days": "400"}, "days"),
        ({"days": "-1"}, "days"),
        ({"reason": ""}, "reason"),
        ({"planned_days": "0"}, "planned_days"),
        ({"planned_days": "900"}, "planned_days"),
        ({"ended_on": "2099-01-01"}, "ended_on"),
        ({"first_year_days": "3"}, "first_year_days"),
        ({"paid_on": ""}, "paid_on"),
        ({"paid_on": "2099-01-01"}, "paid_on"),
        ({"country": "XXX"}, "country"),
        ({"sex": "Q"}, "sex"),
        ({"phase": "phase-9"}, "phase"),
        ({"code": ""}, "code"),
    ],
)
def test_what_does_not_fit_is_told_at_its_cell(team: Team, cells: dict[str, str], column: str) -> None:
    assert column in [where for where, _text in row(team, **cells)]
    assert not Assignment.objects.exists()


@pytest.mark.django_db
def test_days_out_of_order_are_told_for_the_row(team: Team) -> None:
    found = row(team, planned_until="2001-01-01", reason="job")
    assert any("before the first day" in text for _column, text in found)


@pytest.mark.django_db
def test_what_is_not_known_to_be_paid_makes_no_payment(team: Team) -> None:
    assert row(team, paid_eur="", paid_on="") == []
    assert (Assignment.objects.get().most_eur, Payment.objects.count()) == (None, 0)
