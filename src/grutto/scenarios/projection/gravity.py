"""A gravity model of flows, estimated by Poisson pseudo-maximum likelihood with fixed effects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.axes import check_flows, next_periods, population_at
from grutto.scenarios.projection.model import listed, projected
from grutto.scenarios.projection.poisson import PoissonFit, fit_poisson

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr
    from numpy.typing import NDArray


type Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Gravity:
    """Flows explained by both populations, the previous flow and any covariates of the corridor.

    log E[flow] = origin effect + destination effect + b1 log population(orig) + b2 log population(dest)
    + b3 log(1 + previous flow) + b4 [no previous flow] + covariates.

    Poisson pseudo-maximum likelihood keeps the zeros and is consistent under heteroskedasticity (Santos
    Silva and Tenreyro 2006); origin and destination effects stand for multilateral resistance (Beine,
    Bertoli and Fernández-Huertas Moraga 2016). Standard errors play no part here: the model gives a point.

    Corridors of areas that came into being too late to have an effect of their own repeat their last flow
    and are named in the result.

    Args:
        covariates: further tables of the corridor, each (orig, dest) and constant in time, such as the
            logarithm of a distance.
    """

    covariates: Mapping[str, xr.DataArray] = field(default_factory=dict)
    name: str = "PPML gravity"
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
        """Return one table a period, shape (1, period, orig, dest); several steps are run one after another.

        Raises:
            ScenarioError: fewer than two periods of history, or a population is absent.
        """
        check_flows(flows)
        fit = self.fit(flows, population)
        tables, previous = [], flows.to_numpy()[-1]
        for period in next_periods(flows, steps):
            previous = self.predict(fit, flows, population, period, previous)
            tables.append(previous)
        notes = {
            "coefficients": ", ".join(f"{key} {value:.4f}" for key, value in fit.coefficients.items()),
            "areas_repeated": listed(flows.orig.to_numpy(), ~estimated(flows)),
        }
        return projected(np.stack(tables)[None], flows, self, seed=seed, notes=notes)

    def fit(self, flows: xr.DataArray, population: xr.DataArray) -> PoissonFit:
        """Estimate on every period that has one before it.

        Raises:
            ScenarioError: fewer than two periods of history.
        """
        if flows.sizes["period"] < 2:
            raise ScenarioError(
                "The gravity model needs two periods of history", where=Message("flows, dimension period")
            )
        values, periods = flows.to_numpy(), flows.period.to_numpy()
        parts = []
        for place in range(1, len(periods)):
            columns = self.columns(flows, population, int(periods[place]), values[place - 1])
            lasting = lasting_corridors(values[place - 1 : place + 1])[off_diagonal(flows)]
            parts.append(columns | {"flow": np.where(lasting, values[place][off_diagonal(flows)], np.nan)})
        rows = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        usable_rows = complete(rows)
        return fit_poisson(rows["flow"][usable_rows], *self._parted(rows, usable_rows))

    def _parted(self, rows: Columns, complete_rows: NDArray[np.bool_]) -> tuple[Columns, Columns]:
        """Return the factors and the variables of the rows kept."""
        own = ("log_population_orig", "log_population_dest", "log_previous", "none_before", *self.covariates)
        return {name: rows[name][complete_rows] for name in ("orig", "dest")}, {
            name: rows[name][complete_rows] for name in own
        }

    def columns(
        self, flows: xr.DataArray, population: xr.DataArray, period: int, previous: NDArray[np.float64]
    ) -> Columns:
        """Return one value a corridor for each variable, in row-major order without the diagonal."""
        areas = flows.orig.to_numpy()
        persons = population_at(population, period, list(areas))
        log_persons = np.log(np.where(persons > 0, persons, np.nan))
        off = off_diagonal(flows)
        orig, dest = np.nonzero(off)
        columns: Columns = {
            "orig": areas[orig],
            "dest": areas[dest],
            "log_population_orig": log_persons[orig],
            "log_population_dest": log_persons[dest],
            "log_previous": np.log1p(previous[off]),
            "none_before": (previous[off] == 0).astype(float),
        }
        for name, table in self.covariates.items():
            columns[name] = table.sel(orig=areas, dest=areas).to_numpy()[off]
        return columns

    def predict(
        self,
        fit: PoissonFit,
        flows: xr.DataArray,
        population: xr.DataArray,
        period: int,
        previous: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return the expected flows of one period, shape (orig, dest)."""
        rows = self.columns(flows, population, period, previous)
        own = estimated(flows)
        known = complete(rows) & (own[:, None] & own[None, :])[off_diagonal(flows)]
        expected = previous[off_diagonal(flows)]
        expected[known] = np.nan_to_num(fit.expected(*self._parted(rows, known)))
        table = np.zeros_like(previous)
        table[off_diagonal(flows)] = expected
        return table


def off_diagonal(flows: xr.DataArray) -> NDArray[np.bool_]:
    """Return where a corridor joins two different areas, shape (orig, dest)."""
    return ~np.eye(flows.sizes["orig"], dtype=bool)


def lasting_corridors(pair: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the corridors (orig, dest) of areas with an outflow in both of two periods."""
    there: NDArray[np.bool_] = (pair.sum(-1) > 0).all(0)
    return there[:, None] & there[None, :]


def estimated(flows: xr.DataArray) -> NDArray[np.bool_]:
    """Return which areas (area,) had an outflow in two periods running, and so an effect of their own."""
    there = flows.to_numpy().sum(-1) > 0
    return np.asarray((there[1:] & there[:-1]).any(0))


def complete(rows: Columns) -> NDArray[np.bool_]:
    """Return which rows have a number in every numeric column."""
    numbers = [column for name, column in rows.items() if name not in ("orig", "dest")]
    return np.all([np.isfinite(column) for column in numbers], axis=0)
