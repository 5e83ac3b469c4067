"""Indices of how migration is spread over corridors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.biproportional import fit_margins
from grutto.scenarios.estimation.indices import moving_flows

if TYPE_CHECKING:
    import xarray as xr

    from grutto.scenarios.estimation.axes import FloatArray


def connectivity_indices(flow: xr.DataArray) -> dict[str, float]:
    """Return the connectivity indices of a flow table (orig, dest), in persons; the diagonal plays no part.

    * ``connectivity``: share of corridors with migrants.
    * ``inequality_equal``, ``inequality_independence``: half the absolute difference between the distribution
      over corridors and an equal one, or one that depends on origin and destination totals only.
    * ``gini_total``: Gini index over all corridors; ``gini_origin_standardized`` and
      ``gini_destination_standardized``: the part of its differences that lies within origins, within
      destinations.
    * ``weighted_gini_origin``, ``_destination``, ``_mean``: Gini index of each region's departures
      (arrivals), weighted by the regions' arrivals (departures) and divided by the number of regions.
    * ``coefficient_of_variation``: standard deviation of the corridors over their mean.
    * ``aggregated_variation``: coefficient of variation of each region's departures weighted by them, plus
      the same for arrivals.

    Source: Bell et al. (2002); Plane and Mulligan (1997), Demography 34; Rogers and Raymer (1998),
    International Journal of Population Geography 4; Rogers and Sweeney (1998), Professional Geographer 50.
    """
    _, moves = moving_flows(flow)
    if len(moves) < 3 or moves.sum() <= 0:
        raise ScenarioError("Connectivity needs at least three regions and some migrants")
    return _inequality(moves) | _focus(moves)


def _corridors(moves: FloatArray) -> FloatArray:
    """Return the flows off the diagonal, one row an origin: (n, n - 1)."""
    return moves[~np.eye(len(moves), dtype=bool)].reshape(len(moves), -1)


def _inequality(moves: FloatArray) -> dict[str, float]:
    corridors, total = _corridors(moves).ravel(), moves.sum()
    chance = 1.0 - np.eye(len(moves))
    fitted = fit_margins(chance, moves.sum(axis=1), moves.sum(axis=0), what=msg("independence")).table
    return {
        "connectivity": float((corridors > 0).mean()),
        "inequality_equal": float(np.abs(corridors / total - 1 / len(corridors)).sum() / 2),
        "inequality_independence": float(np.abs(moves - fitted).sum() / (2 * total)),
        "coefficient_of_variation": float(corridors.std() / corridors.mean()),
    }


def _focus(moves: FloatArray) -> dict[str, float]:
    by_origin, by_destination = _corridors(moves), _corridors(moves.T)
    whole = float(_differences(by_origin.reshape(1, -1))[0])
    origin = _weighted_gini(by_origin, moves.sum(axis=0))
    destination = _weighted_gini(by_destination, moves.sum(axis=1))
    return {
        "gini_total": float(whole / (2 * (by_origin.size - 1) * moves.sum())),
        "gini_origin_standardized": _part(_differences(by_origin).sum(), whole),
        "gini_destination_standardized": _part(_differences(by_destination).sum(), whole),
        "weighted_gini_origin": origin,
        "weighted_gini_destination": destination,
        "weighted_gini_mean": (origin + destination) / 2,
        "aggregated_variation": _weighted_variation(by_origin) + _weighted_variation(by_destination),
    }


def _part(within: float, whole: float) -> float:
    return float(within / whole) if whole > 0 else 0.0


def _differences(rows: FloatArray) -> FloatArray:
    """Return, for each row, the sum of absolute differences over all ordered pairs of its cells."""
    ordered = np.sort(rows, axis=1)
    rank = 2 * np.arange(rows.shape[1]) - rows.shape[1] + 1
    return np.asarray(2 * ordered @ rank, dtype=np.float64)


def _weighted_gini(rows: FloatArray, weights: FloatArray) -> float:
    sums = rows.sum(axis=1)
    scale = 2 * (rows.shape[1] - 1) * sums
    gini = np.divide(_differences(rows), scale, out=np.zeros_like(sums), where=sums > 0)
    return float(gini @ weights / weights.sum() / len(rows))


def _weighted_variation(rows: FloatArray) -> float:
    sums = rows.sum(axis=1)
    variation = np.divide(rows.std(axis=1), rows.mean(axis=1), out=np.zeros_like(sums), where=sums > 0)
    return float(variation @ sums / sums.sum())
