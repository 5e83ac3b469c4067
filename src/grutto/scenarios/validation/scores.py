"""Scores of point forecasts, intervals and draws; pure functions on arrays of one cell each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mean_absolute_error(observed: NDArray[np.float64], point: NDArray[np.float64]) -> float:
    """Return the mean distance between forecast and observation, in the unit of the data."""
    return float(np.abs(point - observed).mean())


def correlation(observed: NDArray[np.float64], point: NDArray[np.float64]) -> float:
    """Return Pearson's r; NaN if either side does not vary."""
    if np.ptp(observed) == 0 or np.ptp(point) == 0:
        return float("nan")
    return float(np.corrcoef(observed, point)[0, 1])


def log_correlation(observed: NDArray[np.float64], point: NDArray[np.float64]) -> float:
    """Return Pearson's r of log(1 + x), so that small corridors count as well as large ones."""
    return correlation(np.log1p(observed), np.log1p(point))


def skill(error: float, error_of_benchmark: float) -> float:
    """Return 1 − error ÷ error of the benchmark: above 0 is better, below 0 is worse than the benchmark."""
    return 1 - error / error_of_benchmark if error_of_benchmark > 0 else float("nan")


def coverage(observed: NDArray[np.float64], draws: NDArray[np.floating], level: int) -> float:
    """Return the share of observations inside the central interval of the draws, bounds included.

    Args:
        observed: shape (cell,).
        draws: shape (draw, cell).
        level: percent of the draws within the interval.
    """
    lower, upper = np.quantile(draws, [(100 - level) / 200, (100 + level) / 200], axis=0)
    return float(((lower <= observed) & (observed <= upper)).mean())


def randomised_coverage(observed: NDArray[np.float64], draws: NDArray[np.floating], level: int) -> float:
    """Return the share of observations in the central part of their forecast, ties broken at random.

    Whole numbers flatter the plain coverage: an interval from 0 to 0 holds every 0. Here each observation gets a
    place between the draws below it and those not above it at random, so that a right forecast gives the level
    itself (Czado, Gneiting and Held 2009).

    Args:
        observed: shape (cell,).
        draws: shape (draw, cell).
        level: percent of the forecast in its central part.
    """
    chance = np.random.default_rng(0).random(observed.shape)
    below, equal = (draws < observed).sum(0), (draws == observed).sum(0)
    place = (below + chance * (equal + 1)) / (len(draws) + 1)
    return float((np.abs(place - 0.5) < level / 200).mean())


def crps(observed: NDArray[np.float64], draws: NDArray[np.floating]) -> float:
    """Return the mean continuous ranked probability score; for a single draw it is the absolute error.

    The score of an empirical distribution, E|X − y| − E|X − X'| ÷ 2 (Gneiting and Raftery 2007), with the
    second term from sorted draws.

    Args:
        observed: shape (cell,).
        draws: shape (draw, cell).
    """
    ordered = np.sort(draws, axis=0)
    count = len(ordered)
    weight = (2 * np.arange(1, count + 1) - count - 1)[:, None]
    spread = (weight * ordered).sum(0) / count**2
    return float((np.abs(ordered - observed).mean(0) - spread).mean())
