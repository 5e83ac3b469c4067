"""Destination shares as a Bayesian autoregression on the logit scale, pooled over all corridors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist

from grutto.scenarios.projection.sampling import Sampler, sample_posterior

if TYPE_CHECKING:
    import jax
    from numpy.typing import NDArray

    from grutto.scenarios.projection.convergence import Convergence

USUAL_SIZE = 5.0  # log(1 + flow) of a middling corridor, about 150 persons; sizes are counted from there
HALF_PERSON = 0.5  # added to a corridor's flow before logarithms, so that a zero stays comparable


@dataclass(frozen=True)
class SharePosterior:
    """Draws of the parameters of the destination shares, each of shape (draw,).

    Attributes:
        return_to_mean: part of the distance to the corridor's past mean that is made up in one period.
        counter: change of the logit share for each unit of `counter_stream`.
        pull: standard deviation of what all corridors to one destination have in common in one period.
        intercept, slope, stream_slope: logarithm of the innovation's scale = intercept + slope × size
            + stream_slope × counter-stream; below 0, returns are steadier than departures.
        skew, skew_slope: logarithm of the innovation's skewness = skew + skew_slope × size; below 0
            the large changes are losses, as large corridors cannot grow as much as they can collapse.
        freedom: degrees of freedom of the Student-t innovations.
        convergence: how well the chains agree.
    """

    return_to_mean: NDArray[np.float64]
    counter: NDArray[np.float64]
    pull: NDArray[np.float64]
    intercept: NDArray[np.float64]
    slope: NDArray[np.float64]
    stream_slope: NDArray[np.float64]
    skew: NDArray[np.float64]
    skew_slope: NDArray[np.float64]
    freedom: NDArray[np.float64]
    convergence: Convergence


def size_of(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(1 + flow) less that of a middling corridor, any shape."""
    return np.asarray(np.log1p(flows) - USUAL_SIZE)


