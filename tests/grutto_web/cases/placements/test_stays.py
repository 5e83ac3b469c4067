"""Stays against their plan explain what is left of the budget of their activity, in the report itself."""

from __future__ import annotations

import csv
import io
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, budget, one, paid, take
from small_policy import POLICY
from web_placements import PHASE, PLANNED, WORKED, ended, expert, match, past, request

from grutto.content.blocks import Table
from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.measures.scope import Scope
from grutto.measures.session import open_release
from grutto.measures.underspending import splits
from grutto.model.figure import Derivation, Selection
from grutto.reports.context import Context
from grutto.reports.sections import underspending
from grutto.store.home import Home
from grutto_web.cases.casework.acts import Offer, ReleaseCounts
from grutto_web.cases.casework.into_core import bring
from grutto_web.cases.casework.models import CountedPerson
from grutto_web.cases.casework.sheets import take as take_sheet
from grutto_web.cases.placements import population, stays
from grutto_web.cases.placements.registers import PAST
from grutto_web.cases.placements.steps import AssignmentSteps, PhaseSteps
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People
    from web_returns import Team

    from conftest import Command
    from grutto_web.cases.placements.models import Phase

pytestmark = pytest.mark.django_db
TRQN = "XM-T-1-TRQN"
EURO_A_DAY = 50


def entered(team: Team, sheet: str) -> Phase:
    """Return the phase of an activity with the assignments of a sheet."""
    of = perform(PhaseSteps.open, None, team.caseworker, PHASE | {"activity": TRQN})
    outcome = take_sheet(PAST, "past.csv", io.BytesIO(sheet.encode()), team.caseworker, trial=False)
    assert outcome.problems == []
    return of


def planned(team: Team, of: Phase, year: int, assignments: int) -> None:
    """Plan a year with three months for each assignment."""
    days = assignments * PLANNED
    data = {"year": year, "assignments": assignments, "days": days, "budget_eur": str(days * EURO_A_DAY)}
    perform(PhaseSteps.plan, of, team.caseworker, data)


def brought(person: People) -> str:
    """Count, release and bring into the core; return what was released."""
    offered = perform(Offer, None, person(Role.DISCLOSURE), {"population": population.NAME})
    released = perform(ReleaseCounts, offered, person(Role.MANAGER), {})
    bring.func(SimpleNamespace(task_result=SimpleNamespace(id="0" * 32)), released.pk)
    return released.counts


def by_kind(counts: str) -> dict[tuple[str, str, str, str], str]:
    rows = csv.DictReader(io.StringIO(counts))
    return {(r["kind"], r["year"], r["reason"], r["unit"]): r["obs_value"] or r["obs_status"] for r in rows}


@pytest.mark.outside_database
def test_of_256_persons_in_290_assignments_the_report_tells_why_money_is_left(
    team: Team, person: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """145 of 150 stays in 2010, 60 of 90 days each, 50 euros a day as planned: 675,000 budgeted, 435,000 spent.

    Volume: 5 of 150 fewer × the mean of 90 and 60 days × 50 = −18,750; lengths: 30 days less × the mean of 150 and 145
    stays × 50 = −221,250. Each of the 145 × 30 = 4,350 days less is recorded; a day is 147.5 ÷ 145 × 50 euros. The
    first ten of 145 were cut short by fear for the job, the others by security.
    """
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path))
    lines, jobs = past().splitlines(), 0
    for n, line in enumerate(lines):
        if ",2010-" in line and line.count(",job,"):
            jobs += 1
            lines[n] = line if jobs <= 10 else line.replace(",job,", ",security,")
    planned(team, entered(team, "\n".join(lines)), 2010, 150)
    spent = 145 * WORKED * EURO_A_DAY
    line = activity(TRQN, budget(150 * PLANNED * EURO_A_DAY, "2010-01-01", "2010-12-31"), paid(spent))
    take(Home(), one(line))
    counts = by_kind(brought(person))
    assert counts["begun", "2010", "_T", "assignment"] == "145.0"
    assert counts["worked", "2010", "_T", "day"] == str(145.0 * WORKED)
    assert counts["shorter", "2010", "job", "day"] == "300.0"
    english = language_named("en")
    with open_release(Home(), POLICY) as session:
        (found,) = splits(Scope(session, POLICY, 2010))
        assert [effect.value for effect in found.effects] == [-18_750, -221_250, 0, 0, 0]
        parts = {cause.code: (str(cause.days.value), str(cause.part.value)) for cause in found.causes}
        assert parts == {"job": ("300.000000", "-15258.62"), "security": ("4050.000000", "-205991.38")}
        assert found.rest is not None
        assert found.rest.value == 0
        cause = found.causes[0]
        assert isinstance(cause.part.lineage, Derivation)
        assert cause.part.lineage.inputs[0] == cause.days.id
        assert isinstance(cause.days.lineage, Selection)
        rows = session.engine.rows(cause.days.lineage, ("dataflow", "obs_text", "locator"))
        assert [(r["dataflow"], r["obs_text"]) for r in rows] == [("casework/stays-nl", "300.0")]
        section = underspending.section(Context(session, POLICY, 2010))
    tables = {text_of(b.caption, english): b for b in section.blocks if isinstance(b, Table)}
    told = [[text_of(each, english) for each in row] for row in tables["Why stays had other lengths"].rows]
    assert told[0][1:] == ["fear for the job at home", "300", "−€\xa015,259"]


