"""Operations that make a figure from other figures: each is exact, refuses mixed units and keeps the unknown."""

from __future__ import annotations

import hashlib
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, NamedTuple

from grutto.errors import UnitError, UnknownNameError
from grutto.measures import variance
from grutto.message import coded, msg
from grutto.model.figure import Derivation, Figure
from grutto.model.quantity import same_unit
from grutto.remittances.method import method

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.message import Value

QUANTUM = Decimal("0.000001")
PERCENT = "percent"


def difference(minuend: Decimal, subtrahend: Decimal) -> Decimal:
    """Return the first less the second."""
    return minuend - subtrahend


def unspent(budgeted: Decimal) -> Decimal:
    """Return the difference of a budget of which nothing is reported as spent: all of it, below zero."""
    return -budgeted


def change_percent(now: Decimal, before: Decimal) -> Decimal | None:
    """Return the change in percent of the earlier value; none if that is zero."""
    return ((now - before) * 100 / before).quantize(QUANTUM) if before else None


def share_percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return the first in percent of the second; none if that is zero."""
    return (part * 100 / whole).quantize(QUANTUM) if whole else None


def per_thousand(number: Decimal, people: Decimal) -> Decimal | None:
    """Return how many there are for each thousand people; none if there are no people."""
    return (number * 1000 / people).quantize(QUANTUM) if people else None


def refugee_recognition(recognised: Decimal, other: Decimal, rejected: Decimal) -> Decimal | None:
    """Return UNHCR's refugee recognition rate in percent; none without decisions on substance."""
    return share_percent(recognised, recognised + other + rejected)


def total_recognition(recognised: Decimal, other: Decimal, rejected: Decimal) -> Decimal | None:
    """Return UNHCR's total recognition rate in percent; none without decisions on substance."""
    return share_percent(recognised + other, recognised + other + rejected)


def part_of_both(part: Decimal, other: Decimal) -> Decimal | None:
    """Return the first in percent of both together; none if both are zero."""
    return share_percent(part, part + other)


KNOWN = Decimal("0.9")
"""Part of all people of whom something must be known for a share among them to say something of all."""


def part_of_known(part: Decimal, other: Decimal, people: Decimal) -> Decimal | None:
    """Return the first in percent of both together; none if both are less than nine tenths of all people."""
    return part_of_both(part, other) if part + other >= KNOWN * people else None


REACHED = 100
"""Percent of a target that is reached."""


def targets_met(*shares: Decimal) -> Decimal:
    """Return how many of the shares of targets, in percent, are at least a hundred."""
    return Decimal(sum(share >= REACHED for share in shares))


def number_of(*figures: Decimal) -> Decimal:
    """Return how many figures there are."""
    return Decimal(len(figures))


def total(*parts: Decimal) -> Decimal:
    """Return the sum."""
    return sum(parts, Decimal(0))


def thousands_up(amount: Decimal) -> Decimal:
    """Return an amount in thousands, rounded up (towards plus infinity), as the Dutch account prints it."""
    return (amount / 1000).to_integral_value(ROUND_CEILING)


def product(*factors: Decimal) -> Decimal:
    """Return the product."""
    value = Decimal(1)
    for factor in factors:
        value *= factor
    return value.quantize(QUANTUM)


def average_price(costs: Decimal, services: Decimal) -> Decimal | None:
    """Return the mean of costs; none without services."""
    return (costs / services).quantize(QUANTUM) if services else None


def smart_price(costs: Decimal, services: Decimal) -> Decimal | None:
    """Return the mean of the cheapest services; none if there are fewer than the method asks for."""
    return average_price(costs, services) if services >= method().settings.smart_services else None


def weighted_mean(*numbers: Decimal) -> Decimal | None:
    """Return the mean of the first half of the numbers, weighted by the second half; none without weight."""
    half = len(numbers) // 2
    values, weights = numbers[:half], numbers[half:]
    weight = sum(weights, Decimal(0))
    return (sum(v * w for v, w in zip(values, weights, strict=True)) / weight).quantize(QUANTUM) if weight else None


class Operation(NamedTuple):
    """An operation on figures.

    Args:
        function: of their values.
        unit: of its answer; empty: that of its inputs.
        rule: in plain words.
        mixed: its inputs may have units of their own.
        roles: what each input is, where the rule does not say.
        partial: it takes unknown inputs, and says itself what cannot be known.
        none: reason that there is no value though all inputs are known; empty: the last of them is zero.
    """

    function: Callable[..., Decimal | None]
    unit: str
    rule: str
    mixed: bool = False
    roles: tuple[str, ...] = ()
    partial: bool = False
    none: str = ""


DRIVERS = (
    msg("units, planned"),
    msg("days of all units, planned"),
    msg("local amount, planned"),
    msg("euros, planned"),
    msg("units, actual"),
    msg("days of all units, actual"),
    msg("local amount, actual"),
    msg("euros, actual"),
)
PER_PEOPLE = (msg("the number"), msg("inhabitants"))
RETURNS = (msg("returns"), msg("orders to leave"))
DECISIONS = (msg("recognised as refugee"), msg("other protection"), msg("rejected"))
BOTH = (msg("the part"), msg("the other part"))
VISAS = (msg("visas not issued"), msg("visas applied for"))
RECEPTION = (msg("persons"), msg("days that count, of each"), msg("euros a day"))
SERVICES = (msg("total costs, added up"), msg("services"))
DAYS = (msg("days that differ"), *DRIVERS)
LATE = (msg("shortfall"), msg("planned amount"), msg("planned days"), msg("days lost"))


