"""Fitting of labelled flow tables to known totals: two-way, three-way, and with blocks or stripes.

All totals and results are flows in the unit of the totals. A seed says which table to stay nearest to (in
relative entropy); its zeros are kept. Each function raises ScenarioError naming the region when the totals
cannot be met.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from scipy import sparse

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.estimation.axes import (
    BIRTH,
    DEST,
    ORIG,
    FloatArray,
    flow_table,
    name_regions,
    region_labels,
    to_counts,
    to_numbers,
)
from grutto.scenarios.estimation.biproportional import fit_margins
from grutto.scenarios.estimation.loglinear import fit_loglinear, require_met
from grutto.scenarios.estimation.net_matching import net_constraints
from grutto.scenarios.estimation.three_way import fit_origin_destination_birth

if TYPE_CHECKING:
    from collections.abc import Sequence

METHOD: dict[str, object] = {"method": "proportional fitting"}


@dataclass(frozen=True, slots=True)
class FactoredTable:
    """A fitted flow and the factors it is the product of: ``flow = level * origin * destination * seed``.

    Attributes:
        flow: (orig, dest), or with the further axes of the seed.
        origin, destination: the factors by region.
        level: the overall factor; one where the model has none.
    """

    flow: xr.DataArray
    origin: xr.DataArray
    destination: xr.DataArray
    level: float = 1.0


def fit_two_way(
    origin_totals: xr.DataArray | None,
    destination_totals: xr.DataArray | None,
    seed: xr.DataArray | None = None,
) -> xr.DataArray:
    """Return the flow (orig, dest) with totals by origin (orig), by destination (dest), or only one of them.

    ``seed`` is (orig, dest), ones when absent; it is needed when only one total is given.

    Source: Deming and Stephan (1940); for migration Willekens (1999), Environment and Planning A 31.
    """
    origins, destinations = _labels(origin_totals, destination_totals, seed)
    start = _seed_values(seed, origins, destinations)
    rows = None if origin_totals is None else to_counts(origin_totals, {ORIG: origins}, msg("The origin totals"))
    cols = None
    if destination_totals is not None:
        cols = to_counts(destination_totals, {DEST: destinations}, msg("The destination totals"))
    return _labelled(_scale(start, rows, cols, origins, destinations), origins, destinations)


def _scale(
    seed: FloatArray,
    rows: FloatArray | None,
    cols: FloatArray | None,
    origins: Sequence[str],
    destinations: Sequence[str],
) -> FloatArray:
    if rows is not None and cols is not None:
        names = origins if len(origins) >= len(destinations) else destinations
        return fit_margins(seed, rows, cols, regions=names, what=msg("the flow table")).table
    if rows is not None:
        return _scale_one(seed, rows, origins)
    if cols is not None:
        return _scale_one(seed.T, cols, destinations).T
    raise ScenarioError("A flow table needs totals by origin, by destination, or both")


def _labelled(values: FloatArray, origins: Sequence[str], destinations: Sequence[str]) -> xr.DataArray:
    coords = {ORIG: list(origins), DEST: list(destinations)}
    return xr.DataArray(values, dims=(ORIG, DEST), coords=coords, name="flow", attrs={"kind": "flow", **METHOD})


def _labels(
    rows: xr.DataArray | None, cols: xr.DataArray | None, seed: xr.DataArray | None
) -> tuple[Sequence[str], Sequence[str]]:
    by_row, by_col = rows if rows is not None else seed, cols if cols is not None else seed
    if by_row is None or by_col is None:
        raise ScenarioError("With only one total a seed must say what the other regions are")
    return region_labels(by_row, ORIG), region_labels(by_col, DEST)


def _seed_values(seed: xr.DataArray | None, origins: Sequence[str], destinations: Sequence[str]) -> FloatArray:
    if seed is None:
        return np.ones((len(origins), len(destinations)))
    return to_counts(seed, {ORIG: origins, DEST: destinations}, msg("The seed"))


def _scale_one(seed: FloatArray, totals: FloatArray, regions: Sequence[str]) -> FloatArray:
    sums = seed.sum(axis=1)
    empty = (sums == 0) & (totals > 0)
    if empty.any():
        raise ScenarioError("A region has a total but no cells", where=name_regions(regions, np.nonzero(empty)[0]))
    return seed * np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]


def fit_factored(origin_totals: xr.DataArray, destination_totals: xr.DataArray, seed: xr.DataArray) -> FactoredTable:
    """Return flow and factors for totals by origin and destination over all further axes of ``seed``.

    ``seed`` is (orig, dest) or (orig, dest, ...). Only products of an origin and a destination factor are
    determined; the destination factors are given a geometric mean of one over the regions with arrivals.

    Source: Willekens (1999); Raymer, Abel and Smith (2007), Journal of the Royal Statistical Society A 170.
    """
    flat = seed.sum([dim for dim in seed.dims if dim not in {ORIG, DEST}])
    fitted = fit_two_way(origin_totals, destination_totals, flat)
    ratio = (fitted / flat.where(flat > 0)).transpose(ORIG, DEST)
    origin, destination = _rank_one(ratio.values)
    return FactoredTable(
        (seed * ratio.fillna(0.0)).transpose(*seed.dims).rename("flow"),
        xr.DataArray(origin, dims=ORIG, coords={ORIG: ratio[ORIG].values}),
        xr.DataArray(destination, dims=DEST, coords={DEST: ratio[DEST].values}),
    )


def _rank_one(ratio: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Split a table of products (missing cells allowed) into row and column factors, by logs."""
    rows, cols = np.nonzero(np.nan_to_num(ratio) > 0)
    cells = np.arange(len(rows))
    design = sparse.csr_array(
        (np.ones(2 * len(cells)), (np.tile(cells, 2), np.concatenate((rows, cols + ratio.shape[0])))),
        shape=(len(cells), sum(ratio.shape)),
    )
    logs = np.linalg.lstsq((design.T @ design).toarray(), design.T @ np.log(ratio[rows, cols]))[0]
    origin, destination = logs[: ratio.shape[0]], logs[ratio.shape[0] :]
    shift = destination[np.unique(cols)].mean()
    return np.exp(origin + shift), np.exp(destination - shift)