@pytest.mark.outside_database
def test_what_could_be_traced_to_a_person_is_hidden_and_then_unknown(
    team: Team, person: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two of thirty fell ill: the days of the two are told to nobody, and what they explain is unknown, not nothing.

    All thirty were away for 30 days less: with the days of the others, those of the two could be worked out.
    """
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path))
    lines = past().splitlines()[:61]
    for n in (2, 4):  # both in 2009
        lines[n] = lines[n].replace(",job,", ",health,")
    planned(team, entered(team, "\n".join(lines)), 2009, 30)
    take(Home(), one(activity(TRQN, budget(135_000, "2009-01-01", "2009-12-31"), paid(90_000, "2009-06-01"))))
    released = brought(person)
    counts = by_kind(released)
    assert counts["shorter", "2009", "health", "day"] == "Q"
    assert ("shorter", "2009", "health", "person") not in counts
    assert counts["shorter", "2009", "_T", "day"] == "900.0"
    assert counts["shorter", "2009", "job", "day"] == "Q"
    assert counts["shorter", "2009", "security", "day"] == "0.0"
    assert "expert " not in released
    assert not CountedPerson.objects.filter(codes__contains="Zeldzaam").exists()
    with open_release(Home(), POLICY) as session:
        (found,) = splits(Scope(session, POLICY, 2009))
        assert {cause.code: cause.part.value for cause in found.causes} == {"health": None, "job": None}
        assert found.rest is not None
        assert found.rest.value == 0, "all days less have a reason, whichever"


def test_a_year_counts_once_it_is_over_and_nobody_is_away_still(team: Team) -> None:
    of = perform(PhaseSteps.open, None, team.caseworker, PHASE | {"activity": TRQN})
    done = ended(team, match(team, request(team, of), expert(team)))
    summer = {"planned_from": "2010-07-01", "planned_until": "2010-08-31"}
    later = match(team, request(team, of), expert(team, number="E2"), **summer)
    assert {each.codes["kind"] for each in stays.days_of_experts()} == {"worked"}
    assert [each.name for each in stays.tables()]
    later = perform(AssignmentSteps.approve, later, team.decider, {"most_eur": "3000"})
    perform(AssignmentSteps.begin, later, team.caseworker, {"began_on": "2010-07-01"})
    assert list(stays.days_of_experts()) == []
    assert list(stays.tables()) == []
    assert done.began_on == date(2010, 3, 1)


def test_a_plan_of_several_phases_is_known_if_each_says_it(team: Team) -> None:
    for code, days in (("phase-2", 900), ("phase-3", None)):
        data = PHASE | {"activity": TRQN, "code": code, "title": code}
        of = perform(PhaseSteps.open, None, team.caseworker, data)
        given = {"year": 2010, "assignments": 10} | ({"days": days} if days else {})
        perform(PhaseSteps.plan, of, team.caseworker, given)
    assert stays.planned().splitlines()[1:] == [f"stays-nl,{TRQN},2010,assignment,20"]


def test_nothing_is_offered_where_nothing_can_be_counted(team: Team, person: People) -> None:
    perform(PhaseSteps.open, None, team.caseworker, PHASE)
    with pytest.raises(GuardError, match="nothing to count yet"):
        perform(Offer, None, person(Role.DISCLOSURE), {"population": population.NAME})


@pytest.mark.outside_database
def test_an_edition_with_it_is_verified_and_told_in_dutch(
    team: Team, person: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, grutto: Command
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("GRUTTO_HOME", str(home))
    planned(team, entered(team, "\n".join(past().splitlines()[:61])), 2010, 30)
    line = activity(TRQN, budget(135_000, "2010-01-01", "2010-12-31"), paid(90_000), org="XM-DAC-7")
    take(Home(), one(line))
    brought(person)
    made = grutto("report", "nl-2008", 2010, "--lang", "nl", "--output", tmp_path / "report", "--home", home)
    assert made.code == 0, made.err
    page = " ".join((tmp_path / "report" / "index.html").read_text("utf-8").split())
    assert "Waarom verblijven een andere duur hadden" in page
    assert "vrees voor de eigen baan" in page
    verified = grutto("verify", "--home", home)
    assert verified.code == 0, verified.out + verified.err
