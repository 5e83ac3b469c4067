"""Three-way fitting: flows by origin, destination and birthplace with known origin and destination totals.

Given the totals by origin and birthplace and by destination and birthplace, each birthplace is a table of its
own. With a seed shared by all birthplaces its two scaling factors are found for all of them together by
matrix products, and the sum over birthplaces is one more product: the three-way array is only made when it is
asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.estimation.axes import FloatArray, name_regions
from grutto.scenarios.estimation.biproportional import fit_margins
from grutto.scenarios.estimation.vital_events import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

SWEEPS = 400
ROUNDING = 1e-15


@dataclass(frozen=True, slots=True)
class FlowFactors:
    """Flows as ``origin[b, o] * seed[o, d] * destination[b, d]``, plus ``stayers[b, o]`` where o is d.

    Attributes:
        origin, destination: scaling factors (birthplace, region).
        stayers: persons (birthplace, region) who did not move, beyond the factored part.
        seed: (orig, dest), or None where it is one everywhere.
    """

    origin: FloatArray
    destination: FloatArray
    stayers: FloatArray
    seed: FloatArray | None = None

    def by_origin_destination(self) -> FloatArray:
        """Return the flows summed over birthplaces (orig, dest), stayers on the diagonal."""
        summed = self.origin.T @ self.destination
        if self.seed is not None:
            summed *= self.seed
        summed.flat[:: len(summed) + 1] += self.stayers.sum(axis=0)
        return summed

    def by_birthplace(self) -> FloatArray:
        """Return the full array (orig, dest, birthplace)."""
        origin = np.ascontiguousarray(self.origin.T)
        destination = np.ascontiguousarray(self.destination.T)
        flows = origin[:, None, :] * destination[None, :, :]
        if self.seed is not None:
            flows *= self.seed[:, :, None]
        regions = np.arange(len(origin))
        flows[regions, regions, :] += self.stayers.T
        return flows

    def of_natives(self) -> tuple[FloatArray, FloatArray]:
        """Return moves by people born at the origin, and by people born at the destination: (orig, dest)."""
        seed = 1.0 if self.seed is None else self.seed
        outward = np.diagonal(self.origin)[:, None] * self.destination * seed
        returning = self.origin.T * np.diagonal(self.destination)[None, :] * seed
        return outward, returning


def fit_independent(
    origin_totals: FloatArray,
    destination_totals: FloatArray,
    seed: FloatArray | None = None,
    *,
    regions: Sequence[str] | None = None,
) -> FlowFactors:
    """Fit flows under independence of origin and destination within each birthplace.

    Both totals are (birthplace, region) in persons with equal sums by birthplace; ``seed`` is (orig, dest) or
    None. Raises ScenarioError naming the birthplaces whose totals the seed's zeros make impossible.

    Source: Abel (2013); as a flow estimate by itself Azose and Raftery (2019), PNAS 116.
    """
    nobody = np.zeros(origin_totals.shape)
    if seed is None:
        return FlowFactors(spread(np.ones(len(nobody)), origin_totals, axis=1), destination_totals, nobody)
    origin, destination = _seeded_factors(origin_totals, destination_totals, seed, regions)
    return FlowFactors(origin, destination, nobody, seed)


def fit_minimum_migration(
    origin_totals: FloatArray,
    destination_totals: FloatArray,
    seed: FloatArray | None = None,
    *,
    regions: Sequence[str] | None = None,
) -> FlowFactors:
    """Fit flows with as many stayers as the totals allow (quasi-independence), the movers as in the seed.

    Arguments and errors as in :func:`fit_independent`. Each region either loses or gains persons of a
    birthplace, so the movers of a birthplace form a table of losers by gainers; without a seed its solution
    is a plain product.

    Source: Abel (2013), Demographic Research 28; Abel and Cohen (2019), Scientific Data 6.
    """
    stayers = np.minimum(origin_totals, destination_totals)
    movers = _movers(origin_totals, destination_totals, stayers)
    moved = fit_independent(*movers, seed, regions=regions)
    return FlowFactors(moved.origin, moved.destination, stayers, seed)


def _movers(
    origin_totals: FloatArray, destination_totals: FloatArray, stayers: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return who left and who arrived, by birthplace, in equal sums: few movers feel rounding."""
    leaving, arriving = origin_totals - stayers, destination_totals - stayers
    left, arrived = leaving.sum(axis=1), arriving.sum(axis=1)
    some = np.minimum(left, arrived) > ROUNDING * origin_totals.sum(axis=1)
    leaving[~some] = 0
    arriving *= np.divide(left, arrived, out=np.zeros(left.shape), where=some)[:, None]
    return leaving, arriving


def _seeded_factors(
    origin_totals: FloatArray, destination_totals: FloatArray, seed: FloatArray, regions: Sequence[str] | None
) -> tuple[FloatArray, FloatArray]:
    if seed.min() < 0:
        raise ScenarioError("The seed is negative", repair="Give every corridor zero or more.")
    origin, destination = np.zeros(origin_totals.shape), np.zeros(destination_totals.shape)
    pending = np.nonzero(origin_totals.sum(axis=1) > 0)[0]
    fitted = _sweep(origin_totals[pending], destination_totals[pending], np.ascontiguousarray(seed))
    origin[pending], destination[pending], residual = fitted
    labels = regions if regions is not None else [str(i + 1) for i in range(len(origin))]
    for birthplace in pending[residual > 1e-11]:
        rows, cols = origin_totals[birthplace], destination_totals[birthplace]
        table = fit_margins(seed, rows, cols, regions=labels, what=_movers_born_in(labels[birthplace])).table
        origin[birthplace], destination[birthplace] = _factors_of(table, seed, rows, cols)
    return origin, destination