def logit_shares(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logit of each destination's share of the outflow, shape of `flows` (…, orig, dest)."""
    outflow = flows.sum(-1, keepdims=True)
    return np.asarray(np.log(flows + HALF_PERSON) - np.log(np.maximum(outflow - flows, 0) + HALF_PERSON))


def counter_stream(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(flow the other way ÷ flow) of each corridor: streams have counter-streams, and people return.

    Args:
        flows: persons (…, orig, dest); half a person is added to both.
    """
    return np.asarray(np.log(np.swapaxes(flows, -1, -2) + HALF_PERSON) - np.log(flows + HALF_PERSON))


def stream_of_areas(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean counter-stream of those who leave each area, shape (…, area); 0 where nobody does.

    Args:
        flows: persons (…, orig, dest).
    """
    outflow = flows.sum(-1)
    total = (flows * counter_stream(flows)).sum(-1)
    return np.asarray(np.divide(total, outflow, out=np.zeros_like(outflow), where=outflow > 0))


def share_model(
    change: jax.Array,
    distance: jax.Array,
    stream: jax.Array,
    size: jax.Array,
    arrival: jax.Array,
    arrivals: jax.Array,
) -> None:
    """Declare one period's change of a logit share: a two-piece Student-t around a return to the mean.

    Args:
        change: change of the logit share, shape (transition,).
        distance: past mean of the corridor's logit share less its last value.
        stream: from `counter_stream` of the flows of the period before.
        size: from `size_of` the last flow.
        arrival: place of the destination and period of each transition among all of them.
        arrivals: an array with one cell for each destination and period.
    """
    back = numpyro.sample("return_to_mean", dist.Beta(2.0, 6.0))
    counter = numpyro.sample("counter", dist.Normal(0.0, 0.2))
    pull = numpyro.sample("pull", dist.HalfNormal(0.3))
    intercept = numpyro.sample("intercept", dist.Normal(0.0, 1.0))
    slope = numpyro.sample("slope", dist.Normal(0.0, 0.2))
    stream_slope = numpyro.sample("stream_slope", dist.Normal(0.0, 0.2))
    skew = numpyro.sample("skew", dist.Normal(0.0, 0.5))
    skew_slope = numpyro.sample("skew_slope", dist.Normal(0.0, 0.1))
    freedom = numpyro.sample("freedom", dist.Gamma(2.0, 1.0))
    with numpyro.plate("arrivals", len(arrivals)):
        common = pull * numpyro.sample("common", dist.Normal(0.0, 1.0))
    scale, gamma = jnp.exp(intercept + slope * size + stream_slope * stream), jnp.exp(skew + skew_slope * size)
    departure = change - back * distance - counter * stream - common[arrival]
    side = jnp.where(departure > 0, gamma, 1.0 / gamma)
    half = dist.StudentT(freedom + 1.0, 0.0, scale * side).log_prob(departure)
    numpyro.factor("change", half + jnp.log(2.0 * side / (gamma + 1.0 / gamma)))


def draw_changes(
    posterior: SharePosterior,
    which: int,
    size: NDArray[np.float64],
    stream: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw innovations of logit shares from the two-piece Student-t distribution (Fernández and Steel 1998).

    Args:
        posterior: from `fit_shares`.
        which: the draw of the parameters to use.
        size: from `size_of` the last flow, any shape.
        stream: from `counter_stream` of the last flow, of the same shape.
        rng: source of random numbers.
    """
    steady = posterior.slope[which] * size + posterior.stream_slope[which] * stream
    scale = np.exp(posterior.intercept[which] + steady)
    gamma = np.exp(posterior.skew[which] + posterior.skew_slope[which] * size)
    gain = rng.random(size.shape) < gamma**2 / (1.0 + gamma**2)
    distance = np.abs(rng.standard_t(posterior.freedom[which], size.shape)) * scale
    return np.asarray(np.where(gain, distance * gamma, -distance / gamma))


def transitions(flows: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Collect every observed change of a corridor that had a flow in the period before.

    Args:
        flows: history, shape (period, orig, dest).

    Returns:
        change, distance to the mean of the periods up to then, counter-stream, size, and the place of
        destination and period among all, each of shape (transition,).
    """
    logit, outflow, areas = logit_shares(flows), flows.sum(-1), flows.shape[-1]
    parts: list[tuple[NDArray[np.float64], ...]] = []
    for period in range(1, len(flows)):
        before = flows[period - 1]
        exists = (outflow[period - 1] > 0) & (outflow[period] > 0)
        at = (before > 0) & exists[:, None] & exists[None, :]
        arrival = (period - 1) * areas + np.nonzero(at)[1]
        distance = past_mean(flows[:period]) - logit[period - 1]
        change = logit[period] - logit[period - 1]
        parts.append((change[at], distance[at], counter_stream(before)[at], size_of(before)[at], arrival))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def past_mean(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average the logit shares over the periods in which the origin had an outflow, shape (orig, dest)."""
    exists = flows.sum(-1, keepdims=True) > 0
    total: NDArray[np.float64] = np.where(exists, logit_shares(flows), 0).sum(0)
    return np.asarray(total / np.maximum(exists.sum(0), 1))


def fit_shares(flows: NDArray[np.float64], *, sampler: Sampler, seed: int, most: int = 4_000) -> SharePosterior:
    """Learn the parameters from a history.

    Args:
        flows: history, shape (period, orig, dest), at least two periods.
        sampler: how the posterior is drawn.
        seed: of the sampler and of the choice of transitions.
        most: transitions used; with more, a random part of them, for few parameters need no more.
    """
    observed = transitions(flows)
    if len(observed[0]) > most:
        chosen = np.random.default_rng(seed).choice(len(observed[0]), most, replace=False)
        observed = tuple(column[chosen] for column in observed)
    arrivals = np.zeros((len(flows) - 1) * flows.shape[-1])
    found, convergence = sample_posterior(share_model, (*observed, arrivals), sampler=sampler, seed=seed)
    return SharePosterior(
        return_to_mean=found["return_to_mean"],
        counter=found["counter"],
        pull=found["pull"],
        intercept=found["intercept"],
        slope=found["slope"],
        stream_slope=found["stream_slope"],
        skew=found["skew"],
        skew_slope=found["skew_slope"],
        freedom=found["freedom"] + 1.0,
        convergence=convergence,
    )
