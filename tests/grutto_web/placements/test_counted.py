"""Persons, not assignments: 256 of 290, and nobody takes the table apart."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from web_placements import ASSIGNMENTS, PERSONS, past, phase

from grutto_web.acts.perform import perform
from grutto_web.casework.acts import Offer, ReleaseCounts
from grutto_web.casework.into_core import bring
from grutto_web.casework.sheets import take
from grutto_web.people.roles import Role
from grutto_web.placements.counted import NAME, people
from grutto_web.placements.models import Assignment, Expert
from grutto_web.placements.registers import PAST

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People
    from web_returns import Team

    from conftest import Command


@pytest.mark.django_db
def test_a_person_with_two_assignments_counts_once(team: Team, person: People) -> None:
    """Six of 256 went to Georgia: of them the next edition tells no more than this one."""
    phase(team)
    outcome = take(PAST, "past.csv", io.BytesIO(past().encode()), team.caseworker, trial=False)
    assert (outcome.taken, Assignment.objects.count(), Expert.objects.count()) == (ASSIGNMENTS, ASSIGNMENTS, PERSONS)
    edition = perform(Offer, None, person(Role.DISCLOSURE), {"population": NAME})
    rows = list(csv.DictReader(io.StringIO(edition.counts)))
    found = {(r["table"], r["year"], r["country"], r["sex"]): r["obs_value"] for r in rows}
    assert found["total", "_T", "_T", "_T"] == "256"
    assert {r["phase"] for r in rows} == {"phase-2"}
    assert found["by-year", "2009", "_T", "_T"] == found["by-year", "2010", "_T", "_T"] == "128"
    assert found["by-country", "_T", "GEO", "_T"] == "6"
    assert found["by-sex", "_T", "_T", "F"] == "64"


@pytest.mark.django_db
def test_who_went_to_two_countries_is_of_neither(team: Team) -> None:
    phase(team)
    lines = past().splitlines()
    second = lines[-1].replace(",SDN,", ",GHA,").replace(",ETH,", ",GHA,").replace(",SLE,", ",GHA,")
    first = next(line for line in lines if line.split(",")[2] == second.split(",")[2])
    sheet = "\n".join([*lines[:4], first, second])
    assert take(PAST, "p.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False).taken == 5
    found = [each.codes["country"] for each in people()]
    assert (len(found), found.count("several")) == (4, 1)


@pytest.mark.django_db
def test_released_counts_are_a_source_of_the_core(
    team: Team, person: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, grutto: Command
) -> None:
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path))
    phase(team)
    sheet = "\n".join(past().splitlines()[:31])
    assert take(PAST, "p.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False).taken == 30
    offered = perform(Offer, None, person(Role.DISCLOSURE), {"population": NAME})
    released = perform(ReleaseCounts, offered, person(Role.MANAGER), {})
    bring.func(SimpleNamespace(task_result=SimpleNamespace(id="0" * 32)), released.pk)
    answer = grutto("measure", "experts_sent", "--by", "year", "--home", tmp_path, "--format", "csv")
    found = {row["year"]: row["value"] for row in csv.DictReader(io.StringIO(answer.out))}
    assert found == {"2009": "15.000000", "2010": "15.000000"}
