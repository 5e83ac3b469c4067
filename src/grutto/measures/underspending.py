"""Underspending: budget against what was spent, along any dimension, ranked; and why, where an activity has drivers.

Budget and spending are those of the framework's owner where its own activities have budgets; else those of all.
An activity is shown as it reports itself; sums over several are counted once along the chain.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.measures.derive import derived_id
from grutto.message import coded
from grutto.model.figure import Derivation, Period, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.measures.scope import Scope
    from grutto.model.figure import Figure, Scalar

FACTORS = ("effect_volume", "effect_duration", "effect_price", "effect_rate", "effect_unexplained")


@dataclass(frozen=True, slots=True)
class Gap:
    """What was budgeted and spent for one value of a dimension.

    Args:
        at: the value.
        budgeted: for the year, in euros.
        spent: in the year, in euros.
        difference: spent less budgeted; below zero is underspending. Where nothing is reported as spent, less the
            budget; unknown in a year in which no activity at all reports spending.
        share: the difference in percent of the budget.
        before: the same difference in the edition before, if that has it.
    """

    at: Scalar
    budgeted: Figure
    spent: Figure
    difference: Figure
    share: Figure
    before: Figure | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """A recorded reason why stays were shorter or longer than planned.

    Args:
        code: of the reason, as the register of stays has it.
        shorter: stays were shorter for it, not longer.
        days: by which stays differed for this reason.
        part: of the effect of other lengths, in euros.
    """

    code: str
    shorter: bool
    days: Figure
    part: Figure


@dataclass(frozen=True, slots=True)
class Split:
    """The difference of an activity in parts.

    Args:
        gap: what was budgeted and spent.
        effects: by factor.
        delay: how much of the first a late start explains.
        causes: recorded reasons of other lengths.
        rest: of the effect of other lengths, for which no reason is recorded; none without causes.
    """

    gap: Gap
    effects: tuple[Figure, ...]
    delay: Figure | None
    causes: tuple[Cause, ...] = ()
    rest: Figure | None = None


def own_rows(scope: Scope) -> dict[str, Scalar]:
    """Return the condition that limits budgets to the owner's activities, if these have any in the year."""
    own: dict[str, Scalar] = {"reporting_org": scope.framework.owner}
    return own if scope.book.measure("budgeted", year=scope.year, **own).rows else {}


def gaps(scope: Scope, dimension: str, most: int | None = None) -> list[Gap]:
    """Return budget against spending along a dimension, the largest underspending first; without a budget: not here.

    Args:
        scope: the year of a framework.
        dimension: such as `priority`.
        most: so many of them, at most.
    """
    return _gaps_of(scope, dimension, _ranked(scope, dimension)[:most])


def _measures(dimension: str) -> tuple[str, str]:
    return ("budgeted", "spent") if dimension == "iati_identifier" else ("budgeted_once", "spent_once")


def _ranked(scope: Scope, dimension: str) -> list[Scalar]:
    """Return the values of a dimension that have a budget, the largest underspending first, unknown ones last."""
    at = own_rows(scope) | {"year": scope.year}
    budgeted, spent = (scope.book.values(name, dimension, **at) for name in _measures(dimension))

    def place(value: Scalar) -> tuple[bool, Decimal, str]:
        planned, paid = budgeted[value], spent.get(value, Decimal(0) if spent else None)
        difference = None if planned is None or paid is None else paid - planned
        return difference is None, difference or Decimal(0), str(value)

    return sorted(budgeted, key=place)


def _gaps_of(scope: Scope, dimension: str, values: list[Scalar]) -> list[Gap]:
    own = own_rows(scope) | {"year": scope.year}
    each = [{**own, dimension: value} for value in values]
    budgeted, spent = (scope.book.measure_all(name, each) for name in _measures(dimension))
    return [_gap(scope, *row) for row in zip(values, budgeted, spent, strict=True)]


