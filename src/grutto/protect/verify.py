"""The verifier: attacks what was published, knowing only the published files, and compares with the truth.

It shares with the making of an edition only what must hold (`primary`, `attackers`); what an attacker can work out it
computes from the files alone, by other programs.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import InputError, ProtectionError
from grutto.lazily import lazily
from grutto.message import Message
from grutto.protect.attackers import attackers
from grutto.protect.cases import KnownStatement, numbers
from grutto.protect.plan import EVERYTHING
from grutto.protect.primary import amounts_demanded, persons_demanded
from grutto.protect.solver import is_unbounded, program, solved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import highspy
    import numpy as np
    from numpy.typing import NDArray

    from grutto.protect.attackers import Attacker
    from grutto.protect.cases import KnownCase, Numbers
    from grutto.protect.plan import PublicationPlan
    from grutto.protect.primary import Demand
else:
    highspy = lazily("highspy")
    np = lazily("numpy")

CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What an attacker can work out that it must not.

    Attributes:
        attacker: who.
        statement: of what.
        unit: "person", or that of the amounts of a table.
        low: the least that the attacker holds possible.
        high: the most.
    """

    attacker: str
    statement: KnownStatement
    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Row:
    statement: KnownStatement
    unit: str
    value: float | None


def verify(plan: PublicationPlan, cases: Sequence[KnownCase], files: Sequence[str]) -> list[Narrowing]:
    """Return everything that some attacker can narrow too far; an empty list is what must come out.

    Args:
        plan: dimensions and policy. Which tables were published is read from the files.
        cases: the truth.
        files: the CSV of every edition ever published, in order.

    Raises:
        InputError: a file is not one that `Publication.to_csv` writes, or states something else than the truth.
        ProtectionError: the solver gave up.
    """
    rows = [row for number, text in enumerate(files) for row in _read(plan, text, number)]
    found: list[Narrowing] = []
    for unit in sorted({row.unit for row in rows}):
        found += _narrowed(plan, cases, [row for row in rows if row.unit == unit], unit)
    return found


def require_safe(plan: PublicationPlan, cases: Sequence[KnownCase], files: Sequence[str]) -> None:
    """Attack what would be published; arguments as of `verify`.

    Raises:
        ProtectionError: an attack succeeded.
    """
    if narrowed := verify(plan, cases, files):
        raise ProtectionError(
            "small counts could be worked out from what would be published",
            where=", ".join(sorted({each.statement.table for each in narrowed})),
            repair="report this: what is hidden was chosen wrongly",
        )


def _read(plan: PublicationPlan, text: str, edition: int) -> Iterator[_Row]:
    names = [dimension.name for dimension in plan.dimensions]
    for line in csv.DictReader(io.StringIO(text)):
        if line.get("population") != plan.population or line.get("edition") != str(edition):
            raise InputError(
                "this is not the file of this edition",
                where=Message("{population}: edition {edition}", population=plan.population, edition=edition),
            )
        cell = tuple(sorted((name, line[name]) for name in names if line[name] != EVERYTHING))
        value = None if line["obs_status"] == "Q" else float(line["obs_value"])
        yield _Row(KnownStatement(edition, line["table"], cell), line["unit"], value)


def _narrowed(plan: PublicationPlan, cases: Sequence[KnownCase], rows: Sequence[_Row], unit: str) -> list[Narrowing]:
    truth = numbers(plan, cases, [row.statement for row in rows])
    weights = np.array([1.0 if unit == "person" else case.amount for case in cases])
    published = np.full(len(truth.statements), np.nan)
    published[: len(rows)] = [np.nan if row.value is None else row.value for row in rows]
    _require_true(plan, rows, truth.sums @ truth.micro(weights))
    demands = persons_demanded(plan, truth) if unit == "person" else amounts_demanded(plan, truth, weights)
    program = Possible(truth, published)
    found: list[Narrowing] = []
    for attacker in attackers(truth, weights):
        program.see_as(attacker, truth.sums @ truth.micro(weights))
        for demand in demands:
            if demand.cell not in attacker.left_out:
                found += _attacked(program, truth, attacker, demand, unit)
    return found


