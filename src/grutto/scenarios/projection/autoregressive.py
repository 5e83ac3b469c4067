"""A Bayesian autoregressive model of emigration rates × destination shares."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.axes import check_flows, next_periods, population_at
from grutto.scenarios.projection.convergence import LIMITS, Limits, require_convergence
from grutto.scenarios.projection.model import listed, projected
from grutto.scenarios.projection.rate_shares import emigration_rates, past_population
from grutto.scenarios.projection.rates import RatePosterior, fit_rates, next_rates
from grutto.scenarios.projection.sampling import Sampler
from grutto.scenarios.projection.shares import (
    HALF_PERSON,
    SharePosterior,
    counter_stream,
    draw_changes,
    fit_shares,
    past_mean,
    size_of,
    stream_of_areas,
)

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

RATE_STEPS = 4  # steps from one draw to the next: levels and persistence of few periods are hard to tell apart
FARTHEST = 6.0  # a change of a logit share beyond e^6 ≈ 400-fold in one period is cut


@dataclass(frozen=True)
class Posterior:
    """What the model has learnt from one history; drawing needs nothing else of the past.

    Attributes:
        rates, shares: draws of the parameters.
        log_rate: last log emigration rates, shape (area,); NaN where there is none.
        orig, dest: places of the corridors in use, each of shape (corridor,).
        flow: last observed flow of these corridors, shape (corridor,).
        mean: past mean of their logit shares, shape (corridor,).
    """

    rates: RatePosterior
    shares: SharePosterior
    log_rate: NDArray[np.float64]
    orig: NDArray[np.intp]
    dest: NDArray[np.intp]
    flow: NDArray[np.float64]
    mean: NDArray[np.float64]

    def table(self, corridors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return persons of the corridors in use, shape (corridor,), as a table (orig, dest)."""
        found = np.zeros((len(self.log_rate), len(self.log_rate)))
        found[self.orig, self.dest] = corridors
        return found

    @property
    def convergence_attributes(self) -> dict[str, str]:
        """Return, as attributes of what is drawn from it, how well the chains agree."""
        parts = (self.rates.convergence, self.shares.convergence)
        names = ("diagnostics_rates", "diagnostics_shares")
        diagnostics = {name: "; ".join(map(str, part.diagnostics)) for name, part in zip(names, parts, strict=True)}
        return diagnostics | {
            "divergences": str(sum(part.divergent for part in parts)),
            "largest_rhat": f"{max(part.largest_rhat for part in parts):.3f}",
            "smallest_effective": f"{min(part.smallest_effective for part in parts):.0f}",
        }


@dataclass(frozen=True)
class Autoregression:
    """Draws of possible futures: how many leave each area, and where they go.

    Log emigration rates follow an AR(1) around levels of areas drawn from one distribution; logit
    destination shares move back towards the corridor's own mean; both have Student-t innovations. Where
    many have arrived, more leave afterwards, and towards where they came from: streams have counter-streams
    (Ravenstein 1885). What draws people to one destination is in part common to all origins. Flows
    are rounded up or down at random; the innovations, learnt from whole numbers, hold the noise of counting already.
    The split into rates and shares and the autoregression follow Azose and Raftery
    (2015) and Welch and Raftery (2022); the pooled share equation is this project's simplification.

    A corridor never used in the history, and an area without population or outflow in the last period,
    is projected at zero; such areas are named in the result.

    Args:
        warmup: steps that tune each chain.
        samples: draws of the parameters kept of each chain; futures take them in turn.
        chains: independent chains of each sampler, at least two.
        most: corridor changes used to fit the shares.
        limits: what is still accepted of the chains.
    """

    warmup: int = 300
    samples: int = 300
    chains: int = 2
    most: int = 4_000
    limits: Limits = LIMITS
    name: str = "Bayesian autoregression"
    probabilistic: bool = True

    def project(
        self, flows: xr.DataArray, population: xr.DataArray, *, steps: int, draws: int, seed: int
    ) -> xr.DataArray:
        """Fit and draw, shape (draw, period, orig, dest).

        Raises:
            ScenarioError: fewer than two periods of history, a population is absent, or the chains disagree.
        """
        posterior = self.fit(flows, population, seed=seed)
        future = future_population(flows, population, steps)
        values = draw_flows(posterior, future, draws=draws, seed=seed)
        return self.result(values, posterior, flows, future, seed=seed)

    def result(
        self,
        values: NDArray[np.float32],
        posterior: Posterior,
        flows: xr.DataArray,
        future: NDArray[np.float64],
        *,
        seed: int,
        first: int = 0,
    ) -> xr.DataArray:
        """Name the axes of draws of this model, wherever they were made, and note what the reader must know."""
        notes = {
            "areas_projected_at_zero": listed(flows.orig.to_numpy(), ~np.isfinite(posterior.log_rate + future[0])),
            **posterior.convergence_attributes,
            **{name: str(getattr(self, name)) for name in ("warmup", "samples", "chains", "most")},
            "limits": ", ".join(f"{number:g}" for number in astuple(self.limits)),
        }
        return projected(values, flows, self, seed=seed, notes=notes, first=first)

    def fit(self, flows: xr.DataArray, population: xr.DataArray, *, seed: int) -> Posterior:
        """Learn the parameters from the history.

        Raises:
            ScenarioError: fewer than two periods of history, a population is absent, or the chains disagree.
        """
        check_flows(flows)
        if flows.sizes["period"] < 2:
            raise ScenarioError(
                "The autoregression needs two periods of history", where=Message("flows, dimension period")
            )
        values, sampler = flows.to_numpy(), Sampler(self.warmup, self.samples, self.chains)
        log_rate = np.log(emigration_rates(flows, past_population(flows, population)))
        stream = stream_of_areas(values)
        slow = replace(sampler, warmup=2 * self.warmup, thin=RATE_STEPS)
        rates = fit_rates(log_rate, stream, sampler=slow, seed=seed)
        shares = fit_shares(values, sampler=sampler, seed=seed, most=self.most)
        require_convergence([rates.convergence, shares.convergence], self.limits)
        used = (values.sum(0) > 0) & np.isfinite(log_rate[-1])[:, None]
        orig, dest = np.nonzero(used)
        return Posterior(
            rates=rates,
            shares=shares,
            log_rate=log_rate[-1],
            orig=orig,
            dest=dest,
            flow=values[-1][used],
            mean=past_mean(values)[used],
        )


