"""What leaves of a population: the cells of one edition, safe together with everything published before."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import ProtectionError
from grutto.lazily import lazily
from grutto.message import Message
from grutto.protect.attackers import attackers
from grutto.protect.cases import numbers, statements_of
from grutto.protect.ledger import Cell, Ledger
from grutto.protect.primary import amounts_demanded, persons_demanded
from grutto.protect.secondary import SuppressionProblem, cleaned, suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from grutto.protect.cases import KnownCase, Numbers
    from grutto.protect.plan import ProtectedTable, PublicationPlan
else:
    np = lazily("numpy")

HIDDEN = "Q"
"""SDMX's status of a value that is not published; one marker, whatever the reason."""
PUBLISHED = "A"


@dataclass(frozen=True, slots=True)
class ProtectedPublication:
    """One edition of a population.

    Attributes:
        plan: the plan as it was published, coarsened where it had to be.
        cells: in order of table and code.
        ledger: with this edition.
    """

    plan: PublicationPlan
    cells: tuple[Cell, ...]
    ledger: Ledger

    def to_csv(self) -> str:
        """Return the edition as CSV: a row a cell; `obs_value` is empty and `obs_status` Q where it is hidden."""
        out = io.StringIO()
        names = [dimension.name for dimension in self.plan.dimensions]
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["population", "edition", "table", *names, "unit", "obs_value", "obs_status"])
        for cell in self.cells:
            writer.writerows(_rows(self.plan, cell, names))
        return out.getvalue()


def _rows(plan: PublicationPlan, cell: Cell, names: Sequence[str]) -> Iterator[list[object]]:
    one = cell.statement
    codes = dict(one.cell)
    start = [plan.population, one.edition, one.table, *(codes.get(name, "_T") for name in names)]
    table = plan.table(one.table)
    values: list[tuple[str, object]] = [("person", cell.persons)] if table is None or table.persons else []
    if table is not None and table.amounts:
        values.append((table.amounts, cell.amount))
    for unit, value in values:
        yield [*start, unit, "" if value is None else value, HIDDEN if value is None else PUBLISHED]


def publish(
    plan: PublicationPlan, cases: Sequence[KnownCase], ledger: Ledger, *, clean: bool = True
) -> ProtectedPublication:
    """Return the next edition of a population, with as little hidden as its safety allows.

    Primary cells are hidden, then what is needed beside them over all tables and editions at once. If the tables
    cannot be made safe, the plan is coarsened as it declares. Attack the result with `verify` before it leaves.

    Args:
        plan: the closed list of tables.
        cases: everybody who counts, or counted in an earlier edition.
        ledger: everything published before.
        clean: give back what no attacker can use; slower, hides less.

    Raises:
        ProtectionError: even the coarsest form is not safe; or the cases of an earlier edition changed.
        InputError: a case has a code that the plan does not know.
    """
    for step in (None, *plan.coarser):
        plan = plan if step is None else plan.coarsened(step)
        try:
            return _published(plan, cases, ledger, clean=clean)
        except ProtectionError as error:
            reason = error
    raise reason


def _published(
    plan: PublicationPlan, cases: Sequence[KnownCase], ledger: Ledger, *, clean: bool
) -> ProtectedPublication:
    present = statements_of(plan, ledger.next_edition)
    found = numbers(plan, cases, [*(cell.statement for cell in ledger.cells), *present])
    _require_unchanged(found, ledger)
    hidden = _hidden(plan, found, ledger, clean=clean)
    persons, amounts = found.sums @ found.micro(), found.sums @ found.micro(_amounts(found))
    start = len(ledger.cells)
    cells = tuple(
        _cell(found, start + n, hidden, persons, amounts, plan.table(one.table)) for n, one in enumerate(present)
    )
    return ProtectedPublication(plan, cells, ledger.with_edition(cells))


def _cell(
    found: Numbers,
    row: int,
    hidden: NDArray[np.bool_],
    persons: NDArray[np.float64],
    amounts: NDArray[np.float64],
    table: ProtectedTable | None,
) -> Cell:
    if hidden[row]:
        return Cell(found.statements[row], None)
    amount = round(float(amounts[row]), 2) if table is not None and table.amounts else None
    return Cell(found.statements[row], round(persons[row]), amount)


def _amounts(found: Numbers) -> NDArray[np.float64]:
    return np.array([case.amount for case in found.cases], dtype=float)


def _require_unchanged(found: Numbers, ledger: Ledger) -> None:
    persons = found.sums @ found.micro()
    for row, cell in enumerate(ledger.cells):
        if cell.persons is not None and cell.persons != round(persons[row]):
            raise ProtectionError(
                "cases that edition {edition} counted have changed since",
                where=Message(
                    "{population}: table “{table}”", population=ledger.population, table=cell.statement.table
                ),
                repair="withdraw the old case from this edition on and enter the corrected one as a new case",
                edition=cell.statement.edition,
            )


def _hidden(plan: PublicationPlan, found: Numbers, ledger: Ledger, *, clean: bool) -> NDArray[np.bool_]:
    """Return which statements are hidden; parts that are never published count as hidden."""
    hidden = np.array([one.kind != "cell" for one in found.statements])
    frozen = np.zeros(len(hidden), dtype=bool)
    for row, cell in enumerate(ledger.cells):
        hidden[row], frozen[row] = cell.hidden, not cell.hidden
    frozen |= _exact(plan, found)
    problems = [problem for problem in _problems(plan, found, frozen) if problem.demands]
    for problem in problems:
        _require_hideable(problem)
    with_demands = hidden.copy()
    for problem in problems:
        with_demands[[demand.cell for demand in problem.demands]] = True
    hidden = with_demands.copy()
    for problem in problems:
        hidden = suppressed(problem, hidden)
    return cleaned(problems, hidden, with_demands) if clean and problems else hidden


def _exact(plan: PublicationPlan, found: Numbers) -> NDArray[np.bool_]:
    exact = {table.name for table in plan.tables if table.exact}
    return np.array([one.kind == "cell" and one.table in exact for one in found.statements])


def _problems(plan: PublicationPlan, found: Numbers, frozen: NDArray[np.bool_]) -> Iterator[SuppressionProblem]:
    ones = np.ones(len(found.cases))
    yield SuppressionProblem(found, ones, persons_demanded(plan, found), attackers(found, ones), frozen)
    if any(table.amounts for table in plan.tables):
        amounts = _amounts(found)
        yield SuppressionProblem(
            found, amounts, amounts_demanded(plan, found, amounts), attackers(found, amounts), frozen
        )


def _require_hideable(problem: SuppressionProblem) -> None:
    for demand in problem.demands:
        if problem.frozen[demand.cell]:
            table = problem.numbers.statements[demand.cell].table
            raise ProtectionError(
                "a cell of the table “{table}” is too small, but declared exact or published before",
                repair="declare it exact for larger groups only",
                table=table,
            )
