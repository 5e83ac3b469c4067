"""Destination shares as a Bayesian autoregression on the logit scale, pooled over all corridors."""

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

USUAL_SIZE = 5.0  # log(1 + flow) of a middling corridor, about 150 persons; sizes are counted from there
HALF_PERSON = 0.5  # added to a corridor's flow before logarithms, so that a zero stays comparable


@dataclass(frozen=True)
class SharePosterior:
    """Draws of the parameters of the destination shares, each of shape (draw,).

    Attributes:
        return_to_mean: part of the distance to the corridor's past mean that is made up in one period.
        intercept, slope: logarithm of the innovation's scale = intercept + slope × size.
        skew, skew_slope: logarithm of the innovation's skewness = skew + skew_slope × size; below 0
            the large changes are losses, as large corridors cannot grow as much as they can collapse.
        freedom: degrees of freedom of the Student-t innovations.
        divergences: number of divergent transitions of the sampler.
    """

    return_to_mean: NDArray[np.float64]
    intercept: NDArray[np.float64]
    slope: NDArray[np.float64]
    skew: NDArray[np.float64]
    skew_slope: NDArray[np.float64]
    freedom: NDArray[np.float64]
    divergences: int


def size_of(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(1 + flow) less that of a middling corridor, any shape."""
    return np.asarray(np.log1p(flows) - USUAL_SIZE)


def logit_shares(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logit of each destination's share of the outflow, shape of `flows` (…, orig, dest)."""
    outflow = flows.sum(-1, keepdims=True)
    return np.asarray(np.log(flows + HALF_PERSON) - np.log(np.maximum(outflow - flows, 0) + HALF_PERSON))


def share_model(change: jax.Array, distance: jax.Array, size: jax.Array) -> None:
    """Declare one period's change of a logit share: a two-piece Student-t around a return to the mean.

    Args:
        change: change of the logit share.
        distance: past mean of the corridor's logit share less its last value.
        size: from `size_of` the last flow.
    """
    back = numpyro.sample("return_to_mean", dist.Beta(2.0, 6.0))
    intercept = numpyro.sample("intercept", dist.Normal(0.0, 1.0))
    slope = numpyro.sample("slope", dist.Normal(0.0, 0.2))
    skew = numpyro.sample("skew", dist.Normal(0.0, 0.5))
    skew_slope = numpyro.sample("skew_slope", dist.Normal(0.0, 0.1))
    freedom = numpyro.sample("freedom", dist.Gamma(2.0, 1.0))
    scale, gamma = jnp.exp(intercept + slope * size), jnp.exp(skew + skew_slope * size)
    departure = change - back * distance
    side = jnp.where(departure > 0, gamma, 1.0 / gamma)
    half = dist.StudentT(freedom + 1.0, 0.0, scale * side).log_prob(departure)
    numpyro.factor("change", half + jnp.log(2.0 * side / (gamma + 1.0 / gamma)))


def draw_changes(
    posterior: SharePosterior, which: int, size: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw innovations of logit shares from the two-piece Student-t distribution (Fernández and Steel 1998).

    Args:
        posterior: from `fit_shares`.
        which: the draw of the parameters to use.
        size: from `size_of` the last flow, any shape.
        rng: source of random numbers.
    """
    scale = np.exp(posterior.intercept[which] + posterior.slope[which] * size)
    gamma = np.exp(posterior.skew[which] + posterior.skew_slope[which] * size)
    gain = rng.random(size.shape) < gamma**2 / (1.0 + gamma**2)
    distance = np.abs(rng.standard_t(posterior.freedom[which], size.shape)) * scale
    return np.asarray(np.where(gain, distance * gamma, -distance / gamma))


def transitions(
    flows: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Collect every observed change of a corridor that had a flow in the period before.

    Args:
        flows: history, shape (period, orig, dest).

    Returns:
        change, distance to the mean of the periods up to then, and size, each of shape (transition,).
    """
    logit, outflow = logit_shares(flows), flows.sum(-1)
    change, distance, size = [], [], []
    for period in range(1, len(flows)):
        mean = past_mean(flows[:period])
        exists = (outflow[period - 1] > 0) & (outflow[period] > 0)
        at = (flows[period - 1] > 0) & exists[:, None] & exists[None, :]
        change.append((logit[period] - logit[period - 1])[at])
        distance.append((mean - logit[period - 1])[at])
        size.append(size_of(flows[period - 1])[at])
    return np.concatenate(change), np.concatenate(distance), np.concatenate(size)


def past_mean(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average the logit shares over the periods in which the origin had an outflow, shape (orig, dest)."""
    exists = flows.sum(-1, keepdims=True) > 0
    total: NDArray[np.float64] = np.where(exists, logit_shares(flows), 0).sum(0)
    return np.asarray(total / np.maximum(exists.sum(0), 1))


def fit_shares(
    flows: NDArray[np.float64], *, warmup: int, samples: int, seed: int, most: int = 20_000
) -> SharePosterior:
    """Learn the parameters from a history.

    Args:
        flows: history, shape (period, orig, dest), at least two periods.
        warmup, samples: of the sampler.
        seed: of the sampler and of the choice of transitions.
        most: transitions used; with more, a random part of them, for few parameters need no more.
    """
    observed = transitions(flows)
    if len(observed[0]) > most:
        chosen = np.random.default_rng(seed).choice(len(observed[0]), most, replace=False)
        observed = (observed[0][chosen], observed[1][chosen], observed[2][chosen])
    found, divergences = sample_posterior(share_model, observed, warmup=warmup, samples=samples, seed=seed)
    return SharePosterior(
        return_to_mean=found["return_to_mean"],
        intercept=found["intercept"],
        slope=found["slope"],
        skew=found["skew"],
        skew_slope=found["skew_slope"],
        freedom=found["freedom"] + 1.0,
        divergences=divergences,
    )