def _movers_born_in(birthplace: str) -> Message:
    return Message("movers born in {birthplace}", birthplace=birthplace)


def _sweep(rows: FloatArray, cols: FloatArray, seed: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Fit all birthplaces at once by proportional sweeps; return both factors and the residual of each."""
    origin, destination = np.zeros(rows.shape), (cols > 0).astype(np.float64)
    residual = np.full(len(rows), np.inf)
    active, last = np.arange(len(rows)), np.inf
    for sweep in range(SWEEPS):
        scaled = destination[active] @ seed.T
        origin[active] = _ratio(rows[active], scaled)
        reached = origin[active] @ seed
        if sweep % 4 == 3:
            gap = np.abs(reached * destination[active] - cols[active]).max(axis=1)
            residual[active] = gap / cols[active].max(axis=1)
            active, reached = active[residual[active] > 1e-12], reached[residual[active] > 1e-12]
            if not active.size or (len(active) < 12 and sweep > 60) or residual.max() > 0.9 * last > 0:
                break
            last = float(residual.max())
        destination[active] = _ratio(cols[active], reached)
    return origin, destination, residual


def _ratio(wanted: FloatArray, reached: FloatArray) -> FloatArray:
    return np.divide(wanted, reached, out=np.zeros(wanted.shape), where=reached > 0)


def _factors_of(
    table: FloatArray, seed: FloatArray, rows: FloatArray, cols: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Recover the scaling factors of one fitted table from its cells."""
    ratio = np.divide(table, seed, out=np.zeros(table.shape), where=seed > 0)
    alive = ratio > 0
    logs = np.log(np.where(alive, ratio, 1.0))
    origin, destination = np.full(len(rows), np.nan), np.full(len(cols), np.nan)
    for start in np.nonzero(rows > 0)[0]:
        if np.isnan(origin[start]):
            _walk(int(start), logs, alive, origin, destination)
    return np.exp(origin, where=~np.isnan(origin), out=np.zeros(rows.shape)), np.exp(
        destination, where=~np.isnan(destination), out=np.zeros(cols.shape)
    )


def _walk(start: int, logs: FloatArray, alive: np.ndarray, origin: FloatArray, destination: FloatArray) -> None:
    """Spread the factors of one connected part of a table from row ``start``."""
    origin[start] = 0.0
    queue = [start]
    while queue:
        row = queue.pop()
        for col in np.nonzero(alive[row] & np.isnan(destination))[0]:
            destination[col] = logs[row, col] - origin[row]
            fresh = np.nonzero(alive[:, col] & np.isnan(origin))[0]
            origin[fresh] = logs[fresh, col] - destination[col]
            queue.extend(fresh.tolist())


def fit_origin_destination_birth(
    row_totals: FloatArray,
    col_totals: FloatArray,
    seed: FloatArray | None = None,
    *,
    keep_stayers: bool = False,
    regions: Sequence[str] | None = None,
) -> FloatArray:
    """Fit a table (orig, dest, birth) to ``row_totals`` (orig, birth) and ``col_totals`` (birth, dest).

    ``seed`` is (orig, dest), (orig, dest, birth) or None for ones; ``keep_stayers`` first sets the diagonal
    of each birthplace to the largest value the totals allow (quasi-independence). All in the unit of the
    totals.

    Raises ScenarioError naming the birthplaces whose two totals differ, and those that cannot be fitted.

    Source: Abel (2013), Demographic Research 28, sections 3 and 4.
    """
    rows = np.ascontiguousarray(row_totals.T)
    _require_equal_sums(rows, col_totals, regions)
    if seed is None or seed.ndim == 2:
        fit = fit_minimum_migration if keep_stayers else fit_independent
        return fit(rows, col_totals, seed, regions=regions).by_birthplace()
    stayers = np.minimum(rows, col_totals) if keep_stayers else np.zeros(rows.shape)
    return _fit_each(*_movers(rows, col_totals, stayers), stayers, seed, regions)


def _fit_each(
    rows: FloatArray,
    cols: FloatArray,
    stayers: FloatArray,
    seed: FloatArray,
    regions: Sequence[str] | None,
) -> FloatArray:
    labels = regions if regions is not None else [str(i + 1) for i in range(len(rows))]
    tables = np.array(seed.transpose(2, 0, 1), dtype=np.float64, order="C")
    for b, label in enumerate(labels):
        tables[b] = fit_margins(tables[b], rows[b], cols[b], regions=labels, what=_movers_born_in(label)).table
        tables[b].flat[:: len(labels) + 1] += stayers[b]
    return tables.transpose(1, 2, 0)


def _require_equal_sums(rows: FloatArray, cols: FloatArray, regions: Sequence[str] | None) -> None:
    totals, others = rows.sum(axis=1), cols.sum(axis=1)
    uneven = np.abs(totals - others) > 1e-9 * np.maximum(totals, others)
    if uneven.any():
        labels = regions if regions is not None else [str(i + 1) for i in range(len(rows))]
        raise ScenarioError(
            "Origin and destination totals of a birthplace differ",
            where=Message("birthplace {labels}", labels=name_regions(labels, np.nonzero(uneven)[0])),
            repair="Match the birthplace totals before fitting.",
        )
