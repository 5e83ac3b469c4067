"""Primary cells: those whose own number harms, and how far an attacker must stay from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from grutto.protect.cases import Numbers
    from grutto.protect.plan import ProtectionPolicy, PublicationPlan


@dataclass(frozen=True, slots=True)
class Demand:
    """What every attacker must hold possible of a statement: something at most `low`, something at least `high`."""

    cell: int
    low: float
    high: float


def persons_demanded(plan: PublicationPlan, numbers: Numbers) -> list[Demand]:
    """Return what must hold for statements of few persons, of few families, or of a whole group."""
    members = numbers.members()
    demands = {
        row: Demand(row, plan.policy.least, plan.policy.threshold)
        for row, found in enumerate(members)
        if _too_few(numbers, row, found, plan.policy)
    }
    for row, margin in _margins(plan, numbers):
        persons = len(members[row])
        if row not in demands and persons and persons == len(members[margin]):
            demands[row] = Demand(row, max(plan.policy.least, persons - plan.policy.threshold), persons)
    return [demand for _, demand in sorted(demands.items())]


def _too_few(numbers: Numbers, row: int, found: NDArray[np.int64], policy: ProtectionPolicy) -> bool:
    if not len(found):
        return policy.zeros_unsafe and numbers.statements[row].kind == "cell"
    families = {numbers.cases[n].family for n in found}
    return len(found) < policy.threshold or len(families) < policy.families


def _margins(plan: PublicationPlan, numbers: Numbers) -> Iterator[tuple[int, int]]:
    """Pair each cell with the cells above it along a sensitive dimension."""
    for dimension in plan.dimensions:
        if dimension.sensitive:
            lines = defaultdict(list)
            for row, one in enumerate(numbers.statements):
                cell = dict(one.cell)
                if one.kind == "cell" and dimension.name in cell:
                    code = cell.pop(dimension.name)
                    lines[(one.edition, one.table, *cell.items())].append((dimension.codes[code], row))
            for line in lines.values():
                yield from ((row, above) for own, row in line for wide, above in line if own < wide)


def amounts_demanded(plan: PublicationPlan, numbers: Numbers, weights: NDArray[np.float64]) -> list[Demand]:
    """Return what must hold for amounts in which one person outweighs the others (the p %-rule).

    With amounts x₁ ≥ x₂ ≥ … of total x, the second estimates the first as x − x₂; that is too close when
    x − x₁ − x₂ < p/100 · x₁ (Hundepool and others, "Statistical Disclosure Control", 2012, section 4.2).

    Args:
        plan: the policy names p; without it nothing is demanded.
        numbers: the plan and its cases.
        weights: the amount of each case.
    """
    share = float(plan.policy.p_percent or 0) / 100
    demands = []
    for row, found in enumerate(numbers.members()):
        amounts = sorted((float(weights[n]) for n in found), reverse=True)
        largest, second = [*amounts, 0.0, 0.0][:2]
        missing = share * largest - (sum(amounts) - largest - second)
        if largest > 0 and missing > 0:
            demands.append(Demand(row, max(0.0, sum(amounts) - missing), sum(amounts) + missing))
    return demands
