"""The one place that runs the No-U-Turn sampler."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
from numpyro.infer import init_to_sample

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.projection.convergence import Convergence, converged

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    type Chain = Callable[[jax.Array, tuple[jax.Array, ...]], tuple[dict[str, jax.Array], jax.Array]]
    type Draws = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Sampler:
    """How long and how often is sampled.

    Attributes:
        warmup: steps that tune each chain.
        samples: draws kept of each chain.
        chains: independent chains, at least two: one alone cannot show that it is stuck.
        thin: steps from one draw kept to the next; above 1 for a posterior that is explored slowly.
    """

    warmup: int
    samples: int
    chains: int
    thin: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be checked.

        Raises:
            ScenarioError: fewer than two chains, or too few draws for their diagnostics.
        """
        if self.chains < 2 or self.samples < 4 or self.warmup < 1:
            raise ScenarioError(
                "The sampler needs two chains, four draws of each and a step to tune it, at the least",
                where=Message(
                    "warmup {warmup}, samples {samples}, chains {chains}",
                    warmup=self.warmup,
                    samples=self.samples,
                    chains=self.chains,
                ),
            )


@cache
def compiled(model: Callable[..., None], warmup: int, samples: int, thin: int) -> Chain:
    """Return a chain that is compiled once, as one program, for all data of the same shape.

    NumPyro's own driver compiles its loop anew in every run, which takes longer than the sampling. Each chain starts
    at a draw from the prior: wide apart, but never where no prior puts it. There the likelihood overflows, and a
    chain that starts there tunes its steps to nothing and stays.
    """
    kernel = numpyro.infer.NUTS(model, init_strategy=init_to_sample)

    def chain(key: jax.Array, data: tuple[jax.Array, ...]) -> tuple[dict[str, jax.Array], jax.Array]:
        def step(current: Any, _: None) -> tuple[Any, tuple[dict[str, jax.Array], jax.Array]]:
            following = kernel.sample(current, data, {})
            return following, (following.z, following.diverging)

        start = kernel.init(key, warmup, model_args=data)
        free, diverging = jax.lax.scan(step, start, length=warmup + samples * thin)[1]
        draws = {name: values[warmup::thin] for name, values in free.items()}
        return jax.vmap(kernel.get_constrain_fn(data, {}))(draws), diverging[warmup:].sum()

    return jax.jit(chain)


def sample_posterior(
    model: Callable[..., None], data: tuple[NDArray[np.generic], ...], *, sampler: Sampler, seed: int
) -> tuple[Draws, Convergence]:
    """Draw from the posterior of a model (Hoffman and Gelman 2014), in double precision.

    Args:
        model: NumPyro model of the arrays in `data`.
        data: what the model is conditioned on.
        sampler: how long and how often.
        seed: the same seed gives the same draws.

    Returns:
        the draws of each parameter, of all chains in random order so that any few of them stand for all, and
        how well the chains agree.
    """
    with jax.enable_x64(True):  # noqa: FBT003 - jax's own signature
        keys = jax.random.split(jax.random.PRNGKey(seed), sampler.chains)
        arrays = tuple(jnp.asarray(part) for part in data)
        first = _chain(model, sampler, keys[0], arrays)
    with ThreadPoolExecutor(sampler.chains) as pool:  # the program is compiled by now
        others = list(pool.map(lambda key: _chain(model, sampler, key, arrays), keys[1:]))
    found = [first, *others]
    stacked = {name: np.stack([draws[name] for draws, _ in found]) for name in first[0]}
    order = np.random.default_rng(seed).permutation(sampler.chains * sampler.samples)
    mixed = {name: values.reshape(-1, *values.shape[2:])[order] for name, values in stacked.items()}
    return mixed, converged(stacked, sum(divergent for _, divergent in found), sampler.thin)


def _chain(
    model: Callable[..., None], sampler: Sampler, key: jax.Array, data: tuple[jax.Array, ...]
) -> tuple[Draws, int]:
    """Run one chain; the precision is a setting of the thread."""
    with jax.enable_x64(True):  # noqa: FBT003
        draws, divergent = compiled(model, sampler.warmup, sampler.samples, sampler.thin)(key, data)
        return {name: np.asarray(values, dtype=float) for name, values in draws.items()}, int(divergent)
