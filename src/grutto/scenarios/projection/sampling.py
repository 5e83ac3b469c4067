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

    type Chain = Callable[[jax.Array, tuple[jax.Array, ...]], tuple[dict[str, jax.Array], jax.Array]]


@cache
def sampler(model: Callable[..., None], warmup: int, samples: int) -> Chain:
    """Return a chain that is compiled once, as one program, for all data of the same shape.

    NumPyro's own driver compiles its loop anew in every run, which takes longer than the sampling.
    """
    kernel = numpyro.infer.NUTS(model)

    def chain(key: jax.Array, data: tuple[jax.Array, ...]) -> tuple[dict[str, jax.Array], jax.Array]:
        def step(current: Any, _: None) -> tuple[Any, tuple[dict[str, jax.Array], jax.Array]]:
            following = kernel.sample(current, data, {})
            return following, (following.z, following.diverging)

        start = kernel.init(key, warmup, model_args=data)
        free, diverging = jax.lax.scan(step, start, length=warmup + samples)[1]
        kept = {name: values[warmup:] for name, values in free.items()}
        return jax.vmap(kernel.get_constrain_fn(data, {}))(kept), diverging[warmup:].sum()

    return jax.jit(chain)


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
    given = tuple(jnp.asarray(part) for part in data)
    found, divergences = sampler(model, warmup, samples)(jax.random.PRNGKey(seed), given)
    return {name: np.asarray(values, dtype=float) for name, values in found.items()}, int(divergences)