def _part(function: Callable[..., Decimal | None], rule: str, roles: tuple[str, ...] = DRIVERS) -> Operation:
    """Return what gives a part of the difference between what was planned and what was done, in euros."""
    return Operation(function, "EUR", rule, mixed=True, roles=roles, partial=True)


OPERATIONS: dict[str, Operation] = {
    "difference": Operation(difference, "", msg("The first figure less the second.")),
    "unspent": Operation(unspent, "", msg("Nothing is reported as spent in the period: all of the budget is left.")),
    "change_percent": Operation(
        change_percent, PERCENT, msg("(first − second) ÷ second × 100, rounded to 6 decimals.")
    ),
    "share_percent": Operation(share_percent, PERCENT, msg("first ÷ second × 100, rounded to 6 decimals.")),
    "per_thousand": Operation(
        per_thousand, "per thousand", msg("first ÷ second × 1,000, rounded to 6 decimals."), roles=PER_PEOPLE
    ),
    "return_rate": Operation(
        share_percent,
        PERCENT,
        msg(
            "Returns in the year ÷ orders to leave given in the year × 100. Some leave in a later year than that of "
            "their order, so that it may be more than 100."
        ),
        roles=RETURNS,
    ),
    "part_of_both": Operation(
        part_of_both,
        PERCENT,
        msg("first ÷ (first + second) × 100, rounded to 6 decimals: those of whom it is not known are in neither."),
        roles=BOTH,
    ),
    "part_of_known": Operation(
        part_of_known,
        PERCENT,
        msg(
            "first ÷ (first + second) × 100, rounded to 6 decimals: those of whom it is not known are in neither. "
            "There is no figure if it is known of less than nine tenths of all."
        ),
        roles=(*BOTH, msg("all people")),
        none="few-known",
    ),
    "visa_refusal": Operation(
        share_percent, PERCENT, msg("Visas not issued ÷ visas applied for × 100, in the year."), roles=VISAS
    ),
    "refugee_recognition": Operation(
        refugee_recognition,
        PERCENT,
        msg(
            "Recognised as refugee ÷ (recognised + other protection + rejected) × 100: "
            "UNHCR's refugee recognition rate."
        ),
        roles=DECISIONS,
    ),
    "total_recognition": Operation(
        total_recognition,
        PERCENT,
        msg(
            "(Recognised as refugee + other protection) ÷ (recognised + other protection + rejected) × 100: "
            "UNHCR's total recognition rate."
        ),
        roles=DECISIONS,
    ),
    "average_price": Operation(
        average_price,
        PERCENT,
        msg("Total costs of the services ÷ their number, rounded to 6 decimals: a simple mean, not weighted by use."),
        mixed=True,
        roles=SERVICES,
        none="no-service",
    ),
    "smart_price": Operation(
        smart_price,
        PERCENT,
        msg(
            "SmaRT: total costs of the three cheapest services that are quick enough and can be reached ÷ 3, "
            "rounded to 6 decimals."
        ),
        mixed=True,
        roles=SERVICES,
        none="few-services",
    ),
    "weighted_mean": Operation(
        weighted_mean,
        PERCENT,
        msg("The first half of the figures, each weighted by its figure of the second half, rounded to 6 decimals."),
        mixed=True,
        none="no-weight",
    ),
    "targets_met": Operation(
        targets_met, "target", msg("How many of these shares of targets are at least 100 percent."), mixed=True
    ),
    "number_of": Operation(number_of, "target", msg("How many targets have an achieved value."), mixed=True),
    "total": Operation(total, "", msg("The sum of the figures.")),
    "thousands_up": Operation(thousands_up, "thousand EUR", msg("The figure in thousands of euros, rounded up.")),
    "product": Operation(product, "EUR", msg("Persons × days × amount a day."), mixed=True, roles=RECEPTION),
    "effect_volume": _part(
        variance.effect_volume,
        msg("Number of units: its part of the difference, averaged over all orders of change (Shapley)."),
    ),
    "effect_duration": _part(
        variance.effect_duration,
        msg("Days a unit: its part of the difference, averaged over all orders of change (Shapley)."),
    ),
    "effect_price": _part(
        variance.effect_price,
        msg("Local amount a day: its part of the difference, averaged over all orders of change (Shapley)."),
    ),
    "effect_rate": _part(
        variance.effect_rate,
        msg("Euros for the local currency: its part of the difference, averaged over all orders of change (Shapley)."),
    ),
    "effect_unexplained": _part(
        variance.effect_unexplained,
        msg("What no known factor explains: a driver is unknown, or money was spent and nothing was done for it."),
    ),
    "days_less_part": _part(
        variance.days_less_part,
        msg("These days of the effect of other lengths, each day counting the same: days less than planned."),
        roles=DAYS,
    ),
    "days_more_part": _part(
        variance.days_more_part,
        msg("These days of the effect of other lengths, each day counting the same: days more than planned."),
        roles=DAYS,
    ),
    "delay_part": Operation(
        variance.delay_part,
        "EUR",
        msg(
            "Budget of the days lost by a late start: planned amount × days lost ÷ planned days, at most the shortfall."
        ),
        mixed=True,
        roles=LATE,
    ),
}
"""Every operation by name."""