def _require_true(plan: PublicationPlan, rows: Sequence[_Row], values: NDArray[np.float64]) -> None:
    for row, value in zip(rows, values, strict=False):
        if row.value is not None and abs(row.value - value) > 0.01:
            raise InputError(
                "a published value is not what the cases give",
                where=Message(
                    "{population}: table “{table}”, edition {edition}",
                    population=plan.population,
                    table=row.statement.table,
                    edition=row.statement.edition,
                ),
            )


def _attacked(program: Possible, truth: Numbers, attacker: Attacker, demand: Demand, unit: str) -> Iterator[Narrowing]:
    low, high = attacker.asks(demand)
    if not program.reaches(demand.cell, low=low, high=high):
        least, most = program.interval(demand.cell)
        yield Narrowing(attacker.name, truth.statements[demand.cell], unit, least, most)


class Possible:
    """The worlds that fit what was published, for one attacker at a time.

    Args:
        truth: which micro-cells belong to which statement.
        published: the value of each statement; NaN where it is hidden.
    """

    def __init__(self, truth: Numbers, published: NDArray[np.float64]) -> None:
        self._sums, self._published = truth.sums, published
        self._worlds: list[NDArray[np.float64]] = []
        self._seen = np.zeros((0, truth.sums.shape[0]))
        width = truth.sums.shape[1]
        self._program = program(
            truth.sums.tocsc(),
            np.zeros(width),
            (np.zeros(width), np.full(width, highspy.kHighsInf)),
            self._bounds(),
        )

    def _bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        hidden = np.isnan(self._published)
        return np.where(hidden, 0, self._published), np.where(hidden, highspy.kHighsInf, self._published)

    def see_as(self, attacker: Attacker, values: NDArray[np.float64]) -> None:
        """Take the knowledge of an attacker: what it knows of each micro-cell, and the statements it knows."""
        width = self._sums.shape[1]
        self._program.changeColsBounds(
            width, np.arange(width, dtype=np.int32), attacker.own, np.full(width, highspy.kHighsInf)
        )
        lower, upper = self._bounds()
        for row in attacker.known:
            lower[row] = upper[row] = values[row]
        for row in range(len(lower)):
            self._program.changeRowBounds(row, lower[row], upper[row])
        cells = np.array([self._sums @ world for world in self._worlds]).reshape(-1, len(lower))
        fits = ((cells >= lower - CLOSE) & (cells <= upper + CLOSE)).all(axis=1)
        own = np.array(self._worlds).reshape(-1, width) >= attacker.own - CLOSE
        self._seen = cells[fits & own.all(axis=1)]

    def reaches(self, cell: int, *, low: float, high: float) -> bool:
        """Whether the cell may be as low and as high as that; a world seen before answers without a program."""
        return (bool((self._seen[:, cell] <= low + CLOSE).any()) or self._extreme(cell, 1.0) <= low + CLOSE) and (
            bool((self._seen[:, cell] >= high - CLOSE).any()) or self._extreme(cell, -1.0) >= high - CLOSE
        )

    def interval(self, cell: int) -> tuple[float, float]:
        """Return the least and the most that the cell may be; the most may be infinite."""
        return self._extreme(cell, 1.0), self._extreme(cell, -1.0)

    def _extreme(self, cell: int, sign: float) -> float:
        columns = self._sums.indices[self._sums.indptr[cell] : self._sums.indptr[cell + 1]].astype(np.int32)
        self._program.changeColsCost(len(columns), columns, np.full(len(columns), sign))
        status = solved(self._program)
        world = np.array(self._program.getSolution().col_value)
        self._program.changeColsCost(len(columns), columns, np.zeros(len(columns)))
        if is_unbounded(status):
            return float("inf")
        if status == highspy.HighsModelStatus.kInfeasible:
            raise InputError("the published tables contradict each other", repair="publish none of them")
        self._worlds.append(world)
        cells = self._sums @ world
        self._seen = np.vstack([self._seen, cells])
        return float(cells[cell])