def fit_three_way(
    origin_totals: xr.DataArray,
    destination_totals: xr.DataArray,
    seed: xr.DataArray | None = None,
    *,
    keep_stayers: bool = False,
) -> xr.DataArray:
    """Return the flow (orig, dest, country_of_birth) with totals by birthplace at both ends.

    Totals are (orig, country_of_birth) and (country_of_birth, dest); ``seed`` is (orig, dest) or (orig, dest,
    country_of_birth), ones when absent. With ``keep_stayers`` each
    birthplace first keeps as many persons in place as the totals allow (quasi-independence).

    Source: Abel (2013), Demographic Research 28.
    """
    regions = region_labels(origin_totals, ORIG)
    rows = to_counts(origin_totals, {ORIG: regions, BIRTH: regions}, msg("The origin totals"))
    cols = to_counts(destination_totals, {BIRTH: regions, DEST: regions}, msg("The destination totals"))
    start = None
    if seed is not None:
        start = to_counts(seed, {str(dim): regions for dim in (ORIG, DEST, BIRTH) if dim in seed.dims}, msg("The seed"))
    flows = fit_origin_destination_birth(rows, cols, start, keep_stayers=keep_stayers, regions=regions)
    return flow_table(flows, regions, attrs=METHOD)


def fit_groups(
    groups: xr.DataArray,
    group_totals: dict[int, float],
    *,
    origin_totals: xr.DataArray | None = None,
    destination_totals: xr.DataArray | None = None,
    seed: xr.DataArray | None = None,
) -> xr.DataArray:
    """Return the flow (orig, dest) with known totals for groups of cells, and for origins and destinations.

    ``groups`` is (orig, dest) with the number of the group of each cell, as :func:`block_groups` and
    :func:`stripe_groups` make; ``group_totals`` gives the total of each number.

    Source: Willekens (1999); Raymer and Rogers (2007), for flows known between larger areas.
    """
    origins, destinations = region_labels(groups, ORIG), region_labels(groups, DEST)
    start = _seed_values(seed, origins, destinations).ravel()
    numbers = groups.transpose(ORIG, DEST).values.ravel()
    parts = [_group_sums(numbers, group_totals)]
    index = np.indices((len(origins), len(destinations))).reshape(2, -1)
    if origin_totals is not None:
        parts.append((index[0], to_counts(origin_totals, {ORIG: origins}, msg("The origin totals")), list(origins)))
    if destination_totals is not None:
        parts.append(
            (index[1], to_counts(destination_totals, {DEST: destinations}, msg("The totals")), list(destinations))
        )
    cells = _fit_sums(start, parts).reshape(len(origins), len(destinations))
    return _labelled(cells, origins, destinations)