INPUT_UNKNOWN = "input-unknown"
"""Code of the reason that a figure it derives from is unknown."""
OTHER_LENGTH, OVERLAPPING = "other-length", "periods-overlap"
"""Codes of reasons about periods."""

NEARLY = 3
"""Days by which periods of one length may differ: leap years, months."""

COMPARES = {"difference", "change_percent"}
ADDS = {"total"}
SHARES = {"share_percent", "per_thousand", "return_rate", "refugee_recognition", "total_recognition"}
"""Operations in which stocks and flows may meet: a share of the population is one of a stock."""


def roles_of(operation: str, number: int) -> tuple[str, ...]:
    """Return what each input of an operation is; empty where its rule says it."""
    roles = OPERATIONS[operation].roles
    return (*roles, *("" for _ in range(number - len(roles))))


LONGEST = 400
"""Characters that an id may have; of longer ones a digest stands for the inputs, which the lineage names."""


def derived_id(operation: str, inputs: tuple[str, ...]) -> str:
    """Return the id of what an operation makes of other figures: their ids, or a digest of them where that is long."""
    listed = ",".join(inputs)
    if len(operation) + len(listed) + 2 <= LONGEST:
        return f"{operation}({listed})"
    return f"{operation}({hashlib.sha256(listed.encode()).hexdigest()[:16]})"


def derive(operation: str, inputs: tuple[Figure, ...]) -> Figure:
    """Return the figure that an operation makes of others.

    Raises:
        UnknownNameError: there is no such operation.
        UnitError: the figures have different units; both are named.
    """
    if operation not in OPERATIONS:
        raise UnknownNameError(
            "There is no operation “{operation}”",
            repair="one of: {operations}",
            operation=operation,
            operations=", ".join(OPERATIONS),
        )
    function, unit, rule, mixed, _, partial, none = OPERATIONS[operation]
    own = inputs[0].unit
    if not mixed:
        there = (f.unit for f in inputs if f.rows or f.value is not None)
        own = same_unit(there, operation, " and ".join(f.id for f in inputs)) or own
    _same_kind(operation, inputs)
    apart = _not_compared(operation, inputs)
    reasons = tuple((coded(INPUT_UNKNOWN, figure=f.id), 1) for f in inputs if f.value is None) + apart
    value = function(*(f.value for f in inputs)) if partial or not reasons else None
    reasons = reasons if value is None else ()
    if value is None and not reasons:
        reasons = ((none or coded("input-zero", figure=inputs[-1].id), 1),)
    return Figure(
        id=derived_id(operation, tuple(f.id for f in inputs)),
        value=value,
        unit=unit or own,
        lineage=Derivation(operation, tuple(f.id for f in inputs)),
        period=inputs[0].period,
        unknown=sum(f.unknown for f in inputs),
        reasons=reasons,
        rule=rule,
        warnings=_warnings(inputs),
        stock_flow=inputs[0].stock_flow if operation not in SHARES else "",
    )


def _same_kind(operation: str, inputs: tuple[Figure, ...]) -> None:
    """Refuse to add or compare a stock and a flow, and to add one stock on several days."""
    kinds = {f.stock_flow for f in inputs}
    if len(kinds) > 1 and "" not in kinds and operation not in SHARES:
        raise UnitError(
            "“{operation}” of a stock and a flow has no meaning",
            where=" and ".join(f.id for f in inputs),
            repair="compare stocks with stocks, and flows with flows",
            operation=operation,
        )
    if operation in ADDS and "stock" in kinds and len({f.period for f in inputs}) > 1:
        raise UnitError(
            "A stock on several days cannot be added: it would count the same people again",
            where=" and ".join(f.id for f in inputs),
            repair="add stocks of one day, or show the series",
        )


def _not_compared(operation: str, inputs: tuple[Figure, ...]) -> tuple[tuple[str, int], ...]:
    """Return why two figures are not compared over time: periods of other length, or that overlap."""
    periods = [f.period for f in inputs if f.period]
    if operation not in COMPARES or len(periods) != 2 or periods[0] == periods[1]:
        return ()
    one, other = periods
    days = [(p.end - p.start).days + 1 for p in periods]
    places: dict[str, Value] = {"one": str(one), "days": days[0], "other": str(other), "other_days": days[1]}
    if abs(days[0] - days[1]) > NEARLY:
        return ((coded(OTHER_LENGTH, **places), 1),)
    return ((coded(OVERLAPPING, **places), 1),) if one.start <= other.end and other.start <= one.end else ()


def _warnings(inputs: tuple[Figure, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for f in inputs for w in f.warnings))
