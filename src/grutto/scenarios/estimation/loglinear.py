"""Log-linear fitting under linear constraints: the table nearest to a seed whose sums are as wanted.

The cells are seed times the exponent of a sum of multipliers, one a constraint; the multipliers minimise a
convex function, found here by a damped Newton method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from grutto.errors import ScenarioError
from grutto.scenarios.estimation.axes import FloatArray, name_regions

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 300
FARTHEST = 100.0


@dataclass(frozen=True, slots=True)
class LogLinearFit:
    """Fitted cells (m,), multipliers (k,) and the remaining gap of each constraint (k,), in its unit."""

    cells: FloatArray
    multipliers: FloatArray
    gaps: FloatArray


def fit_loglinear(seed: FloatArray, constraints: sparse.csr_array, totals: FloatArray) -> LogLinearFit:
    """Fit ``seed * exp(constraints.T @ multipliers)`` so that ``constraints @ cells`` equals ``totals``.

    Shapes: seed (m,), constraints (k, m), totals (k,). Constraints may be redundant. The caller reads
    ``gaps`` to see whether the totals can be met at all.

    Source: Darroch and Ratcliff (1972), Annals of Mathematical Statistics 43, for the model.
    """
    multipliers = np.zeros(constraints.shape[0])
    cells = seed.astype(np.float64)
    goal = 1e-14 * max(float(np.abs(totals).max(initial=0.0)), float(seed.max(initial=0.0)), 1e-300)
    best = np.inf
    for _ in range(LIMIT):
        gaps = constraints @ cells - totals
        worst = float(np.abs(gaps).max(initial=0.0))
        if worst <= goal or (worst < 1e4 * goal and worst >= best):
            break
        best = min(best, worst)
        direction = _direction(cells, constraints, gaps)
        length = _length(cells, constraints, totals, direction, float(gaps @ direction))
        if length == 0.0:
            break
        multipliers = multipliers + length * direction
        if float(np.abs(multipliers).max()) > FARTHEST:
            break  # cells run off to zero or without bound: the totals cannot be met
        cells = seed * np.exp(constraints.T @ multipliers)
    return LogLinearFit(cells, multipliers, constraints @ cells - totals)


def require_met(fit: LogLinearFit, totals: FloatArray, names: Sequence[str]) -> None:
    """Raise ScenarioError with the names (k,) of the constraints whose totals (k,) the fit does not meet."""
    scale = max(float(np.abs(totals).max(initial=0.0)), float(fit.cells.max(initial=0.0)))
    missed = np.nonzero(np.abs(fit.gaps) > 1e-9 * scale)[0]
    if missed.size:
        raise ScenarioError(
            "These totals cannot be met together from the cells that may be filled",
            where=name_regions(names, missed),
            repair="Correct the totals, or open cells (a positive seed) where they are needed.",
        )


def _direction(cells: FloatArray, constraints: sparse.csr_array, gaps: FloatArray) -> FloatArray:
    weighted = constraints @ sparse.diags_array(cells) @ constraints.T
    curvature = weighted.toarray()
    diagonal = np.diagonal(curvature)
    scale = np.divide(1.0, np.sqrt(diagonal), out=np.zeros_like(diagonal), where=diagonal > 0)
    curvature = curvature * scale[:, None] * scale
    curvature.flat[:: len(gaps) + 1] += 1e-13
    return np.asarray(-np.linalg.solve(curvature, gaps * scale) * scale, dtype=np.float64)


def _length(
    cells: FloatArray, constraints: sparse.csr_array, totals: FloatArray, direction: FloatArray, slope: float
) -> float:
    """Return the step that still descends on the convex dual; zero when rounding leaves nothing to gain."""
    exponent = constraints.T @ direction
    length = min(1.0, 5.0 / max(float(np.abs(exponent).max(initial=0.0)), 1e-300))
    slack = 1e-14 * float(cells.sum())
    for _ in range(50):
        change = float(cells @ np.expm1(length * exponent)) - length * float(totals @ direction)
        if change <= 1e-4 * length * slope + slack:
            return length
        length /= 2
    return 0.0
