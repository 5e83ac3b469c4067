"""Scores against hand-worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grutto.scenarios.validation.scores import correlation, coverage, crps, log_correlation, randomised_coverage, skill


def test_scores_by_hand() -> None:
    observed = np.array([1.0, 4.0])
    draws = np.array([[0.0, 4.0], [2.0, 4.0], [1.0, 8.0]])
    # E|X-y| is 2/3 and 4/3; E|X-X'|/2 is (1+2+1)*2/9/2 = 4/9 and (0+4+4)*2/9/2 = 8/9.
    assert crps(observed, draws) == pytest.approx(((2 / 3 - 4 / 9) + (4 / 3 - 8 / 9)) / 2)
    assert coverage(observed, draws, 50) == 1.0
    assert coverage(np.array([3.0, 4.0]), draws, 95) == 0.5
    assert skill(80, 100) == pytest.approx(0.2)
    assert correlation(observed, observed * 3) == pytest.approx(1)
    assert np.isnan(correlation(observed, np.ones(2)))
    assert log_correlation(np.array([0.0, 9, 99]), np.array([0.0, 9, 99])) == pytest.approx(1)


@given(arrays.arrays(float, 5, elements=st.floats(0, 1e6)), arrays.arrays(float, 5, elements=st.floats(0, 1e6)))
def test_crps_of_one_draw_is_the_absolute_error(
    observed: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    point: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> None:
    assert crps(observed, point[None]) == pytest.approx(float(np.abs(observed - point).mean()))


def test_whole_numbers_do_not_flatter_the_randomised_coverage() -> None:
    rng = np.random.default_rng(2)
    draws, observed = rng.poisson(0.4, (99, 40_000)).astype(float), rng.poisson(0.4, 40_000).astype(float)
    assert coverage(observed, draws, 50) > 0.85  # an interval from 0 to 1 holds nearly all
    for level in (50, 80, 95):
        assert randomised_coverage(observed, draws, level) == pytest.approx(level / 100, abs=0.01)
    assert randomised_coverage(observed + 9, draws, 95) == 0
