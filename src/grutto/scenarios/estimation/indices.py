"""Indices of migration intensity, impact, distance and age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.axes import DEST, ORIG, FloatArray, region_labels, to_counts
from grutto.scenarios.estimation.biproportional import fit_margins

if TYPE_CHECKING:
    import xarray as xr


def moving_flows(flow: xr.DataArray) -> tuple[tuple[str, ...], FloatArray]:
    """Return region codes and the flow (orig, dest) as an array with a zero diagonal."""
    regions = region_labels(flow, ORIG)
    values = to_counts(flow, {ORIG: regions, DEST: regions}, msg("The flow")).copy()
    np.fill_diagonal(values, 0)
    return regions, values


def intensity_indices(migrants: float, population: float, regions: int) -> dict[str, float]:
    """Return the crude migration probability (per cent) and Courgeau's k.

    ``migrants`` and ``population`` are persons, ``regions`` the number of regions a move is defined by.

    Source: Bell et al. (2002), Journal of the Royal Statistical Society A 165; Courgeau (1973), Population
    28.
    """
    crude = 100 * migrants / population
    return {"crude_migration_probability": crude, "courgeau_k": float(crude / np.log(regions**2))}


def impact_indices(flow: xr.DataArray, population: xr.DataArray) -> dict[str, float]:
    """Return effectiveness, aggregate net migration rate (per cent), summed preference and velocity.

    ``flow`` is (orig, dest) in persons, ``population`` (dest) in persons. Preference and velocity are sums
    over corridors of flow over expected flow, and of flow over the product of populations times the whole
    population.

    Source: Bell et al. (2002); Shryock and Siegel (1976); United Nations (1983), Methods of Measuring
    Internal Migration.
    """
    regions, moves = moving_flows(flow)
    people = to_counts(population, {DEST: regions}, msg("The population"))
    leaving, arriving = moves.sum(axis=1), moves.sum(axis=0)
    net = np.abs(arriving - leaving).sum()
    pairs = moves / np.outer(people, people)
    return {
        "effectiveness": float(100 * net / (leaving + arriving).sum()),
        "aggregate_net_migration_rate": float(50 * net / people.sum()),
        "preference": float(pairs.sum() * people.sum() ** 2 / moves.sum()),
        "velocity": float(pairs.sum() * people.sum()),
    }


def distance_indices(flow: xr.DataArray, distance: xr.DataArray) -> dict[str, float]:
    """Return the mean and median distance moved and the distance decay.

    ``flow`` (orig, dest) in persons, ``distance`` (orig, dest) in any length, positive off the diagonal. The
    median is interpolated between the midpoints of the cumulated flows; corridors of equal length stand in
    the order of the table. The decay is the exponent of distance in a Poisson model with origin and
    destination effects.

    Source: Bell et al. (2002).
    """
    regions, moves = moving_flows(flow)
    lengths = to_counts(distance, {ORIG: regions, DEST: regions}, msg("The distance"))
    off = ~np.eye(len(regions), dtype=bool)
    if (lengths[off] <= 0).any():
        raise ScenarioError("A distance between two regions is not positive")
    values, weights = lengths[off], moves[off]
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    return {
        "mean": float(weights @ values / weights.sum()),
        "median": float(np.interp(weights.sum() / 2, middle, values[order])),
        "decay": distance_decay(moves, np.where(off, lengths, 1.0)),
    }


def distance_decay(moves: FloatArray, lengths: FloatArray) -> float:
    """Return the exponent of ``lengths`` (n, n) in a Poisson model of ``moves`` (n, n) off the diagonal."""
    logs = np.log(lengths)
    observed = float((moves * logs).sum())

    def score(exponent: float) -> float:
        seed = np.exp(exponent * logs)
        np.fill_diagonal(seed, 0)
        fitted = fit_margins(seed, moves.sum(axis=1), moves.sum(axis=0), what=msg("the gravity model")).table
        return observed - float((fitted * logs).sum())

    low, high = -1.0, 0.0
    while score(low) < 0:
        low *= 2
    while score(high) > 0:
        high = high * 2 + 1
    return float(optimize.brentq(score, low, high, xtol=1e-13, rtol=1e-13))


def age_indices(rate: xr.DataArray, *, age_min: float = 5, age_max: float = 65, breadth: int = 5) -> dict[str, float]:
    """Return indices of an age profile; ``rate`` (age) is migrants a person at single years of age.

    * ``gross_migraproduction_rate``: sum of the rates.
    * ``peak_rate`` (per cent), ``peak_age``: the highest rate between ``age_min`` and ``age_max``, and its
      age.
    * ``peak_breadth`` (per cent): sum of the rates from ``breadth`` ages before the peak to as many after it.
    * ``peak_share``: that sum as a percentage of all rates.
    * ``max_upward_age``, ``max_downward_age``: age before the peak with the steepest rise, after it with the
      steepest fall, from the age before; ``asymmetry``: their ratio.

    Source: Rogers (1975); Bell et al. (2002); Bell and Muhidin (2009); Bernard, Bell and Charles-Edwards
    (2014).
    """
    ages, rates = rate["age"].values.astype(np.float64), rate.values.astype(np.float64)
    window = np.nonzero((ages >= age_min) & (ages <= age_max))[0]
    if window.size < 3:
        raise ScenarioError(
            "The profile has fewer than three ages from {age_min} to {age_max}",
            age_min=f"{age_min:g}",
            age_max=f"{age_max:g}",
        )
    peak = int(window[np.argmax(rates[window])])
    near = rates[max(peak - breadth, 0) : peak + breadth + 1].sum()
    change = np.diff(rates, prepend=np.nan)
    rising, falling = window[(window > window[0]) & (window <= peak)], window[window > peak]
    up = ages[rising[np.argmax(change[rising])]] if rising.size else np.nan
    down = ages[falling[np.argmin(change[falling])]] if falling.size else np.nan
    return {
        "gross_migraproduction_rate": float(rates.sum()),
        "peak_rate": float(100 * rates[peak]),
        "peak_age": float(ages[peak]),
        "peak_breadth": float(100 * near),
        "peak_share": float(100 * near / rates.sum()),
        "max_upward_age": float(up),
        "max_downward_age": float(down),
        "asymmetry": float(up / down),
    }
