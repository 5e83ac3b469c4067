"""Emigration rates as a Bayesian autoregression with areas that learn from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist

from grutto.scenarios.projection.sampling import sample_posterior

if TYPE_CHECKING:
    import jax
    from numpy.typing import NDArray


@dataclass(frozen=True)
class RatePosterior:
    """Draws of the parameters of the emigration rates; rates are logarithms of persons per person and period.

    Attributes:
        level: long-run level of each area, shape (draw, area).
        persistence: part of a departure from the level that remains after one period, shape (draw,).
        scale, freedom: scale and degrees of freedom of the Student-t innovations, shape (draw,).
        highest: highest rate observed anywhere, as a logarithm; no future goes beyond it.
        divergences: number of divergent transitions of the sampler; above 0 it needs attention.
    """

    level: NDArray[np.float64]
    persistence: NDArray[np.float64]
    scale: NDArray[np.float64]
    freedom: NDArray[np.float64]
    highest: float
    divergences: int

    def only(self, draw: int) -> RatePosterior:
        """Return the posterior with one draw of the parameters left."""
        one = slice(draw, draw + 1)
        return RatePosterior(
            level=self.level[one],
            persistence=self.persistence[one],
            scale=self.scale[one],
            freedom=self.freedom[one],
            highest=self.highest,
            divergences=self.divergences,
        )


def rate_model(
    log_rate: jax.Array, period: jax.Array, area: jax.Array, first_period: jax.Array, first_area: jax.Array
) -> None:
    """Declare the model: an AR(1) of log rates around levels of areas that share one distribution.

    Args:
        log_rate: observed log rates, shape (period, area); cells that are not observed are not looked at.
        period, area: places of each rate that has an observed rate in the period before.
        first_period, first_area: places of each area's first observed rate.
    """
    centre = numpyro.sample("centre", dist.Normal(-3.5, 1.5))
    spread = numpyro.sample("spread", dist.HalfNormal(1.5))
    persistence = numpyro.sample("persistence", dist.Beta(4.0, 2.0))
    scale = numpyro.sample("scale", dist.HalfNormal(0.5))
    freedom = numpyro.sample("freedom", dist.Gamma(4.0, 0.8))
    with numpyro.plate("areas", log_rate.shape[1]):
        level = numpyro.sample("level", dist.Normal(centre, spread))
    expected = level[area] + persistence * (log_rate[period - 1, area] - level[area])
    innovation = dist.StudentT(freedom + 2.0, expected, scale)
    numpyro.sample("rate", innovation, obs=log_rate[period, area])
    start = dist.StudentT(freedom + 2.0, level[first_area], scale / jnp.sqrt(1.0 - persistence**2))
    numpyro.sample("start", start, obs=log_rate[first_period, first_area])


def fit_rates(log_rate: NDArray[np.float64], *, warmup: int, samples: int, seed: int) -> RatePosterior:
    """Learn the parameters from a history.

    Args:
        log_rate: logarithm of emigration rates, shape (period, area); NaN where not observed.
        warmup, samples, seed: of the sampler.
    """
    known = np.isfinite(log_rate)
    follows = np.zeros_like(known)
    follows[1:] = known[1:] & known[:-1]
    starts = known & (np.cumsum(known, axis=0) == 1)
    data = (np.nan_to_num(log_rate), *np.nonzero(follows), *np.nonzero(starts))
    found, divergences = sample_posterior(rate_model, data, warmup=warmup, samples=samples, seed=seed)
    return RatePosterior(
        level=found["level"],
        persistence=found["persistence"],
        scale=found["scale"],
        freedom=found["freedom"] + 2.0,
        highest=float(np.nanmax(log_rate)),
        divergences=divergences,
    )


def draw_rates(
    posterior: RatePosterior, last: NDArray[np.float64], *, steps: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Continue the last log rates, one future for each draw of the parameters.

    Args:
        posterior: from `fit_rates`.
        last: log rates of the last observed period, shape (area,); NaN stays NaN.
        steps: periods to project.
        rng: source of random numbers.

    Returns:
        log rates, shape (draw, period, area).
    """
    draws, areas = posterior.level.shape
    current = np.broadcast_to(last, (draws, areas))
    path = np.empty((draws, steps, areas))
    for step in range(steps):
        shock = rng.standard_t(posterior.freedom[:, None], (draws, areas)) * posterior.scale[:, None]
        current = posterior.level + posterior.persistence[:, None] * (current - posterior.level) + shock
        current = np.minimum(current, posterior.highest)
        path[:, step] = current
    return path
