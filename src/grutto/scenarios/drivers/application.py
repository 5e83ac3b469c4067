"""Priors applied to projected flows, one after another, with a trace of what each has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.scenarios.axes import PERIOD_YEARS
from grutto.scenarios.drivers.declaration import Driver, Policy, Shock
from grutto.scenarios.drivers.priors import Prior, priors

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    from grutto.scenarios.drivers.declaration import Scenario

type Row = dict[str, str | float | None]


def apply_scenario(
    scenario: Scenario, flows: xr.DataArray, *, stocks: xr.DataArray | None, seed: int
) -> tuple[xr.DataArray, list[Trace]]:
    """Apply drivers, policies and shocks to projected flows, in the order of the file.

    Args:
        scenario: the assumptions.
        flows: projected flows without any scenario (draw, period, orig, dest); any block of draws, each of
            which is changed in the same way wherever it stands.
        stocks: migrants (year, birth, residence); needed by return policies only.
        seed: of the sizes drawn from the priors.

    Returns:
        the changed flows, non-negative with a zero diagonal, and one trace for each assumption: what was
        assumed, and the moves it added and took away.

    Raises:
        ScenarioError: an assumption does not fit the data; named.
    """
    areas = [str(area) for area in flows.orig.to_numpy()]
    periods = [int(period) for period in flows.period.to_numpy()]
    values = flows.to_numpy().copy()
    traces = []
    for prior in priors(scenario, areas, periods):
        before = values.copy()
        change(prior, values, prior.sample(flows.draw.to_numpy(), seed), stock_of(prior, stocks, flows))
        np.subtract(values, before, out=before)
        traces.append(trace(prior, scenario, flows, before))
    attrs = {**flows.attrs, "scenario": scenario.id, "scenario_authorship": scenario.authorship}
    return flows.copy(data=values).assign_attrs(attrs), traces


def stock_of(prior: Prior, stocks: xr.DataArray | None, flows: xr.DataArray) -> NDArray[np.float64] | None:
    """Return the migrant stock at the start of the projection (birth, residence), for return policies.

    Raises:
        ScenarioError: a return policy without stocks of that year.
    """
    if not (isinstance(prior.assumption, Policy) and prior.assumption.kind == "return"):
        return None
    year = int(flows.period.to_numpy()[0])
    if stocks is None or year not in stocks.year.to_numpy():
        raise ScenarioError(
            "A return policy needs the migrant stock of {year}",
            where=prior.assumption.id,
            repair="give stocks with the data",
            year=str(year),
        )
    areas = flows.orig.to_numpy()
    found: NDArray[np.float64] = stocks.sel(year=year, birth=areas, residence=areas).to_numpy().astype(float)
    return found


def change(
    prior: Prior, values: NDArray[np.floating], sizes: NDArray[np.float64], stock: NDArray[np.float64] | None
) -> None:
    """Change flows (draw, period, orig, dest) in place by one assumption."""
    if isinstance(prior.assumption, Driver):
        multiply(prior, values, sizes)
    elif isinstance(prior.assumption, Shock):
        displace(prior, prior.assumption, values, sizes)
    elif prior.assumption.kind == "legal_ways":
        add_places(prior, values, sizes)
    elif prior.assumption.kind == "protection_in_region":
        keep_in_region(prior, values, sizes)
    elif stock is not None:
        send_home(prior, values, sizes, stock)


def multiply(prior: Prior, values: NDArray[np.floating], sizes: NDArray[np.float64]) -> None:
    """Multiply the corridors concerned."""
    values[cells(prior, values)] *= sizes[:, None, None, None]


def add_places(prior: Prior, values: NDArray[np.floating], sizes: NDArray[np.float64]) -> None:
    """Add places to the corridors concerned, in proportion to who already moves there."""
    at = cells(prior, values)
    weights = np.where(prior.orig[:, None] == prior.dest[None, :], np.nan, values[at])
    shape = weights.shape
    added = allocate(np.repeat(sizes[:, None] * PERIOD_YEARS, shape[1], axis=1), weights.reshape(*shape[:2], -1))
    values[at] += added.reshape(shape)


def keep_in_region(prior: Prior, values: NDArray[np.floating], sizes: NDArray[np.float64]) -> None:
    """Turn a share of the flows to elsewhere towards the areas of protection; outflows stay the same."""
    outside = np.setdiff1d(np.arange(values.shape[-1]), prior.dest)
    far = np.ix_(range(len(values)), prior.periods, prior.orig, outside)
    near = cells(prior, values)
    turned = values[far] * sizes[:, None, None, None]
    weights = np.where(prior.orig[:, None] == prior.dest[None, :], np.nan, values[near])
    open_to = np.isfinite(weights).any(-1, keepdims=True)
    turned = np.where(open_to, turned, 0)
    values[far] -= turned
    values[near] += allocate(turned.sum(-1), weights)


def send_home(
    prior: Prior, values: NDArray[np.floating], sizes: NDArray[np.float64], stock: NDArray[np.float64]
) -> None:
    """Add returns: a share of those still there goes from residence to area of birth in each period."""
    there = stock[np.ix_(prior.orig, prior.dest)].T
    there = np.where(prior.dest[:, None] == prior.orig[None, :], 0, there)
    for count, period in enumerate(prior.periods):
        share = sizes * (1 - sizes) ** count
        at = np.ix_(range(len(values)), [period], prior.dest, prior.orig)
        values[at] += (share[:, None, None] * there)[:, None]


def displace(prior: Prior, shock: Shock, values: NDArray[np.floating], sizes: NDArray[np.float64]) -> None:
    """Add the displaced, within the region of reception and beyond it, and their later returns.

    From a region, its areas lose people in proportion to those who leave them anyway.
    """
    period = int(prior.periods[0])
    leaving = values[:, period][:, prior.orig].sum(-1, dtype=float)
    for orig, persons in zip(prior.orig, allocate(sizes, leaving).T, strict=True):
        near = np.setdiff1d(prior.dest, [orig])
        far = np.setdiff1d(np.arange(values.shape[-1]), [*near, orig])
        away = np.zeros((len(values), values.shape[-1]))
        base = values[:, period, orig]
        away[:, near] = allocate(persons * shock.in_region, base[:, near])
        away[:, far] = allocate(persons * (1 - shock.in_region), base[:, far])
        values[:, period, orig] += away
        for later in range(period + 1, values.shape[1]):
            values[:, later, :, orig] += away * shock.return_rate
            away = away * (1 - shock.return_rate)


def allocate(total: NDArray[np.floating], weights: NDArray[np.floating]) -> NDArray[np.float64]:
    """Spread a total over the last dimension by weights; equally where all are 0; NaN takes nothing.

    Args:
        total: shape (…).
        weights: shape (…, cell), 0 or more, NaN for cells that are closed.
    """
    closed = np.isnan(weights)
    weight = np.where(closed, 0.0, weights)
    weight = np.where((weight.sum(-1, keepdims=True) > 0) | closed, weight, 1.0)
    whole = weight.sum(-1, keepdims=True)
    share = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
    return np.asarray(total[..., None] * share)


def cells(prior: Prior, values: NDArray[np.floating]) -> tuple[NDArray[np.intp], ...]:
    """Return the index of the cells that an assumption touches."""
    return np.ix_(range(len(values)), prior.periods, prior.orig, prior.dest)


@dataclass(frozen=True)
class Trace:
    """One assumption and what it did to the flows, before limits.

    Attributes:
        prior: the assumption and its size.
        scenario: its id.
        periods: first years of the periods of the flows.
        added, taken_away: moves by where they start, shape (draw, period, orig).
    """

    prior: Prior
    scenario: str
    periods: tuple[int, ...]
    added: NDArray[np.float64]
    taken_away: NDArray[np.float64]

    def row(self, share_left: NDArray[np.float64]) -> Row:
        """Write it as one row of the table of assumptions.

        Args:
            share_left: share of each outflow that limits have left, shape (draw, period, orig).
        """
        assumption, (low, high) = self.prior.assumption, self.prior.interval()
        shock = assumption if isinstance(assumption, Shock) else None
        return {
            "scenario": self.scenario,
            "id": assumption.id,
            "type": type(assumption).__name__.lower(),
            "kind": assumption.kind,
            "orig": declared(assumption.orig),
            "dest": declared(assumption.region if isinstance(assumption, Shock) else assumption.dest),
            "periods": ", ".join(str(self.periods[index]) for index in self.prior.periods),
            "size": self.prior.median,
            "lower_80": low,
            "upper_80": high,
            "unit": self.prior.unit,
            "in_region": None if shock is None else shock.in_region,
            "return_rate": None if shock is None else shock.return_rate,
            "confidence": assumption.confidence,
            "moves_added": float((self.added * share_left).sum() / len(share_left)),
            "moves_taken_away": float((self.taken_away * share_left).sum() / len(share_left)),
            "reason": assumption.reason,
            "source": assumption.source or "the author's judgement",
        }


def trace(prior: Prior, scenario: Scenario, flows: xr.DataArray, difference: NDArray[np.floating]) -> Trace:
    """Note what one assumption has changed."""
    return Trace(
        prior,
        scenario.id,
        tuple(int(period) for period in flows.period.to_numpy()),
        added=np.maximum(difference, 0).sum(-1, dtype=float),
        taken_away=np.maximum(-difference, 0).sum(-1, dtype=float),
    )


def mean_rows(blocks: Sequence[tuple[int, list[Row]]]) -> list[Row]:
    """Return the rows of all draws from those of blocks, each given with its number of draws."""
    total = sum(draws for draws, _ in blocks)
    rows = [dict(row) for row in blocks[0][1]]
    for place, row in enumerate(rows):
        for name in ("moves_added", "moves_taken_away"):
            row[name] = sum(draws * float(found[place][name] or 0) for draws, found in blocks) / total
    return rows


def declared(names: str | tuple[str, ...]) -> str:
    """Write the areas and regions of an assumption as its author named them."""
    return names if isinstance(names, str) else ", ".join(names) or "all"
