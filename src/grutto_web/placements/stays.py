"""Stays as the annual report divides their cost: begun, worked and cut short for which reason, by activity and year.

What leaves is attacked as any counts are: each expert is one case a year, so that nobody's days can be worked out.
Plans are about nobody; they go along, so that the report compares both sides by its own rule.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grutto.protect import Coarsening, Dimension, ProtectedTable, ProtectionPolicy, PublicationPlan
from grutto_web.casework.populations import POPULATIONS, CasePopulation, Person
from grutto_web.placements.models import BEGUN, Assignment, Mode, Phase, Reason, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto_web.placements.models import Year

NAME = "stays-nl"
ALL = "_T"
THRESHOLD, P_PERCENT = 5, Decimal(10)

type Kind = Literal["begun", "worked", "shorter", "longer"]
UNITS: dict[Kind, str] = {"begun": "assignment", "worked": "day", "shorter": "day", "longer": "day"}
BY_REASON: tuple[Kind, ...] = ("shorter", "longer")
type Key = tuple[Kind, int, str, int]
"""What is counted, the year, the reason, and of whom."""


@dataclass(slots=True)
class Account:
    """What was done and planned for an activity.

    Args:
        stays: on site, begun or done.
        plans: of its years, by all its phases.
    """

    stays: list[Assignment] = field(default_factory=list)
    plans: list[Year] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """The years that are over and of which everything is known, in order: no stay that began in one goes on."""
        open_since = [each.began_on.year for each in self.stays if each.began_on and each.state == State.UNDER_WAY]
        until = min([timezone.localdate().year, *open_since])
        done = (year for each in self.stays for year in each.days_by_year())
        return sorted({year for year in (*done, *(plan.year for plan in self.plans)) if year < until})


def accounts() -> dict[str, Account]:
    """Return the account of each activity that a phase names."""
    found: dict[str, Account] = defaultdict(Account)
    for phase in Phase.objects.exclude(activity="").prefetch_related("years").order_by("activity", "pk"):
        found[phase.activity].plans += phase.years.all()
    sent = Assignment.objects.filter(state__in=BEGUN, mode=Mode.PHYSICAL, request__phase__activity__in=found)
    for each in sent.select_related("expert", "request__phase").order_by("pk"):
        found[each.request.phase.activity].stays.append(each)
    return {activity: account for activity, account in found.items() if account.years}


def people() -> Iterator[Person]:
    """Yield each expert once for what is counted of them in a year, with their stays or days."""
    for activity, account in accounts().items():
        sums: dict[Key, int] = defaultdict(int)
        partners = {each.expert_id: str(each.expert.implementer_id) for each in account.stays}
        for each in account.stays:
            for what, amount in _counted(each):
                sums[what] += amount
        for (kind, year, reason, expert), amount in sums.items():
            if year in account.years:
                codes = {"activity": activity, "year": str(year), "kind": kind, "reason": reason}
                key = f"stays {activity} {kind} {year} {reason} {expert}"
                yield Person(key, codes, f"expert {expert}", partners[expert], Decimal(amount))


def _counted(stay: Assignment) -> Iterator[tuple[Key, int]]:
    """Yield what a stay adds, where it is known; what was other than planned counts in the year in which it ended."""
    days, expert = stay.days_by_year(), stay.expert_id
    if stay.began_on:
        yield ("begun", stay.began_on.year, Reason.OTHER, expert), 1
    for year, number in days.items():
        if number:
            yield ("worked", year, Reason.OTHER, expert), number
    if stay.days is not None and stay.ended_on and stay.days != stay.planned_days:
        kind: Kind = "shorter" if stay.days < stay.planned_days else "longer"
        yield (kind, stay.ended_on.year, stay.reason, expert), abs(stay.days - stay.planned_days)


def plan(counted: Iterable[Person]) -> PublicationPlan:
    """Return the tables: for each activity and year the stays and days, and by reason the days less or more.

    All days less stand beside the reasons: whoever compares plan and days worked comes near to them, so that what is
    hidden must be safe from who knows them.
    """
    del counted  # a year in which nobody went counts too: nought is known of it
    years = {activity: tuple(map(str, account.years)) for activity, account in accounts().items()}
    tables, coarser = [], []
    for activity, own in years.items():
        for kind, unit in UNITS.items():
            by_reason = kind in BY_REASON
            name, fixed = f"{kind} {activity}", {"kind": kind} | ({} if by_reason else {"reason": ALL})
            crossed = {"activity": (activity,), "year": own} | ({"reason": (ALL, *Reason.values)} if by_reason else {})
            tables.append(ProtectedTable(name, crossed, fixed, amounts=unit))
            coarser += [Coarsening(name)] if by_reason else []
    return PublicationPlan(
        NAME,
        (
            Dimension("activity", _alone(years)),
            Dimension("year", _alone({year for own in years.values() for year in own})),
            Dimension("kind", _alone(UNITS)),
            Dimension("reason", _alone(Reason.values) | {ALL: frozenset(Reason.values)}),
        ),
        tuple(tables),
        ProtectionPolicy(threshold=THRESHOLD, families=THRESHOLD, p_percent=P_PERCENT),
        tuple(coarser),
    )


def _alone(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    return {code: frozenset({code}) for code in sorted(codes)}


def planned() -> str:
    """Return what was planned, as CSV: of each activity and year, where every phase with a plan for it says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["plan", "activity", "year", "unit", "planned"])
    for activity, account in accounts().items():
        for year in sorted({each.year for each in account.plans}):
            plans = [each for each in account.plans if each.year == year]
            for unit, numbers in (("assignment", [p.assignments for p in plans]), ("day", [p.days for p in plans])):
                known = [number for number in numbers if number is not None]
                if len(known) == len(plans):
                    writer.writerow([NAME, activity, year, unit, sum(known)])
    return out.getvalue()


WORDS = {
    "begun": _("stays that began"),
    "worked": _("days worked"),
    "shorter": _("days less than planned"),
    "longer": _("days more than planned"),
    **dict(Reason.choices),
}
POPULATIONS[NAME] = CasePopulation(
    NAME, _("Stays of experts, for the account of their activity"), plan, people, planned, WORDS
)