type _Sums = tuple[np.ndarray, FloatArray, list[str]]


def _group_sums(numbers: np.ndarray, totals: dict[int, float]) -> _Sums:
    known = np.array(sorted(totals))
    position = np.searchsorted(known, numbers).clip(0, len(known) - 1)
    unknown = np.unique(numbers[known[position] != numbers])
    if unknown.size:
        raise ScenarioError(
            "A group of cells has no total", where=Message("group {str}", str=", ".join(map(str, unknown.tolist())))
        )
    return (
        position,
        np.array([totals[int(k)] for k in known], dtype=np.float64),
        [f"group {k}" for k in known],
    )


def _fit_sums(seed: FloatArray, parts: list[_Sums]) -> FloatArray:
    rows = np.concatenate([index + offset for (index, _, _), offset in zip(parts, _offsets(parts), strict=True)])
    totals = np.concatenate([values for _, values, _ in parts])
    columns = np.tile(np.arange(len(seed)), len(parts))
    shape = (len(totals), len(seed))
    constraints = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    start = np.where(constraints.T @ (totals == 0).astype(np.float64) > 0, 0.0, seed)
    fit = fit_loglinear(start, constraints, totals)
    require_met(fit, totals, [name for _, _, labels in parts for name in labels])
    return fit.cells


def _offsets(parts: list[_Sums]) -> list[int]:
    sizes = [len(values) for _, values, _ in parts]
    return [sum(sizes[:i]) for i in range(len(sizes))]


def block_groups(origin_sizes: Sequence[int], destination_sizes: Sequence[int] | None = None) -> np.ndarray:
    """Return group numbers (origins, destinations) for blocks of the given sizes, row by row from zero."""
    rows = np.repeat(np.arange(len(origin_sizes)), origin_sizes)
    sizes = origin_sizes if destination_sizes is None else destination_sizes
    cols = np.repeat(np.arange(len(sizes)), sizes)
    return rows[:, None] * len(sizes) + cols


def stripe_groups(origins: int, destination_sizes: Sequence[int]) -> np.ndarray:
    """Return group numbers (origins, destinations) for one row by a run of destinations, from zero."""
    return block_groups([1] * origins, destination_sizes)


def fit_net_totals(net: xr.DataArray, seed: xr.DataArray, *, grand_total: float | None = None) -> FactoredTable:
    """Return flow and factors with net totals ``net`` (dest) and, if given, a grand total over all cells.

    Destination factors are the inverse of origin factors; they are determined up to a constant, and the first
    region gets one. Diagonal cells of the seed (orig, dest) count towards the grand total.

    Source: Abel (2010), Journal of the Royal Statistical Society A 173, for the conditional maximisation.
    """
    regions = region_labels(seed, ORIG)
    start = to_counts(seed, {ORIG: regions, DEST: regions}, msg("The seed"))
    wanted = to_numbers(net, {DEST: regions}, msg("The net totals"))
    orig, dest = np.nonzero(start > 0)
    constraints, totals = net_constraints(orig, dest, len(regions)), wanted
    if grand_total is not None:
        constraints = sparse.vstack([constraints, sparse.csr_array(np.ones((1, len(orig))))]).tocsr()
        totals = np.append(wanted, grand_total)
    fit = fit_loglinear(start[orig, dest], constraints, totals)
    require_met(fit, totals, [*regions, msg("grand total")])
    flows = np.zeros(start.shape)
    flows[orig, dest] = fit.cells
    origin = np.exp(fit.multipliers[0] - fit.multipliers[: len(regions)])
    return FactoredTable(
        flow_table(flows, regions, attrs=METHOD),
        xr.DataArray(origin, dims=ORIG, coords={ORIG: list(regions)}),
        xr.DataArray(1 / origin, dims=DEST, coords={DEST: list(regions)}),
        1.0 if grand_total is None else float(np.exp(fit.multipliers[-1])),
    )
