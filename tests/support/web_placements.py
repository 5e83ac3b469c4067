"""A phase of placements in tests, and a fictional file of the past: 256 persons in 290 assignments."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from grutto_web.cases.placements.steps import AssignmentSteps, ExpertSteps, PhaseSteps, RequestSteps
from grutto_web.people.acts.perform import perform

if TYPE_CHECKING:
    from web_returns import Team

    from grutto_web.cases.placements.models import Assignment, Expert, Phase, Request

PHASE = {"code": "phase-2", "title": "Phase 2", "starts_on": "2008-07-01", "ends_on": "2011-12-31", "sectors": "11 12"}
EXPERT = {"number": "E1", "name": "Amina Zeldzaam", "residence": "NLD", "sex": "F", "field": "12"}
COUNTRIES = ("AFG", "GHA", "ETH", "SDN", "SLE", "GEO")
PERSONS, ASSIGNMENTS = 256, 290
PLANNED, WORKED = 90, 60


def phase(team: Team) -> Phase:
    """Return a phase."""
    return perform(PhaseSteps.open, None, team.caseworker, PHASE)


def request(team: Team, of: Phase, **other: str) -> Request:
    """Return a request for a doctor."""
    data = {
        "phase": of.code, "country": "AFG", "sector": "12", "host": "A hospital", "terms": "Teach.",
        "asked_on": "2010-01-01",
    }  # fmt: skip
    return perform(RequestSteps.ask, None, team.caseworker, data | other)


def expert(team: Team, **other: str) -> Expert:
    """Return an expert."""
    return perform(ExpertSteps.register, None, team.caseworker, EXPERT | other)


def match(team: Team, of: Request, who: Expert, **other: Any) -> Assignment:
    """Return a match for three months in spring 2010."""
    data = {
        "request": of.pk, "expert": who.pk, "mode": "physical", "planned_from": "2010-03-01",
        "planned_until": "2010-05-31", "planned_days": 60,
    }  # fmt: skip
    return perform(AssignmentSteps.match, None, team.caseworker, data | other)


def ended(team: Team, assignment: Assignment, **other: Any) -> Assignment:
    """Return an assignment that was approved, began as planned and ended."""
    assignment = perform(AssignmentSteps.approve, assignment, team.decider, {"most_eur": "3000"})
    assignment = perform(AssignmentSteps.begin, assignment, team.caseworker, {"began_on": str(assignment.planned_from)})
    data = {"ended_on": str(assignment.planned_until), "days": assignment.planned_days}
    return perform(AssignmentSteps.end, assignment, team.caseworker, data | other)


def past(days: int = WORKED) -> str:
    """Return a fictional file: the first 34 persons go twice to one country; stays lie in one year of two.

    Args:
        days: worked in each stay, of 90 planned; each day costs 50 euros.
    """
    lines = [
        (
            "code,phase,number,sex,residence,country,sector,host,mode,planned_from,planned_until,planned_days,"
            "began_on,ended_on,days,first_year_days,reason,paid_eur,paid_on"
        )
    ]
    persons = chain(range(PERSONS), range(ASSIGNMENTS - PERSONS))
    for number, person in enumerate(persons):
        country = COUNTRIES[person % 5] if person % 50 else COUNTRIES[5]
        first = date(2009 if person % 2 else 2010, 1 if number < PERSONS else 7, 1)
        last, planned = first + timedelta(days - 1), first + timedelta(PLANNED - 1)
        reason = "job" if days != PLANNED else ""
        lines.append(
            f"A{number},phase-2,E{person},{'F' if person % 4 == 0 else 'M'},NLD,{country},12,Host {country},physical,"
            f"{first},{planned},{PLANNED},{first},{last},{days},,{reason},{days * 50},{last}"
        )
    return "\n".join(lines)