def gaps_of(scope: Scope, activities: Iterable[str]) -> dict[str, Gap]:
    """Return budget against spending of some activities, of those that have a budget in the year."""
    budgeted = set(_ranked(scope, "iati_identifier"))
    return {str(g.at): g for g in _gaps_of(scope, "iati_identifier", [a for a in activities if a in budgeted])}


def yearly(scope: Scope) -> list[Gap]:
    """Return budget against spending for every year up to the one reported on, in order of time."""
    own = own_rows(scope)
    found = [(at["year"], figure) for at, figure in scope.book.breakdown("budgeted_once", "year", **own)]
    past = [(year, figure) for year, figure in found if isinstance(year, int) and year <= scope.year]
    spent = scope.book.measure_all("spent_once", [{**own, "year": year} for year, _ in past])
    return [_gap(scope, year, budgeted, each, year) for (year, budgeted), each in zip(past, spent, strict=True)]


def reports_spending(scope: Scope, year: int) -> bool:
    """Tell whether any activity reports spending in a year; if none does, what is left of the budgets is unknown."""
    return scope.book.measure("spent_gross", year=year, **own_rows(scope)).rows > 0


def _gap(scope: Scope, at: Scalar, budgeted: Figure, spent: Figure, year: int | None = None) -> Gap:
    silent = not spent.rows and reports_spending(scope, year or scope.year)
    difference = scope.book.derive(*(("unspent", budgeted) if silent else ("difference", spent, budgeted)))
    share = scope.book.derive("share_percent", difference, budgeted)
    return Gap(at, budgeted, spent, difference, share, _before(scope, difference))


def _before(scope: Scope, difference: Figure) -> Figure | None:
    """Return the same difference in the edition before, over its own year, as a statement of that edition."""
    lineage = difference.lineage
    if scope.previous is None or not isinstance(lineage, Derivation):
        return None
    edition, period = scope.previous, Period.year(scope.previous.year)
    year, before = f"year-{scope.year}", f"year-{edition.year}"
    wanted = derived_id(lineage.operation, tuple(name.replace(year, before) for name in lineage.inputs))
    known = next((f for f in edition.figures if f.id == wanted), None)
    if known is None:
        return None
    place = coded("edition-figure", edition=edition.id, figure=wanted)
    statement = Statement(f"{edition.framework} {edition.year}", period.end, place)
    return scope.book.state(f"edition-{edition.id}.{wanted}", known.value, known.unit, statement, period=period)


def splits(scope: Scope, most: int | None = None) -> list[Split]:
    """Return the difference of each activity that has drivers, or so many of them, in parts that add up to the cent."""
    found = []
    known = _gaps_of(scope, "iati_identifier", _driven(scope)[:most])
    _ask_all(scope, [gap.at for gap in known])
    recorded = _recorded(scope) if known else {}
    for gap in known:
        drivers = _drivers(scope, str(gap.at), gap)
        if drivers and gap.spent.value is not None:
            effects = tuple(scope.book.derive(name, *drivers) for name in FACTORS)
            if effects[-1].value is not None:
                delay = delay_of(scope, gap, effects[0]) if effects[0].value is not None else None
                found.append(Split(gap, effects, delay, *_causes(scope, recorded[str(gap.at)], drivers, effects[1])))
    return found


def _driven(scope: Scope) -> list[Scalar]:
    """Return the activities with a budget that have a driver, ranked."""
    driven: set[Scalar] = set()
    for side in ("target", "actual"):
        for kind in ("volume", "duration"):
            driven |= scope.book.values(side, "iati_identifier", driver=kind, year=scope.year).keys()
    driven |= {breakdown["activity"] for breakdown in _broken_down(scope, "stays_begun")}
    return [value for value in _ranked(scope, "iati_identifier") if value in driven] if driven else []


def _ask_all(scope: Scope, activities: list[Scalar]) -> None:
    """Ask for the drivers of activities, and for what they are divided by, at once."""
    each: list[dict[str, Scalar]] = [{"iati_identifier": a, "year": scope.year} for a in activities]
    for side in ("target", "actual"):
        for kind in ("volume", "duration"):
            scope.book.measure_all(side, [{**at, "driver": kind} for at in each])
    for name in ("budgeted_local", "spent_local", "planned_days", "delay_days"):
        scope.book.measure_all(name, each)


