"""Chains that agree, chains that do not, and chains that are stuck."""

from __future__ import annotations

import numpy as np
import numpyro
import numpyro.distributions as dist
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.projection.convergence import LIMITS, Limits, converged, require_convergence
from grutto.scenarios.projection.rates import MOST_PERSISTENT, scaled
from grutto.scenarios.projection.sampling import Sampler, sample_posterior


def chains(shift: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Two chains of 200 independent draws, the second one shifted."""
    return np.asarray(np.random.default_rng(1).standard_normal((2, 200)) + np.array([[0.0], [shift]]))


def test_chains_that_agree_pass() -> None:
    found = converged({"level": chains(0.0)}, divergent=0)
    (level,) = found.diagnostics
    assert level.rhat == pytest.approx(1.0, abs=0.02)
    assert 250 < level.effective < 600
    assert found.largest_rhat == level.rhat
    require_convergence([found], LIMITS)


def test_rhat_by_hand() -> None:
    # Four half chains of three draws, means 2, 2, 5, 5; variance within each is 1, between them 3 × 3 = 9.
    values = np.array([[1.0, 2, 3, 1, 2, 3], [4, 5, 6, 4, 5, 6]])
    (found,) = converged({"a": values}, divergent=0).diagnostics
    assert found.rhat == pytest.approx(np.sqrt(2 / 3 + 3))  # √((2/3 · 1 + 9/3) ÷ 1)


def test_chains_that_disagree_are_an_error_that_names_the_parameter() -> None:
    found = converged({"level": chains(0.0), "persistence": chains(4.0)}, divergent=0)
    with pytest.raises(ScenarioError, match=r"not converged[\s\S]*persistence 1.9.*R̂ 2") as error:
        require_convergence([found], LIMITS)
    assert "level" not in str(error.value).partition("Repair")[0]


def test_a_chain_that_sticks_is_an_error() -> None:
    stuck = chains(0.0)
    stuck[1] = 1.0  # the corner in which persistence got caught
    (found,) = converged({"persistence": stuck}, divergent=0).diagnostics
    assert (found.rhat, found.effective) == (np.inf, 0.0)
    both = np.ones((2, 200))
    with pytest.raises(ScenarioError, match=r"persistence 1\.000 \(R̂ inf, n 0\)"):
        require_convergence([converged({"persistence": both}, divergent=0)], LIMITS)


def test_chains_that_swing_tell_more_but_not_without_bounds() -> None:
    swing = np.tile([1.0, -1.0], 100) + 0.01 * np.random.default_rng(1).standard_normal((2, 200))
    (found,) = converged({"level": swing}, divergent=0).diagnostics
    assert found.effective == pytest.approx(400 * np.log10(400))


def test_divergent_transitions_are_counted() -> None:
    found = converged({"level": chains(0.0)}, divergent=9, thin=2)
    assert found.transitions == 800
    with pytest.raises(ScenarioError, match="9 of 800 transitions diverge"):
        require_convergence([found], LIMITS)
    require_convergence([found], Limits(divergent=0.02))


def coin(heads: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    share = numpyro.sample("share", scaled(dist.Beta(1.0, 1.0), MOST_PERSISTENT))
    numpyro.sample("heads", dist.Bernoulli(share), obs=heads)


def test_the_sampler_is_repeatable_double_and_right() -> None:
    heads = np.array([1.0] * 30 + [0.0] * 10)
    sampler = Sampler(warmup=100, samples=200, chains=2, thin=2)
    draws, found = sample_posterior(coin, (heads,), sampler=sampler, seed=3)
    again, _ = sample_posterior(coin, (heads,), sampler=sampler, seed=3)
    assert np.array_equal(draws["share"], again["share"])
    assert draws["share"].shape == (400,)
    assert draws["share"].mean() == pytest.approx(31 / 42, abs=0.02)  # mean of Beta(31, 11)
    assert draws["share"].max() < MOST_PERSISTENT
    assert (draws["share"] != draws["share"].astype(np.float32)).any()
    assert found.transitions == 800
    require_convergence([found], Limits(effective=50))


def test_one_chain_is_not_enough() -> None:
    with pytest.raises(ScenarioError, match="two chains"):
        Sampler(warmup=10, samples=10, chains=1)
