"""Controlled rounding: published counts become multiples of a base, and still add up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.errors import ProtectionError
from grutto.lazily import lazily
from grutto.protect.cases import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from scipy import sparse

    from grutto.protect.cases import KnownCase
    from grutto.protect.ledger import Cell
    from grutto.protect.plan import PublicationPlan
else:
    np = lazily("numpy")


def rounded(
    plan: PublicationPlan, cases: Sequence[KnownCase], cells: Sequence[Cell], base: int, seconds: float = 60
) -> list[Cell]:
    """Return the cells with every count a multiple of `base`, nearer than `base` to the truth, sums still adding up.

    A mixed-integer program keeps the sum of all distances least. Rounding alone protects nobody: hide first.

    Args:
        plan: the dimensions.
        cases: who is counted.
        cells: what would be published; hidden cells stay hidden.
        base: 3, 5 or 10.
        seconds: when to give up.

    Raises:
        ProtectionError: no such rounding exists, or none was found in time.
    """
    open_cells = [cell for cell in cells if not cell.hidden]
    found = numbers(plan, cases, [cell.statement for cell in open_cells])
    values = np.array([float(cell.persons or 0) for cell in open_cells])
    result = _program(found.sums[: len(open_cells)], values, base, seconds)
    if result is None:
        raise ProtectionError(
            "the counts cannot be rounded to multiples of {base} so that they still add up",
            where=plan.population,
            repair="take a smaller base, or publish without rounding",
            base=base,
        )
    new = dict(zip((cell.statement for cell in open_cells), result, strict=True))
    return [cell if cell.hidden else replace(cell, persons=new[cell.statement]) for cell in cells]


def _program(sums: sparse.csr_matrix, values: np.ndarray, base: int, seconds: float) -> list[int] | None:
    """Solve over micro-cells y ≥ 0, multiples k and distances d: sums·y = base·k, −d ≤ base·k − value ≤ d."""
    from scipy import optimize, sparse  # noqa: PLC0415 - heavy, and seldom needed

    rows, width = sums.shape
    one = sparse.identity(rows, format="csr")
    none = sparse.csr_matrix((rows, width))
    adds = optimize.LinearConstraint(sparse.hstack([sums, -base * one, 0 * one]), 0, 0)
    above = optimize.LinearConstraint(sparse.hstack([none, base * one, -one]), -np.inf, values)
    below = optimize.LinearConstraint(sparse.hstack([none, base * one, one]), values, np.inf)
    lower = np.concatenate([np.zeros(width), np.floor(values / base), np.zeros(rows)])
    upper = np.concatenate([np.full(width, np.inf), np.ceil(values / base), np.full(rows, base)])
    solution = optimize.milp(
        c=np.concatenate([np.zeros(width + rows), np.ones(rows)]),
        constraints=[adds, above, below],
        bounds=optimize.Bounds(lower, upper),
        integrality=np.concatenate([np.zeros(width), np.ones(rows), np.zeros(rows)]),
        options={"time_limit": seconds},
    )
    if solution.x is None:
        return None
    return [round(k) * base for k in solution.x[width : width + rows]]
