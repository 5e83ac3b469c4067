"""Other worlds that look the same from outside: linear programs over the micro-cells.

A world is a change of the micro-cells under which every published cell keeps its value. An attacker holds a number
possible for a hidden cell if some world has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.protect.solver import program, solved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import highspy
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    from grutto.protect.attackers import Attacker
else:
    highspy = lazily("highspy")
    np = lazily("numpy")

NEGLIGIBLE = 1e-6
FREE = 1e-3
"""The cost of changing a cell that is hidden anyway: little, so that paths stay short."""


class Worlds:
    """Searches worlds that change one cell by a given number at the least cost.

    Args:
        sums: statements × micro-cells.
        micro: the true micro-cells.
        costs: what it costs to hide each statement.
        frozen: statements that must keep their value: published before, declared exact, or given back.
    """

    def __init__(
        self,
        sums: sparse.csr_matrix,
        micro: NDArray[np.float64],
        costs: NDArray[np.float64],
        frozen: NDArray[np.bool_],
    ) -> None:
        self.sums, self.micro, self.costs = sums, micro, costs
        self.rows, self.width = sums.shape
        self.frozen = frozen.copy()
        self.hidden = np.zeros(self.rows, dtype=bool)
        self._attacker: Attacker | None = None
        self._program = self._built()

    def _built(self) -> highspy.Highs:
        room = np.where(self.frozen, 0.0, highspy.kHighsInf)
        return program(
            self._matrix(),
            np.concatenate([np.zeros(self.width), self.costs, self.costs]),
            (
                np.concatenate([-self.micro, np.zeros(2 * self.rows)]),
                np.concatenate([np.full(self.width, highspy.kHighsInf), room, room]),
            ),
            (np.zeros(self.rows), np.zeros(self.rows)),
        )

    def _matrix(self) -> sparse.csc_matrix:
        """Micro-cells, then what each statement gains, then what it loses."""
        from scipy import sparse  # noqa: PLC0415 - heavy, and seldom needed

        one = sparse.identity(self.rows, format="csr")
        return sparse.hstack([self.sums, -one, one], format="csc")

    def _columns(self, rows: Iterable[int]) -> NDArray[np.int32]:
        found = np.fromiter(rows, dtype=np.int32) + np.int32(self.width)
        return np.concatenate([found, found + np.int32(self.rows)])

    def _bound(self, rows: list[int], upper: NDArray[np.float64]) -> None:
        columns = self._columns(rows)
        both = np.concatenate([upper, upper])
        self._program.changeColsBounds(len(columns), columns, np.zeros(len(columns)), both)

    def hide(self, rows: Iterable[int]) -> None:
        """Take statements as hidden: changing them costs next to nothing from now on."""
        found = [row for row in rows if not self.hidden[row]]
        if found:
            self.hidden[found] = True
            self._set_costs(found, np.full(len(found), FREE))
            self.thaw(found)

    def _set_costs(self, rows: list[int], costs: NDArray[np.float64]) -> None:
        columns = self._columns(rows)
        self._program.changeColsCost(len(columns), columns, np.concatenate([costs, costs]))

    def freeze(self, rows: Iterable[int]) -> None:
        """Take statements as published: no world changes them."""
        found = list(rows)
        self.frozen[found] = True
        self._bound(found, np.zeros(len(found)))

    def thaw(self, rows: Iterable[int]) -> None:
        """Let worlds change statements again."""
        found = list(rows)
        self.frozen[found] = False
        self._bound(found, np.full(len(found), highspy.kHighsInf))

    def see_as(self, attacker: Attacker) -> None:
        """Search the worlds that an attacker holds possible from now on."""
        if attacker is self._attacker:
            return
        if self._attacker is not None:
            released = [row for row in self._attacker.known if not self.frozen[row]]
            self._bound(released, np.full(len(released), highspy.kHighsInf))
        lower = attacker.own - self.micro
        every = np.arange(self.width, dtype=np.int32)
        self._program.changeColsBounds(self.width, every, lower, np.full(self.width, highspy.kHighsInf))
        self._bound(sorted(attacker.known), np.zeros(len(attacker.known)))
        self._attacker = attacker

    def path(self, cell: int, change: float) -> NDArray[np.float64] | None:
        """Return the micro-cells' changes in the cheapest world where a cell changes by so much, if there is one."""
        up, down = self.width + cell, self.width + self.rows + cell
        moved, still = (up, down) if change > 0 else (down, up)
        self._program.changeColBounds(moved, abs(change), abs(change))
        self._program.changeColBounds(still, 0.0, 0.0)
        status = solved(self._program)
        found = np.array(self._program.getSolution().col_value[: self.width])
        closed = self.frozen[cell] or (self._attacker is not None and cell in self._attacker.known)
        self._bound([cell], np.array([0.0 if closed else highspy.kHighsInf]))
        return found if status == highspy.HighsModelStatus.kOptimal else None


class Witnesses:
    """Worlds found before; one that fits answers a question without a program.

    Args:
        sums: statements × micro-cells.
        micro: the true micro-cells.
        attackers: who may hold a world possible.
        targets: the statements of which it is asked how far they go.
    """

    def __init__(
        self,
        sums: sparse.csr_matrix,
        micro: NDArray[np.float64],
        attackers: Sequence[Attacker],
        targets: Iterable[int],
    ) -> None:
        rows = sums.shape[0]
        self._sums = sums
        self._least = np.array([attacker.own for attacker in attackers]) - micro - NEGLIGIBLE
        self._known = np.zeros((len(attackers), rows), dtype=np.float32)
        for who, attacker in enumerate(attackers):
            self._known[who, sorted(attacker.known)] = 1
        self._columns = {cell: column for column, cell in enumerate(sorted(set(targets)))}
        self._number = 0
        self._cells = np.zeros((64, len(self._columns)))
        self._moved = np.zeros((64, rows), dtype=np.float32)
        self._fits = np.zeros((64, len(attackers)), dtype=bool)

    def add(self, change: NDArray[np.float64]) -> NDArray[np.float64]:
        """Keep a world; return its change of every statement."""
        cells: NDArray[np.float64] = self._sums @ change
        if self._number == len(self._cells):
            for name in ("_cells", "_moved", "_fits"):
                columns = getattr(self, name)
                setattr(self, name, np.concatenate([columns, np.zeros_like(columns)]))
        moved = (np.abs(cells) >= NEGLIGIBLE).astype(np.float32)
        self._cells[self._number] = cells[list(self._columns)]
        self._moved[self._number] = moved
        self._fits[self._number] = (change >= self._least).all(axis=1) & (self._known @ moved < 0.5)
        self._number += 1
        return cells

    @property
    def last(self) -> int:
        """The number of the world added last."""
        return self._number - 1

    def broken(self, published: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which worlds change something that is published."""
        found: NDArray[np.bool_] = self._moved[: self._number] @ published.astype(np.float32) > 0.5
        return found

    def one(self, who: int, cell: int, change: float, broken: NDArray[np.bool_]) -> int:
        """Return a world that an attacker holds possible and in which a statement changes as far; −1 if there is none.

        Args:
            who: the place of the attacker.
            cell: the statement.
            change: how far, up or down.
            broken: what `broken` returned; worlds that it does not tell of are not looked at.
        """
        far = self._cells[: len(broken), self._columns[cell]]
        found = far >= change - NEGLIGIBLE if change > 0 else far <= change + NEGLIGIBLE
        found &= self._fits[: len(broken), who] & ~broken
        first = int(found.argmax()) if len(found) else 0
        return first if len(found) and found[first] else -1
