"""The one place that runs the No-U-Turn sampler."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
import numpyro

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@cache
def sampler(model: Callable[..., None], warmup: int, samples: int) -> numpyro.infer.MCMC:
    """Return a sampler that is compiled once for all data of the same shape."""
    kernel = numpyro.infer.NUTS(model)
    return numpyro.infer.MCMC(kernel, num_warmup=warmup, num_samples=samples, progress_bar=False, jit_model_args=True)


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
    run = sampler(model, warmup, samples)
    run.run(jax.random.PRNGKey(seed), *(jnp.asarray(part) for part in data), extra_fields=("diverging",))
    found = {name: np.asarray(values, dtype=float) for name, values in run.get_samples().items()}
    return found, int(np.asarray(run.get_extra_fields()["diverging"]).sum())
