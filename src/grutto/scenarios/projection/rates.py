"""Emigration rates as a Bayesian autoregression with areas that learn from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.distributions import constraints, transforms

from grutto.scenarios.projection.sampling import Sampler, sample_posterior

if TYPE_CHECKING:
    import jax
    from numpy.typing import NDArray

    from grutto.scenarios.projection.convergence import Convergence

MOST_PERSISTENT = 0.98  # at 1 a rate has no level to return to, and chains get stuck there


@dataclass(frozen=True)
class RatePosterior:
    """Draws of the parameters of the emigration rates; rates are logarithms of persons per person and period.

    Attributes:
        level: long-run level of each area, shape (draw, area).
        persistence: part of a departure from the level that remains after one period, shape (draw,).
        counter: change of the rate for each unit of `stream_of_areas`, shape (draw,).
        scale, freedom: scale and degrees of freedom of the Student-t innovations, shape (draw,).
        highest: highest rate observed anywhere, as a logarithm; no future goes beyond it.
        convergence: how well the chains agree.
    """

    level: NDArray[np.float64]
    persistence: NDArray[np.float64]
    counter: NDArray[np.float64]
    scale: NDArray[np.float64]
    freedom: NDArray[np.float64]
    highest: float
    convergence: Convergence


def rate_model(
    log_rate: jax.Array,
    stream: jax.Array,
    period: jax.Array,
    area: jax.Array,
) -> None:
    """Declare the model: an AR(1) of log rates around levels of areas that share one distribution.

    The first observed rate of an area is taken as given: it need not come from a long-run equilibrium. Levels
    are written as centre + spread × a standard normal, and persistence stays below `MOST_PERSISTENT`, so that
    no corner of the posterior is too narrow for the sampler.

    Args:
        log_rate: observed log rates, shape (period, area); cells that are not observed are not looked at.
        stream: from `stream_of_areas`, shape (period, area).
        period, area: places of each rate that has an observed rate in the period before.
    """
    centre = numpyro.sample("centre", dist.Normal(-3.5, 1.5))
    spread = numpyro.sample("spread", dist.HalfNormal(1.5))
    persistence = numpyro.sample("persistence", scaled(dist.Beta(4.0, 2.0), MOST_PERSISTENT))
    counter = numpyro.sample("counter", dist.Normal(0.0, 0.2))
    scale = numpyro.sample("scale", dist.HalfNormal(0.5))
    freedom = numpyro.sample("freedom", dist.Gamma(4.0, 0.8))
    with numpyro.plate("areas", log_rate.shape[1]):
        departure = numpyro.sample("departure", dist.Normal(0.0, 1.0))
    level = centre + spread * departure
    expected = level[area] + persistence * (log_rate[period - 1, area] - level[area])
    expected += counter * stream[period - 1, area]
    numpyro.sample("rate", dist.StudentT(freedom + 2.0, expected, scale), obs=log_rate[period, area])


def scaled(share: dist.Distribution, most: float) -> dist.Distribution:
    """Return the distribution of a number between 0 and `most`, from that of a share."""
    stretch = transforms.AffineTransform(0.0, most, domain=constraints.unit_interval)
    return dist.TransformedDistribution(share, stretch)


def fit_rates(
    log_rate: NDArray[np.float64], stream: NDArray[np.float64], *, sampler: Sampler, seed: int
) -> RatePosterior:
    """Learn the parameters from a history.

    Args:
        log_rate: logarithm of emigration rates, shape (period, area); NaN where not observed.
        stream: from `stream_of_areas`, shape (period, area).
        sampler, seed: how the posterior is drawn.
    """
    known = np.isfinite(log_rate)
    follows = np.zeros_like(known)
    follows[1:] = known[1:] & known[:-1]
    data = (np.nan_to_num(log_rate), stream, *np.nonzero(follows))
    found, convergence = sample_posterior(rate_model, data, sampler=sampler, seed=seed)
    return RatePosterior(
        level=found["centre"][:, None] + found["spread"][:, None] * found["departure"],
        persistence=found["persistence"],
        counter=found["counter"],
        scale=found["scale"],
        freedom=found["freedom"] + 2.0,
        highest=float(np.nanmax(log_rate)),
        convergence=convergence,
    )


def next_rates(
    posterior: RatePosterior,
    which: int,
    last: NDArray[np.float64],
    stream: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Move log rates on by one period, shape (area,); NaN stays NaN.

    Args:
        posterior: from `fit_rates`.
        which: the draw of the parameters to use.
        last: log rates of the period before.
        stream: from `stream_of_areas` of the flows of the period before.
        rng: source of random numbers.
    """
    level = posterior.level[which]
    shock = rng.standard_t(posterior.freedom[which], last.shape) * posterior.scale[which]
    moved = level + posterior.persistence[which] * (last - level) + posterior.counter[which] * stream + shock
    return np.asarray(np.minimum(moved, posterior.highest))
