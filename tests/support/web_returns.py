"""The people of the tests of returns, and a family at each stage of its case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from web_rows import MadeOnce

from grutto_web.cases.returns import acts
from grutto_web.cases.returns.rules import asked_of
from grutto_web.people.accounts.models import User
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.cases.returns.models import Case

IMPLEMENTER = "XM-DAC-47066"


@dataclass
class Team:
    """Three people of one implementer."""

    caseworker: User
    decider: User
    payer: User


def team_of(person: People) -> Team:
    """Return caseworker, decider and payer of the implementer."""
    return Team(*(User.objects.get(pk=pk) for pk in _people(person)))


@MadeOnce
def _people(person: People) -> tuple[int, ...]:
    return tuple(person(role, IMPLEMENTER).pk for role in (Role.CASEWORKER, Role.DECIDER, Role.PAYER))


def today() -> str:
    """Return the day that a test has set."""
    return timezone.localdate().isoformat()


CASE = {
    "number": "2017-001",
    "scheme": "avrr-nl",
    "return_kind": "assisted",
    "country": "irq",
    "applied_on": "2017-06-15",
    "client": "C1",
    "name": "Amina Zeldzaam",
    "contact": "0611111111",
    "born": "1980-03-01",
    "sex": "F",
}
FAMILY = [
    {"client": "C2", "name": "Bilal Zeldzaam", "born": "1978-01-01", "sex": "M"},
    {"client": "C3", "name": "Cira Zeldzaam", "born": "2010-05-05", "sex": "F"},
    {"client": "C4", "name": "Dara Zeldzaam", "born": "1999-07-20", "sex": "M"},
]
"""The last one turns 18 on 20 July 2017: a child on the day of the application, an adult on that of departure."""
NEW = {"client": "D"}


def opened(team: Team, **other: str) -> Case:
    """Return a case with a family of four."""
    case = perform(acts.OpenCase, None, team.caseworker, CASE | other)
    for each in FAMILY:
        client = other.get("client", "") + each["client"]
        perform(acts.Join, None, team.caseworker, each | {"case": str(case.pk), "client": client})
    return case


def assessed(team: Team, leaves_on: str, **other: str) -> Case:
    """Return a case on which somebody can decide."""
    case = opened(team, **other)
    answers = {each.code: "met" for each in asked_of(case)}
    case = perform(acts.AnswerConditions, case, team.caseworker, answers)
    return perform(acts.Assess, case, team.caseworker, {"leaves_on": leaves_on, "reason": "all is met"})


def granted(team: Team, leaves_on: str = "2017-08-15", **other: str) -> Case:
    """Return a case that was granted."""
    return perform(acts.GrantCase, assessed(team, leaves_on, **other), team.decider, {"reason": "by the rules"})


def departed(team: Team, day: str = "2017-08-15") -> Case:
    """Return a case whose family left."""
    return perform(acts.Depart, granted(team), team.caseworker, {"departed_on": day, "evidence": "boarding"})


def payment(case: Case, **other: Any) -> dict[str, Any]:
    """Return a payment of 1,000 euros in kind to the first person."""
    first = case.members.first()
    assert first
    return {
        "member": first.pk, "form": "kind", "what": "tools", "amount": "1000", "currency": "EUR",
        "pay_on": "2017-08-16",
    } | other  # fmt: skip
