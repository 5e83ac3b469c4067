"""Emigration rates as a Bayesian autoregression with areas that learn from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist

if TYPE_CHECKING:
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


type Cells = tuple[jax.Array, jax.Array]


def rate_model(log_rate: jax.Array, pairs: Cells, first: Cells) -> None:
    """Declare the model: an AR(1) of log rates around levels of areas that share one distribution.

    Args:
        log_rate: observed log rates, shape (period, area); cells that are not observed are not looked at.
        pairs: period and area of each rate that has an observed rate in the period before.
        first: period and area of each area's first observed rate.
    """
    centre = numpyro.sample("centre", dist.Normal(-3.5, 1.5))
    spread = numpyro.sample("spread", dist.HalfNormal(1.5))
    persistence = numpyro.sample("persistence", dist.Beta(4.0, 2.0))
    scale = numpyro.sample("scale", dist.HalfNormal(0.5))
    freedom = numpyro.sample("freedom", dist.Gamma(4.0, 0.8))
    with numpyro.plate("area", log_rate.shape[1]):
        standard = numpyro.sample("standard", dist.Normal(0.0, 1.0))
    level = numpyro.deterministic("level", centre + spread * standard)
    period, area = pairs
    expected = level[area] + persistence * (log_rate[period - 1, area] - level[area])
    innovation = dist.StudentT(freedom + 2.0, expected, scale)
    numpyro.sample("rate", innovation, obs=log_rate[period, area])
    start = dist.StudentT(freedom + 2.0, level[first[1]], scale / jnp.sqrt(1.0 - persistence**2))
    numpyro.sample("start", start, obs=log_rate[first])


def fit_rates(log_rate: NDArray[np.float64], *, warmup: int, samples: int, seed: int) -> RatePosterior:
    """Sample the posterior with the No-U-Turn sampler.

    Args:
        log_rate: logarithm of emigration rates, shape (period, area); NaN where not observed.
        warmup: steps that tune the sampler.
        samples: draws kept.
        seed: of the sampler.
    """
    known = np.isfinite(log_rate)
    follows = np.zeros_like(known)
    follows[1:] = known[1:] & known[:-1]
    starts = known & (np.cumsum(known, axis=0) == 1)
    sampler = numpyro.infer.MCMC(
        numpyro.infer.NUTS(rate_model), num_warmup=warmup, num_samples=samples, progress_bar=False
    )
    pairs, first = as_index(follows), as_index(starts)
    sampler.run(
        jax.random.PRNGKey(seed),
        jnp.asarray(np.nan_to_num(log_rate)),
        pairs,
        first,
        extra_fields=("diverging",),
    )
    found = {name: np.asarray(value, dtype=float) for name, value in sampler.get_samples().items()}
    return RatePosterior(
        level=found["level"],
        highest=float(np.nanmax(log_rate)),
        persistence=found["persistence"],
        scale=found["scale"],
        freedom=found["freedom"] + 2.0,
        divergences=int(np.asarray(sampler.get_extra_fields()["diverging"]).sum()),
    )


def as_index(mask: NDArray[np.bool_]) -> tuple[jax.Array, jax.Array]:
    """Return period and area of the true cells."""
    period, area = np.nonzero(mask)
    return jnp.asarray(period), jnp.asarray(area)


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
