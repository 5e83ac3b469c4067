"""Emigration rates times destination shares: the two parts in which a table of flows is projected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.scenarios.axes import check_flows, next_periods, population_at
from grutto.scenarios.projection.model import listed, projected

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


@dataclass(frozen=True)
class RateShares:
    """Past emigration rates of each area, applied to its coming population and spread by past shares.

    The decomposition of a flow into an emigration rate and a destination share follows Willekens and
    Rogers (1978) and, for all countries, Welch and Raftery (2022).

    Args:
        periods: number of last periods that are averaged, at least 1.
    """

    periods: int = 1
    name: str = "rate × shares"
    probabilistic: bool = False

    def project(
        self,
        flows: xr.DataArray,
        population: xr.DataArray,
        *,
        steps: int,
        draws: int,  # noqa: ARG002 - part of what every model takes
        seed: int,
    ) -> xr.DataArray:
        """Return one table a period, shape (1, period, orig, dest).

        Raises:
            ScenarioError: the population of a period is absent, or more periods are wanted than there are.
        """
        check_flows(flows)
        if not 1 <= self.periods <= flows.sizes["period"]:
            raise ScenarioError(
                "Cannot average {periods} periods",
                where="periods",
                repair="1 to {period}",
                periods=self.periods,
                period=flows.sizes["period"],
            )
        recent = flows.isel(period=slice(-self.periods, None))
        persons = past_population(recent, population)
        rates = emigration_rates(recent, persons)
        shares = destination_shares(recent.to_numpy().sum(0))
        areas = list(flows.orig.to_numpy())
        future = np.stack([population_at(population, p, areas) for p in next_periods(flows, steps)])
        outflow = np.nan_to_num(future) * mean_known(rates)
        absent = ~np.isfinite(persons[-1]) | ~np.isfinite(future[0])
        notes = {"areas_without_population": listed(flows.orig.to_numpy(), absent)}
        return projected((outflow[:, :, None] * shares)[None], flows, self, seed=seed, notes=notes)


def past_population(flows: xr.DataArray, population: xr.DataArray) -> NDArray[np.float64]:
    """Return the population at the start of each observed period, shape (period, area)."""
    areas = list(flows.orig.to_numpy())
    return np.stack([population_at(population, int(period), areas) for period in flows.period])


def emigration_rates(flows: xr.DataArray, persons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide the outflow by the population at the start of the period.

    Returns:
        persons who leave per person and period, shape (period, area); NaN where the area had no
        population or no outflow at all, which in a table of all countries means that it did not yet,
        or did no longer, exist.
    """
    outflow = flows.to_numpy().sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = outflow / persons
    return np.where((outflow > 0) & (persons > 0), rates, np.nan)


def destination_shares(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide each row by its sum, shape (orig, dest); a row of zeros stays zero."""
    outflow = table.sum(-1, keepdims=True)
    return np.divide(table, outflow, out=np.zeros_like(table), where=outflow > 0)


def mean_known(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average the known rates over periods, shape (area,); 0 where none is known."""
    known = np.isfinite(rates)
    total = np.where(known, rates, 0).sum(0)
    return np.asarray(total / np.maximum(known.sum(0), 1))
