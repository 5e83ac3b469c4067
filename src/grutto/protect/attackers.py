"""Who might work out a hidden count, and what each knows beforehand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.lazily import lazily

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grutto.protect.cases import Numbers
    from grutto.protect.primary import Demand
else:
    np = lazily("numpy")


@dataclass(frozen=True, slots=True)
class Attacker:
    """Somebody with knowledge of their own.

    Attributes:
        name: the public, a family, or a partner; never published.
        own: persons (or euros) in each micro-cell that the attacker knows of.
        part: the same in each statement.
        known: statements whose value the attacker knows.
        left_out: statements in which all are the attacker's own: there is nothing to learn.
    """

    name: str
    own: NDArray[np.float64]
    part: NDArray[np.float64]
    known: frozenset[int]
    left_out: frozenset[int]

    def asks(self, demand: Demand) -> tuple[float, float]:
        """Return what must stay possible of a cell for one who knows some of the persons in it."""
        mine = float(self.part[demand.cell])
        return (demand.low + mine, max(demand.high, mine + 1)) if mine else (demand.low, demand.high)


def attackers(numbers: Numbers, weights: NDArray[np.float64]) -> list[Attacker]:
    """Return the public, each family that is alone in some cell, and each partner.

    Args:
        numbers: the plan and its cases.
        weights: what each case adds: 1, or its amount.
    """
    rows, width = numbers.sums.shape
    public = Attacker("public", np.zeros(width), np.zeros(rows), frozenset(), frozenset())
    return [public, *_families(numbers, weights), *_partners(numbers, weights)]


def _families(numbers: Numbers, weights: NDArray[np.float64]) -> list[Attacker]:
    """Return families alone in a cell; who is alone is a family of one."""
    alone: dict[str, set[int]] = defaultdict(set)
    for row, found in enumerate(numbers.members()):
        families = {numbers.cases[n].family for n in found}
        if len(families) == 1:
            alone[families.pop()].add(row)
    own = _sums_of(numbers, weights, [case.family for case in numbers.cases])
    return [
        Attacker(f"family {name}", own[name], numbers.sums @ own[name], frozenset(rows), frozenset(rows))
        for name, rows in sorted(alone.items())
    ]


def _partners(numbers: Numbers, weights: NDArray[np.float64]) -> list[Attacker]:
    own = _sums_of(numbers, weights, [case.partner for case in numbers.cases])
    whole: dict[str, set[int]] = defaultdict(set)
    for row, found in enumerate(numbers.members()):
        partners = {numbers.cases[n].partner for n in found}
        if len(partners) == 1:
            whole[partners.pop()].add(row)
    # A partner does not know that nobody else has cases there, so no value is known to it for certain.
    nothing: frozenset[int] = frozenset()
    return [
        Attacker(f"partner {name}", mine, numbers.sums @ mine, nothing, frozenset(whole[name]))
        for name, mine in sorted(own.items())
    ]


def _sums_of(numbers: Numbers, weights: NDArray[np.float64], keys: list[str]) -> dict[str, NDArray[np.float64]]:
    groups: dict[str, NDArray[np.float64]] = {}
    for number, key in enumerate(keys):
        found = groups.setdefault(key, np.zeros(numbers.sums.shape[1]))
        found[numbers.place[number]] += weights[number]
    return groups
