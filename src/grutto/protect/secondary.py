"""Secondary cells: what must be hidden besides, so that nobody computes the primary ones; and what is given back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import ProtectionError
from grutto.lazily import lazily
from grutto.protect.worlds import NEGLIGIBLE, Witnesses, Worlds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from grutto.protect.attackers import Attacker
    from grutto.protect.cases import Numbers
    from grutto.protect.primary import Demand
else:
    np = lazily("numpy")


MOST_PROGRAMS = 5000
"""Programs that giving back takes at most; 552 cells take 2,000."""


@dataclass(frozen=True, slots=True)
class SuppressionProblem:
    """What has to be protected of one quantity.

    Attributes:
        numbers: the plan and its cases.
        weights: what each case adds: 1 for persons, its amount for money.
        demands: primary cells.
        attackers: who must not come nearer.
        frozen: statements that may not be hidden any more.
    """

    numbers: Numbers
    weights: NDArray[np.float64]
    demands: Sequence[Demand]
    attackers: Sequence[Attacker]
    frozen: NDArray[np.bool_]

    @property
    def micro(self) -> NDArray[np.float64]:
        """The true micro-cells."""
        return self.numbers.micro(self.weights)

    @property
    def values(self) -> NDArray[np.float64]:
        """The true value of each statement."""
        found: NDArray[np.float64] = self.numbers.sums @ self.micro
        return found

    def witnesses(self) -> Witnesses:
        """Return what keeps worlds for these attackers and demands; it has none yet."""
        demanded_cells = [demand.cell for demand in self.demands]
        return Witnesses(self.numbers.sums, self.micro, self.attackers, demanded_cells)

    def changes(self, attacker: Attacker) -> Iterator[tuple[Demand, float]]:
        """Yield each change that an attacker must hold possible, with the demand it serves."""
        values = self.values
        for demand in self.demands:
            if demand.cell not in attacker.left_out:
                low, high = attacker.asks(demand)
                down, up = min(0.0, low - values[demand.cell]), max(0.0, high - values[demand.cell])
                yield from ((demand, float(change)) for change in (down, up) if change)


def suppressed(problem: SuppressionProblem, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which statements to hide so that every demand holds against every attacker.

    For each demand the cheapest world is found that meets it; the cells that this world changes are hidden. It costs
    1 + log(1 + n) to hide a cell of n. Frozen cells change in no world.

    Args:
        problem: what has to hold.
        hidden: what is hidden already.

    Raises:
        ProtectionError: it cannot be done without changing a frozen cell.
    """
    costs = 1 + np.log1p(problem.values)
    worlds = Worlds(problem.numbers.sums, problem.micro, costs, problem.frozen)
    worlds.hide(np.flatnonzero(hidden))
    worlds.hide([demand.cell for demand in problem.demands])
    witnesses = problem.witnesses()
    for who, attacker in enumerate(problem.attackers):
        worlds.see_as(attacker)
        broken = witnesses.broken(~worlds.hidden)
        for demand, change in problem.changes(attacker):
            if witnesses.one(who, demand.cell, change, broken) < 0:
                world = worlds.path(demand.cell, change)
                if world is None:
                    raise _impossible(problem, demand)
                worlds.hide(np.flatnonzero(np.abs(witnesses.add(world)) > NEGLIGIBLE))
                broken = np.append(broken, False)  # what it changes is hidden now
    return worlds.hidden


def _impossible(problem: SuppressionProblem, demand: Demand) -> ProtectionError:
    table = problem.numbers.statements[demand.cell].table
    return ProtectionError(
        "the table “{table}” cannot be made safe beside what was published before or is declared exact",
        repair="publish it with fewer codes: declare a coarser form of it in the plan",
        table=table,
    )


def cleaned(
    problems: Sequence[SuppressionProblem], hidden: NDArray[np.bool_], always_hidden: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return what is left hidden when every cell has been given back that no attacker can use, the largest first.

    Args:
        problems: what has to hold, of persons and of money; it holds with `hidden`.
        hidden: statements that are hidden. The work has an end: a plan of thousands of cells keeps some of them hidden
            that could be given back.
        always_hidden: statements that stay hidden whatever happens (primary, or hidden in earlier editions).
    """
    now = hidden.copy()
    attacks = [Attack(problem, now) for problem in problems]
    values = problems[0].values
    for cell in sorted(np.flatnonzero(now & ~always_hidden).tolist(), key=lambda c: (-values[c], c)):
        if sum(attack.programs for attack in attacks) > MOST_PROGRAMS:
            break
        now[cell] = False
        for attack in attacks:
            attack.worlds.freeze([cell])
        if not all(attack.fails(now) for attack in attacks):
            now[cell] = True
            for attack in attacks:
                attack.worlds.thaw([cell])
    return now


class Attack:
    """Every attacker at once on what would be published.

    For each demand and attacker one world is remembered that meets it; only those are asked again that the next pattern
    rules out.

    Args:
        problem: what has to hold.
        hidden: what is hidden to begin with.
    """

    def __init__(self, problem: SuppressionProblem, hidden: NDArray[np.bool_]) -> None:
        self.worlds = Worlds(problem.numbers.sums, problem.micro, np.ones(len(hidden)), ~hidden)
        self.worlds.hide(np.flatnonzero(hidden))
        self.programs = 0
        self._attackers = problem.attackers
        self._witnesses = problem.witnesses()
        self._demands = [
            (who, demand.cell, change)
            for who, attacker in enumerate(problem.attackers)
            for demand, change in problem.changes(attacker)
        ]
        self._watched = np.full(len(self._demands), -1, dtype=np.int64)
        self._tried_first = np.zeros(len(self._demands), dtype=np.int64)

    def fails(self, hidden: NDArray[np.bool_]) -> bool:
        """Whether every demand holds against every attacker with these statements hidden."""
        broken = self._witnesses.broken(~hidden)
        lost = np.flatnonzero(np.append(broken, True)[self._watched])  # the last one is that of no world yet
        for number in lost[np.argsort(-self._tried_first[lost], kind="stable")]:
            who, cell, change = self._demands[number]
            world = self._witnesses.one(who, cell, change, broken)
            if world < 0:
                self.worlds.see_as(self._attackers[who])
                found = self.worlds.path(cell, change)
                self.programs += 1
                if found is None:
                    self._tried_first[number] += 1  # who succeeded often succeeds first
                    return False
                self._witnesses.add(found)
                broken = np.append(broken, False)  # the program changes nothing that is published
                world = self._witnesses.last
            self._watched[number] = world
        return True
