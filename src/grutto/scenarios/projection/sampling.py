"""The one place that runs the No-U-Turn sampler."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    type Chain = Callable[[Any, tuple[jax.Array, ...]], tuple[dict[str, jax.Array], jax.Array]]


@cache
def sampler(model: Callable[..., None], warmup: int, samples: int) -> tuple[numpyro.infer.NUTS, Chain]:
    """Return a kernel, and a chain that is compiled once for all data of the same shape.

    NumPyro's own driver compiles its loop anew in every run, which takes longer than the sampling.
    """
    kernel = numpyro.infer.NUTS(model)

    def chain(state: Any, data: tuple[jax.Array, ...]) -> tuple[dict[str, jax.Array], jax.Array]:
        def step(current: Any, _: None) -> tuple[Any, tuple[dict[str, jax.Array], jax.Array]]:
            following = kernel.sample(current, data, {})
            return following, (following.z, following.diverging)

        found: tuple[dict[str, jax.Array], jax.Array] = jax.lax.scan(step, state, length=warmup + samples)[1]
        return found

    return kernel, jax.jit(chain)


def sample_posterior(
    model: Callable[..., None], data: tuple[NDArray[np.generic], ...], *, warmup: int, samples: int, seed: int
) -> tuple[dict[str, NDArray[np.float64]], int]:
    """Draw from the posterior of a model (Hoffman and Gelman 2014).

    Args:
        model: NumPyro model of the arrays in `data`.
        data: what the model is conditioned on.
        warmup: steps that tune the sampler.
        samples: draws kept.
        seed: the same seed gives the same draws.

    Returns:
        the draws of each parameter, and the number of divergent transitions.
    """
    kernel, chain = sampler(model, warmup, samples)
    given = tuple(jnp.asarray(part) for part in data)
    state = kernel.init(jax.random.PRNGKey(seed), warmup, model_args=given)
    free, diverging = chain(state, given)
    kept = {name: values[warmup:] for name, values in free.items()}
    found = jax.vmap(kernel.get_constrain_fn(given, {}))(kept)
    draws = {name: np.asarray(values, dtype=float) for name, values in found.items()}
    return draws, int(np.asarray(diverging[warmup:]).sum())
