"""The two-piece Student-t distribution: gains and losses of different size (Fernández and Steel 1998)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np
import numpyro.distributions as dist

if TYPE_CHECKING:
    import jax
    from numpy.typing import NDArray


def log_density(departure: jax.Array, scale: jax.Array, gamma: jax.Array, freedom: jax.Array) -> jax.Array:
    """Return the log density of departures from zero.

    Args:
        departure: shape (observation,).
        scale: of the innovations, before skewness.
        gamma: skewness: gains are as large as the scale times this, losses as the scale divided by it.
        freedom: degrees of freedom.
    """
    side = jnp.where(departure > 0, gamma, 1.0 / gamma)
    half = dist.StudentT(freedom, 0.0, scale * side).log_prob(departure)
    return jnp.asarray(half + jnp.log(2.0 * side / (gamma + 1.0 / gamma)))


def draw(
    scale: NDArray[np.float64], gamma: NDArray[np.float64], freedom: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw one departure for each skewness, shape of `gamma`; the arguments are those of `log_density`."""
    gain = rng.random(gamma.shape) < gamma**2 / (1.0 + gamma**2)
    distance = np.abs(rng.standard_t(freedom, gamma.shape)) * scale
    return np.asarray(np.where(gain, distance * gamma, -distance / gamma))
