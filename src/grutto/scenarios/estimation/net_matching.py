"""Bilateral flows that meet given net migration totals and stay as near as possible to a prior table.

Near means least relative entropy, least sum of absolute differences (L1) or least sum of squares (L2). Net
migration is arrivals less departures; cells on the diagonal, and those a mask closes, stay zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, sparse

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.axes import (
    DEST,
    ORIG,
    FloatArray,
    flow_table,
    name_regions,
    region_labels,
    to_array,
    to_counts,
    to_numbers,
    vintage_of,
)
from grutto.scenarios.estimation.loglinear import fit_loglinear, require_met

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import xarray as xr

    type Objective = Callable[[FloatArray, FloatArray, np.ndarray, Sequence[str]], FloatArray]


def match_net_by_entropy(
    net: xr.DataArray, prior: xr.DataArray, *, closed_cells: xr.DataArray | None = None
) -> xr.DataArray:
    """Return the flow (orig, dest) with net totals ``net`` (dest) least in relative entropy to ``prior``.

    Zero cells of the prior stay zero; origin and destination factors are each other's inverse.

    Raises ScenarioError when the net totals do not sum to zero, or naming the regions whose net cannot be
    met.

    Source: Abel (2010); the iterative form solves the same model one region at a time.
    """
    return _match(net, prior, closed_cells, _entropy, "net totals, least relative entropy")


def match_net_by_absolute(
    net: xr.DataArray, prior: xr.DataArray, *, closed_cells: xr.DataArray | None = None
) -> xr.DataArray:
    """Return a flow (orig, dest) with net totals ``net`` and the least absolute differences from ``prior``.

    Solved as a linear programme; the sum is the true minimum, the table attaining it need not be the only
    one. Errors as in :func:`match_net_by_entropy`.
    """
    return _match(net, prior, closed_cells, _absolute, "net totals, least absolute differences")


def match_net_by_squares(
    net: xr.DataArray, prior: xr.DataArray, *, closed_cells: xr.DataArray | None = None
) -> xr.DataArray:
    """Return the flow (orig, dest) with net totals ``net`` and the least squared differences from ``prior``.

    Errors as in :func:`match_net_by_entropy`.
    """
    return _match(net, prior, closed_cells, _squares, "net totals, least squares")


def _match(
    net: xr.DataArray,
    prior: xr.DataArray,
    closed_cells: xr.DataArray | None,
    objective: Objective,
    method: str,
) -> xr.DataArray:
    regions = region_labels(prior, ORIG)
    axes = {ORIG: regions, DEST: regions}
    values, wanted = to_counts(prior, axes, msg("The prior")), to_numbers(net, {DEST: regions}, msg("The net totals"))
    if abs(wanted.sum()) > 1e-9 * max(float(np.abs(wanted).sum()), 1.0):
        raise ScenarioError(
            "The net totals sum to {wanted}, not to zero", repair="Rescale them first.", wanted=f"{wanted.sum():g}"
        )
    allowed = ~np.eye(len(regions), dtype=bool)
    if closed_cells is not None:
        allowed &= to_array(closed_cells.astype(float), axes, msg("The closed cells")) == 0
    return flow_table(
        objective(wanted, values, allowed, regions),
        regions,
        attrs={"method": method, "data_vintage": vintage_of("", prior, net)},
    )


def net_constraints(orig: np.ndarray, dest: np.ndarray, size: int) -> sparse.csr_array:
    """Return the matrix (size, cells) that turns cell flows into net migration by region."""
    cells = np.arange(len(orig))
    ones = np.ones(len(cells))
    return sparse.csr_array(
        (np.concatenate((ones, -ones)), (np.concatenate((dest, orig)), np.concatenate((cells, cells)))),
        shape=(size, len(cells)),
    )


def _entropy(net: FloatArray, prior: FloatArray, allowed: np.ndarray, regions: Sequence[str]) -> FloatArray:
    orig, dest = np.nonzero(allowed & (prior > 0))
    fit = fit_loglinear(prior[orig, dest], net_constraints(orig, dest, len(net)), net)
    require_met(fit, net, regions)
    flows = np.zeros_like(prior)
    flows[orig, dest] = fit.cells
    return flows


def _absolute(net: FloatArray, prior: FloatArray, allowed: np.ndarray, regions: Sequence[str]) -> FloatArray:
    orig, dest = np.nonzero(allowed)
    base = prior[orig, dest]
    constraints = net_constraints(orig, dest, len(net))
    answer = optimize.linprog(
        np.ones(2 * len(base)),
        A_eq=sparse.hstack([constraints, -constraints]).tocsr(),
        b_eq=net - constraints @ base,
        bounds=np.column_stack((np.zeros(2 * len(base)), np.concatenate((np.full(len(base), np.inf), base)))),
        method="highs",
    )
    if answer.x is None:
        raise _unreachable(net, allowed, regions)
    flows = np.zeros_like(prior)
    flows[orig, dest] = np.maximum(base + answer.x[: len(base)] - answer.x[len(base) :], 0)
    return flows


def _unreachable(net: FloatArray, allowed: np.ndarray, regions: Sequence[str]) -> ScenarioError:
    stuck = ((net > 0) & ~allowed.any(axis=0)) | ((net < 0) & ~allowed.any(axis=1))
    return ScenarioError(
        "These totals cannot be met together from the cells that may be filled",
        where=name_regions(regions, np.nonzero(stuck)[0]) or name_regions(regions, np.nonzero(net)[0]),
        repair="Open cells in the direction of the net migration of these regions.",
    )


def _squares(net: FloatArray, prior: FloatArray, allowed: np.ndarray, regions: Sequence[str]) -> FloatArray:
    """Solve by Newton's method on the dual: prior plus a difference of potentials, cut at zero."""
    potential = np.zeros(len(net))
    for _ in range(500):
        flows = np.where(allowed, np.maximum(prior + potential - potential[:, None], 0), 0.0)
        gap = flows.sum(axis=0) - flows.sum(axis=1) - net
        if np.abs(gap).max() <= 1e-13 * max(float(np.abs(net).max()), float(flows.max())):
            return flows
        active = (allowed & (flows > 0)).astype(np.float64)
        laplacian = np.diag(active.sum(axis=0) + active.sum(axis=1)) - active - active.T
        laplacian.flat[:: len(net) + 1] += 1e-12 * len(net)
        step = -np.linalg.solve(laplacian, gap)
        potential = potential + _square_length(potential, step, prior, allowed, net) * step
    raise _unreachable(net, allowed, regions)


def _square_length(
    potential: FloatArray, step: FloatArray, prior: FloatArray, allowed: np.ndarray, net: FloatArray
) -> float:
    """Halve the step until the dual of the least-squares problem no longer rises."""

    def dual(at: FloatArray) -> float:
        flows = np.where(allowed, np.maximum(prior + at - at[:, None], 0), 0.0)
        return float((flows**2).sum() / 2 - net @ at)

    length, here = 1.0, dual(potential)
    while length > 1e-10 and dual(potential + length * step) > here + 1e-14 * abs(here):
        length /= 2
    return length