def _drivers(scope: Scope, activity: str, gap: Gap) -> tuple[Figure, ...]:
    """Return units, days, local amount and euros, planned and actual, as far as known; none without any driver.

    Units stand in for days where neither side has an indicator of days; where only one has, days are unknown.
    """
    at: dict[str, Scalar] = {"iati_identifier": activity, "year": scope.year}
    units, days = (
        tuple(scope.book.measure(side, driver=kind, **at) for side in ("target", "actual"))
        for kind in ("volume", "duration")
    )
    if not any(figure.rows for figure in (*units, *days)):
        units, days = _of_stays(scope, activity)
    if not any(figure.rows for figure in (*units, *days)):
        return ()
    days = days if any(figure.rows for figure in days) else units
    planned = scope.book.measure("budgeted_local", **at)
    spent = scope.book.measure("spent_local", **at)
    if spent.value is not None and spent.unit != planned.unit:  # in the currency of the budget, nothing is known of it
        spent = scope.book.measure("spent_local", currency=planned.unit, **at)
    return units[0], days[0], planned, gap.budgeted, units[1], days[1], spent, gap.spent


STAYS, ALL = "activity={activity};reason={reason}", "_T"
"""How the register of stays tells what a number is about, and all reasons together."""


def _of_stays(scope: Scope, activity: str) -> tuple[tuple[Figure, Figure], tuple[Figure, Figure]]:
    """Return stays and days of an activity, planned and actual, as casework counts them."""
    at: dict[str, Scalar] = {"breakdown": STAYS.format(activity=activity, reason=ALL), "year": scope.year}
    units, days = (
        (scope.book.measure(planned, **at), scope.book.measure(actual, **at))
        for planned, actual in (("stays_planned", "stays_begun"), ("stay_days_planned", "stay_days"))
    )
    return units, days


def _broken_down(scope: Scope, measure: str) -> list[dict[str, str]]:
    """Return activity and reason of each number of the register of stays in the year."""
    found = sorted(map(str, scope.book.values(measure, "breakdown", year=scope.year)))
    return [dict(part.split("=", 1) for part in breakdown.split(";")) for breakdown in found]


def _recorded(scope: Scope) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return, by activity, where the register of stays has days that differ: `less` or `more`, activity and reason."""
    found: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for side in ("less", "more"):
        for at in _broken_down(scope, f"stay_days_{side}"):
            found[at["activity"]].append((side, at))
    return found


def _causes(
    scope: Scope, recorded: list[tuple[str, dict[str, str]]], drivers: tuple[Figure, ...], effect: Figure
) -> tuple[tuple[Cause, ...], Figure | None]:
    """Return the recorded reasons of other lengths of stays, and what of the effect none of them explains."""
    causes, totals = [], []
    for side, at in recorded:
        days = scope.book.measure(f"stay_days_{side}", breakdown=STAYS.format(**at), year=scope.year)
        part = scope.book.derive(f"days_{side}_part", days, *drivers)
        if at["reason"] == ALL:
            totals.append(part)
        elif days.value != 0:
            causes.append(Cause(at["reason"], side == "less", days, part))
    if not causes or not totals:
        return (), None
    return tuple(causes), scope.book.derive("difference", effect, scope.book.derive("total", *totals))


def delay_of(scope: Scope, gap: Gap, effect: Figure) -> Figure | None:
    """Return how much of a shortfall a late start explains, if planned days are known."""
    at: dict[str, Any] = {"iati_identifier": gap.at, "year": scope.year}
    days = [scope.book.measure(name, **at) for name in ("planned_days", "delay_days")]
    if any(f.value is None for f in days):
        return None
    return scope.book.derive("delay_part", effect, gap.budgeted, *days)