def future_population(flows: xr.DataArray, population: xr.DataArray, steps: int) -> NDArray[np.float64]:
    """Return the population at the start of each period to be projected, shape (period, area)."""
    areas = [str(area) for area in flows.orig.to_numpy()]
    return np.stack([population_at(population, period, areas) for period in next_periods(flows, steps)])


def draw_flows(posterior: Posterior, population: NDArray[np.float64], *, draws: int, seed: int) -> NDArray[np.float32]:
    """Draw possible futures.

    Args:
        posterior: from `Autoregression.fit`.
        population: persons at the start of each projected period, shape (period, area).
        draws: number of futures.
        seed: the same seed gives the same numbers; draw k does not depend on the number of draws.

    Returns:
        persons per period, whole numbers, shape (draw, period, orig, dest).
    """
    steps, areas = population.shape
    values = np.zeros((draws, steps, areas, areas), dtype=np.float32)
    for draw in range(draws):
        future = one_future(posterior, population, draw, np.random.default_rng([seed, draw]))
        values[draw][:, posterior.orig, posterior.dest] = future
    return values


def one_future(
    posterior: Posterior, population: NDArray[np.float64], draw: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw one future with the parameters of one posterior draw, persons of shape (period, corridor)."""
    log_rate, previous, future = posterior.log_rate, posterior.table(posterior.flow), []
    for persons in population:
        stream = stream_of_areas(previous)
        log_rate = next_rates(posterior.rates, draw % len(posterior.rates.persistence), log_rate, stream, rng)
        leavers = np.nan_to_num(np.exp(log_rate) * persons)
        shares = next_shares(posterior, previous, draw % len(posterior.shares.freedom), rng)
        future.append(np.floor(leavers[posterior.orig] * shares + rng.random(len(shares))))
        previous = posterior.table(future[-1])
    return np.stack(future)


def next_shares(
    posterior: Posterior, table: NDArray[np.float64], which: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Move the shares of the corridors on by one period, shape (corridor,); each origin adds up to 1."""
    orig, dest, areas = posterior.orig, posterior.dest, len(posterior.log_rate)
    learnt, previous, outflow = posterior.shares, table[orig, dest], table.sum(-1)[orig]
    logit = np.log(previous + HALF_PERSON) - np.log(outflow - previous + HALF_PERSON)
    pull = learnt.pull[which] * rng.standard_normal(areas)[dest]
    stream = counter_stream(table)[orig, dest]
    change = np.clip(pull + draw_changes(learnt, which, size_of(previous), stream, rng), -FARTHEST, FARTHEST)
    back = learnt.return_to_mean[which] * (posterior.mean - logit)
    moved = logit + back + learnt.counter[which] * stream + change
    weight = 1.0 / (1.0 + np.exp(-moved))
    return np.asarray(weight / np.bincount(orig, weight, minlength=areas)[orig])
