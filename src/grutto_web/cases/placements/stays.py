"""Stays as the annual report divides their cost: begun, worked and cut short for which reason, by activity and year.

They are counted in one population with the experts (`counted.py`), for they are about the same people: whoever
subtracts stays from persons learns no more. Plans are about nobody; they go along, so that the report compares both
sides by its own rule.
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

from grutto.protect import ProtectedTable
from grutto_web.cases.casework.beside import held_back
from grutto_web.cases.casework.populations import Person
from grutto_web.cases.placements.models import BEGUN, Assignment, Mode, Phase, Reason, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grutto_web.cases.placements.models import Year

NAME = "stays-nl"
ALL = "_T"
SEVERAL = "several"
"""The country of who went to more than one in a phase: they are part of the total, and of no single country."""
OF_ACTIVITY = "iati:"
"""How the code for all phases of an activity begins."""
COLUMNS = ("population", "edition", "table", "activity", "year", "kind", "reason", "unit", "obs_value", "obs_status")

type Kind = Literal["worked", "shorter", "longer"]
DAYS: tuple[Kind, ...] = ("worked", "shorter", "longer")
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
    sent = sent.exclude(pk__in=held_back(Assignment))
    for each in sent.select_related("expert", "request__phase").order_by("pk"):
        found[each.request.phase.activity].stays.append(each)
    return {activity: account for activity, account in found.items() if account.years}


def days_of_experts() -> Iterator[Person]:
    """Yield each expert once for what is counted of their days in a year for an activity."""
    for activity, account in accounts().items():
        sums: dict[Key, int] = defaultdict(int)
        anyone = {each.expert_id: each for each in reversed(account.stays)}
        for each in account.stays:
            for what, amount in _counted(each):
                sums[what] += amount
        for (kind, year, reason, expert), amount in sums.items():
            if year in account.years:
                codes = codes_of(anyone[expert], kind, year) | {"reason": reason}
                key = f"stays {activity} {kind} {year} {reason} {expert}"
                yield person_of(anyone[expert], key, codes, amount)


def codes_of(stay: Assignment, kind: str, year: int) -> dict[str, str]:
    """Return the codes of an expert of a stay; in which country is told of the first stays only."""
    fixed = {"country": SEVERAL, "reason": str(Reason.OTHER)}
    return {"phase": stay.request.phase.code, "year": str(year), "kind": kind, "sex": stay.expert.sex} | fixed


def person_of(stay: Assignment, key: str, codes: dict[str, str], amount: int) -> Person:
    """Return an expert as one who counts: a family of their own, known to their implementer."""
    expert = stay.expert
    return Person(key, codes, f"expert {expert.pk}", str(expert.implementer_id), Decimal(amount))


def _counted(stay: Assignment) -> Iterator[tuple[Key, int]]:
    """Yield the days of a stay, where they are known; those other than planned count in the year in which it ended."""
    for year, number in stay.days_by_year().items():
        if number:
            yield ("worked", year, Reason.OTHER, stay.expert_id), number
    if stay.days is not None and stay.ended_on and stay.days != stay.planned_days:
        kind: Kind = "shorter" if stay.days < stay.planned_days else "longer"
        yield (kind, stay.ended_on.year, stay.reason, stay.expert_id), abs(stay.days - stay.planned_days)


def tables() -> Iterator[ProtectedTable]:
    """Yield for each activity and year the stays and days, and by reason the days less or more.

    All days less stand beside the reasons: whoever compares plan and days worked comes near to them, so that what is
    hidden must be safe from who knows them. How many persons have days is not told: it is nearly how many began.
    Until the first year of an activity nobody goes again, and everybody knows that: all stays are first ones.
    """
    for activity, account in accounts().items():
        first = min((each.began_on.year for each in account.stays if each.began_on), default=0)
        early = tuple(str(year) for year in account.years if year <= first)
        later = tuple(str(year) for year in account.years if year > first)
        for name, kind, years in ((f"begun {activity}", "first", early), (f"begun {activity} since", "begun", later)):
            if years:
                yield _table(name, activity, kind, years)
        for kind in DAYS:
            yield _table(f"{kind} {activity}", activity, kind, tuple(map(str, account.years)))


def _table(name: str, activity: str, kind: str, years: tuple[str, ...]) -> ProtectedTable:
    crossed = {"phase": (OF_ACTIVITY + activity,), "year": years}
    fixed = {"kind": kind, "country": ALL, "sex": ALL}
    if kind in BY_REASON:
        crossed["reason"] = (ALL, *Reason.values)
    else:
        fixed["reason"] = ALL
    days = kind in DAYS
    return ProtectedTable(name, crossed, fixed, amounts="day" if days else "assignment", persons=not days)


def phases_of() -> dict[str, frozenset[str]]:
    """Return each activity, as a code of phases, with its phases."""
    phases: dict[str, set[str]] = defaultdict(set)
    for activity, phase in Phase.objects.exclude(activity="").values_list("activity", "code"):
        phases[OF_ACTIVITY + activity].add(phase)
    return {code: frozenset(own) for code, own in phases.items()}


def stays_in(counts: str) -> str:
    """Return what the account of an activity needs of released counts, as CSV for the core."""
    read = csv.DictReader(io.StringIO(counts))
    found = [row for row in read if row["phase"].startswith(OF_ACTIVITY) and row["unit"] != "person"]
    rows = []
    for row in found:
        kind = "begun" if row["kind"] == "first" else row["kind"]
        activity = row["phase"].removeprefix(OF_ACTIVITY)
        rows.append(row | {"population": NAME, "activity": activity, "kind": kind})
    return written(COLUMNS, rows)


def written(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV, with the columns named."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def planned() -> str:
    """Return what was planned, as CSV: of each activity and year, where every phase with a plan for it says so."""
    rows = []
    for activity, account in accounts().items():
        for year in sorted({each.year for each in account.plans}):
            plans = [each for each in account.plans if each.year == year]
            for unit, numbers in (("assignment", [p.assignments for p in plans]), ("day", [p.days for p in plans])):
                known = [number for number in numbers if number is not None]
                if len(known) == len(plans):
                    of = {"plan": NAME, "activity": activity, "year": str(year), "unit": unit}
                    rows.append(of | {"planned": str(sum(known))})
    return written(("plan", "activity", "year", "unit", "planned"), rows)


WORDS = {
    "first": _("who went for the first time"),
    "begun": _("stays that began"),
    "worked": _("days worked"),
    "shorter": _("days less than planned"),
    "longer": _("days more than planned"),
    **dict(Reason.choices),
}
