"""Persons, not assignments: 256 of 290, and nobody takes the table apart."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from web_placements import ASSIGNMENTS, PERSONS, PHASE, past, phase

from grutto.protect import KnownCase, Ledger, publish, verify
from grutto_web.cases.casework.acts import Offer, ReleaseCounts
from grutto_web.cases.casework.into_core import bring
from grutto_web.cases.casework.models import CountedPerson
from grutto_web.cases.casework.populations import POPULATIONS, plan_of
from grutto_web.cases.casework.sheets import take
from grutto_web.cases.placements.models import Assignment, Expert
from grutto_web.cases.placements.population import NAME, people, plan
from grutto_web.cases.placements.registers import PAST
from grutto_web.cases.placements.steps import PhaseSteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.record import open_door
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People
    from web_returns import Team

    from conftest import Command


@pytest.mark.outside_database
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


ACTIVITY = "XM-T-1-TRQN"


def few_in_2010(team: Team, few: int = 3) -> None:
    """Enter twelve experts who first went in 2009 and a few who did in 2010, for an activity."""
    perform(PhaseSteps.open, None, team.caseworker, PHASE | {"activity": ACTIVITY})
    head, *lines = past().splitlines()
    first = [line for line in lines if ",2009-01" in line][:12] + [line for line in lines if ",2010-01" in line][:few]
    outcome = take(PAST, "p.csv", io.BytesIO("\n".join([head, *first]).encode()), team.caseworker, trial=False)
    assert outcome.taken == 12 + few


def known(population: str) -> list[KnownCase]:
    """Return who was counted, as attackers are."""
    return [
        KnownCase(
            dict(pair.split("=", 1) for pair in row.codes.split(";")), row.family, row.partner, row.known_from,
            row.known_until, float(row.amount),
        )
        for row in CountedPerson.objects.filter(population=population)
    ]  # fmt: skip


def shown(counts: str) -> dict[tuple[str, str, str], str]:
    """Return what is shown by table, year and unit."""
    rows = csv.DictReader(io.StringIO(counts))
    return {(r["table"], r["year"], r["unit"]): r["obs_value"] or r["obs_status"] for r in rows if r["country"] == "_T"}


@pytest.mark.django_db
def test_stays_and_persons_together_give_nobody_away(team: Team, person: People) -> None:
    """15 in all is told exactly; 12 stays that began in 2009 would leave 3 who first went in 2010, so they are hidden.

    Published apart, each safe alone, both together tell the 3 exactly: the public subtracts.
    """
    few_in_2010(team)
    edition = perform(Offer, None, person(Role.DISCLOSURE), {"population": NAME})
    found = shown(edition.counts)
    assert found["total", "_T", "person"] == "15"
    for year in ("2009", "2010"):
        assert found["by-year", year, "person"] == "Q"
    assert found[f"begun {ACTIVITY}", "2009", "assignment"] == "Q"
    assert found[f"begun {ACTIVITY} since", "2010", "assignment"] == "Q"
    cases, whole = known(NAME), plan(list(people()))
    assert verify(whole, cases, [edition.counts]) == []
    of_stays = tuple(each for each in whole.tables if ACTIVITY in each.name)
    of_persons = tuple(each for each in whole.tables if ACTIVITY not in each.name)
    apart = [publish(replace(whole, tables=own, coarser=()), cases, Ledger(NAME)) for own in (of_persons, of_stays)]
    for each in apart:
        assert verify(each.plan, cases, [each.to_csv()]) == []
    persons, stays = (each.to_csv() for each in apart)
    assert shown(stays)[f"begun {ACTIVITY}", "2009", "assignment"] == "12.0"
    together = persons + stays.split("\n", 1)[1]
    narrowed = verify(whole, cases, [together])
    exact = {(n.statement.table, n.low) for n in narrowed if n.attacker == "public" and n.low == n.high == 3}
    assert ("by-year", 3.0) in exact


@pytest.mark.outside_database
@pytest.mark.django_db
def test_stays_that_were_cancelled_after_publication_are_told_once_they_are_enough(team: Team, person: People) -> None:
    """Two of eight who first went in 2010 had not gone: no edition tells that. Six are told; a country is empty."""
    few_in_2010(team, few=8)
    officer, manager = person(Role.DISCLOSURE), person(Role.MANAGER)
    first = perform(ReleaseCounts, perform(Offer, None, officer, {"population": NAME}), manager, {})
    assert shown(first.counts)[f"begun {ACTIVITY} since", "2010", "assignment"] == "8.0"
    wrong = Assignment.objects.filter(began_on__year=2010).order_by("pk").values_list("pk", flat=True)
    with open_door():
        Assignment.objects.filter(pk__in=list(wrong[:2])).update(state="cancelled")
    with pytest.raises(GuardError, match="cannot be made safe beside what was published before"):
        perform(Offer, None, officer, {"population": NAME})
    with open_door():
        Assignment.objects.filter(pk__in=list(wrong[:6])).update(state="cancelled")
    later = perform(Offer, None, officer, {"population": NAME})
    assert shown(later.counts)["total", "_T", "person"] == "14"
    whole = plan_of(POPULATIONS[NAME], people())
    assert verify(whole, known(NAME), [first.counts, later.counts]) == []


@pytest.mark.django_db
def test_an_expert_with_two_reasons_in_a_year_is_one_family_in_both(team: Team) -> None:
    """Two stays of one expert ended in 2009, each shorter for another reason: of each reason they are one person."""
    perform(PhaseSteps.open, None, team.caseworker, PHASE | {"activity": ACTIVITY})
    head, *lines = past().splitlines()
    twice = [line for line in lines if ",E1," in line]
    assert len(twice) == 2
    sheet = "\n".join([head, twice[0], twice[1].replace(",job,", ",health,")])
    assert take(PAST, "p.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False).taken == 2
    found = [each for each in people() if each.codes["kind"] == "shorter"]
    assert {(each.codes["reason"], int(each.amount)) for each in found} == {("job", 30), ("health", 30)}
    assert len({each.family for each in found}) == 1
    assert len({each.key for each in found}) == 2
