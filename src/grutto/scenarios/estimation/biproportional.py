"""Biproportional fitting: the table nearest to a seed (in relative entropy) with given row and column totals.

Plain iterative proportional fitting (Deming and Stephan, 1940) crawls on migrant stocks, because nearly
everybody stands on the diagonal. Here a few sweeps give the start and a damped Newton method on the dual (one
unknown a column, the rows always exact) does the rest, in five to ten steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message, english, joined, msg
from grutto.scenarios.estimation.axes import FloatArray, name_regions

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_SWEEPS, MOST_SWEEPS = 4, 30
RIDGE = 1e-14
ROUNDING = 4e-14


@dataclass(frozen=True, slots=True)
class MarginFit:
    """A fitted table and how it was reached.

    Attributes:
        table: the fitted values, the shape of the seed.
        iterations: sweeps and Newton steps taken.
        residual: largest difference from a column total, as a share of that total (rows are exact).
    """

    table: FloatArray
    iterations: int
    residual: float


def fit_margins(
    seed: FloatArray,
    rows: FloatArray,
    cols: FloatArray,
    *,
    regions: Sequence[str] | None = None,
    what: str = msg("the table"),
    tolerance: float = 1e-12,
    max_iterations: int = 200,
) -> MarginFit:
    """Scale ``seed`` (p, q; non-negative) to the totals ``rows`` (p,) and ``cols`` (q,), in one unit.

    Zero cells of the seed stay zero. Raises ScenarioError naming the regions whose totals cannot be met:
    margins with different sums, negative margins, or a total larger than the rest of the table allows.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11; dual form as in Bacharach (1970).
    """
    labels = regions if regions is not None else [str(i + 1) for i in range(max(seed.shape))]
    check_margins(seed, rows, cols, labels, what)
    alive_rows, alive_cols = rows > 0, cols > 0
    table = np.zeros(seed.shape)
    if not alive_rows.any():
        return MarginFit(table, 0, 0.0)
    full = bool(alive_rows.all() and alive_cols.all())
    part = seed if full else seed[np.ix_(alive_rows, alive_cols)]
    fitted = _newton(part, rows[alive_rows], cols[alive_cols], tolerance, max_iterations)
    if fitted.residual > max(tolerance * 1e3, 1e-9):
        raise _infeasible(fitted, cols, alive_cols, labels, what)
    if full:
        return fitted
    table[np.ix_(alive_rows, alive_cols)] = fitted.table
    return MarginFit(table, fitted.iterations, fitted.residual)


def _newton(seed: FloatArray, rows: FloatArray, cols: FloatArray, tolerance: float, limit: int) -> MarginFit:
    table, sweeps = _sweep(seed * (rows / seed.sum(axis=1))[:, None], rows, cols, tolerance)
    best = np.inf
    for step in range(limit):
        sums = table.sum(axis=0)
        residual = float(np.max(np.abs(sums - cols) / cols))
        if residual <= tolerance or (residual < 1e-10 and residual >= best):
            return MarginFit(table, sweeps + step, residual)
        best = min(best, residual)
        table = _damped_step(table, rows, cols, sums)
    return MarginFit(table, sweeps + limit, best)


def _sweep(table: FloatArray, rows: FloatArray, cols: FloatArray, tolerance: float) -> tuple[FloatArray, int]:
    """Scale columns and rows in turn for as long as the columns come quickly nearer; rows stay exact."""
    last = np.inf
    for sweep in range(MOST_SWEEPS):
        factors = cols / table.sum(axis=0)
        gap = float(np.max(np.abs(1 / factors - 1)))
        if gap <= tolerance or (sweep >= LEAST_SWEEPS and gap > last / 5):
            return table, sweep
        last = gap
        table = table * factors
        table *= (rows / table.sum(axis=1))[:, None]
    return table, MOST_SWEEPS


def _damped_step(table: FloatArray, rows: FloatArray, cols: FloatArray, sums: FloatArray) -> FloatArray:
    """Move along the Newton direction of the dual as far as it still descends; keep the row totals exact."""
    direction = _direction(table, rows, cols, sums)
    slope = float((sums - cols) @ direction)
    length = min(1.0, 20.0 / max(float(np.max(np.abs(direction))), 1e-300))
    for _ in range(40):
        weights = np.exp(length * direction)
        scaled = table @ weights
        change = float(rows @ np.log(scaled / rows)) - length * float(cols @ direction)
        if change <= 1e-4 * length * slope + ROUNDING * float(rows.sum()):
            break
        length /= 2
    moved = table * weights
    moved *= (rows / scaled)[:, None]
    return moved


def _direction(table: FloatArray, rows: FloatArray, cols: FloatArray, sums: FloatArray) -> FloatArray:
    scale = 1.0 / np.sqrt(sums)
    half = table * scale
    half /= np.sqrt(rows)[:, None]
    curvature = -(half.T @ half)
    curvature.flat[:: len(cols) + 1] += 1.0 + RIDGE * len(cols)
    target = (cols - sums) * scale
    try:
        # Not scipy's solver: its own pool of BLAS threads fights with the one of the matrix product.
        solved = np.linalg.solve(curvature, target)
    except np.linalg.LinAlgError:
        solved = np.linalg.lstsq(curvature, target)[0]
    return np.asarray(solved * scale, dtype=np.float64)


def check_margins(seed: FloatArray, rows: FloatArray, cols: FloatArray, regions: Sequence[str], what: str) -> None:
    """Raise ScenarioError for negative or uneven margins, and for totals without room in the table."""
    if seed.min() < 0:
        raise ScenarioError(
            "The seed of {said} is negative",
            where=name_regions(regions, np.nonzero(seed < 0)[0]),
            said=english(what, {}),
        )
    for fault, values in (
        (msg("A row total of {said} is negative"), rows),
        (msg("A column total of {said} is negative"), cols),
    ):
        if (values < 0).any():
            raise ScenarioError(
                fault,
                where=name_regions(regions, np.nonzero(values < 0)[0]),
                said=english(what, {}),
            )
    total, other = float(rows.sum()), float(cols.sum())
    if abs(total - other) > 1e-9 * max(total, other):
        raise ScenarioError(
            "The row and column totals of {said} have different sums ({total} and {other})",
            repair="Balance the totals before fitting.",
            said=english(what, {}),
            total=f"{total:g}",
            other=f"{other:g}",
        )
    support = (seed > 0).astype(np.float64)
    short_cols = cols > support.T @ rows * (1 + 1e-9)
    short_rows = rows > support @ cols * (1 + 1e-9)
    if short_cols.any() or short_rows.any():
        raise _margin_error(np.nonzero(short_rows)[0], np.nonzero(short_cols)[0], regions, what)


def _margin_error(rows: object, cols: object, regions: Sequence[str], what: str) -> ScenarioError:
    places = [
        Message(text, regions=name_regions(regions, np.asarray(where)))
        for text, where in ((msg("row {regions}"), rows), (msg("column {regions}"), cols))
        if np.asarray(where).size
    ]
    return ScenarioError(
        "The margins of {said} are infeasible: a total is larger than its non-zero cells can hold",
        where=joined("; ", places),
        repair="The region has too few non-zero cells (no foreign born or no emigrants): use open accounting "
        "or the adjustment for regions without foreign born, merge the region, or leave it out.",
        said=english(what, {}),
    )


def _infeasible(
    fit: MarginFit, cols: FloatArray, alive: np.ndarray, regions: Sequence[str], what: str
) -> ScenarioError:
    gaps = np.abs(fit.table.sum(axis=0) - cols[alive]) / cols[alive]
    worst = np.nonzero(alive)[0][gaps > max(0.1 * float(gaps.max()), 1e-9)]
    return _margin_error([], worst, regions, what)
