"""Seeds made from assumptions: which corridors are likelier than others, before any total is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.axes import DEST, ORIG, FloatArray, to_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def assumed_seed(
    regions: Sequence[str],
    *,
    areas: Mapping[str, str] | None = None,
    within: float = 1.0,
    distance: xr.DataArray | None = None,
    decay: float = 1.0,
    corridors: Mapping[tuple[str, str], float] | None = None,
    closed: Iterable[tuple[str, str]] = (),
) -> xr.DataArray:
    """Return a seed (orig, dest): 1 for every corridor, times what is assumed about it.

    Args:
        regions: codes.
        areas: the larger area of each region; corridors within one are multiplied by ``within``.
        within: that factor.
        distance: (orig, dest), above 0 off the diagonal; corridors are divided by its power ``decay``.
        decay: that power.
        corridors: (orig, dest) to a factor.
        closed: corridors (orig, dest) that nobody uses: 0.

    Returns:
        the seed, with what was assumed in its attributes; 1 on the diagonal.

    Raises:
        ScenarioError: a region, factor or distance that cannot be used; named.
    """
    places = {region: index for index, region in enumerate(regions)}
    seed = np.ones((len(places), len(places)))
    assumptions = []
    if areas is not None:
        seed *= _within(regions, areas, _factor(within, "within"))
        assumptions.append(f"within an area × {within:g}")
    if distance is not None:
        seed /= _lengths(regions, distance) ** decay
        assumptions.append(f"distance to the power −{decay:g}")
    for (orig, dest), factor in {**(corridors or {}), **dict.fromkeys(closed, 0.0)}.items():
        if orig not in places or dest not in places:
            raise ScenarioError("A corridor joins regions that are not there", where=f"{orig} → {dest}")
        seed[places[orig], places[dest]] *= _factor(factor, f"{orig} → {dest}")
        assumptions.append(f"{orig} → {dest} × {factor:g}")
    np.fill_diagonal(seed, 1.0)
    coords = {ORIG: list(regions), DEST: list(regions)}
    attrs = {"kind": "seed", "assumed": "; ".join(assumptions) or "every corridor alike"}
    return xr.DataArray(seed, dims=(ORIG, DEST), coords=coords, name="assumed seed", attrs=attrs)


def _factor(value: float, where: str) -> float:
    if not 0 <= value < np.inf:
        raise ScenarioError("A factor is a number of 0 or more, not {value}", where=where, value=f"{value:g}")
    return value


def _within(regions: Sequence[str], areas: Mapping[str, str], factor: float) -> FloatArray:
    lost = [region for region in regions if region not in areas]
    if lost:
        raise ScenarioError("A region belongs to no area", where=", ".join(lost), repair="name the area of each")
    same = np.array([[areas[one] == areas[other] for other in regions] for one in regions])
    return np.where(same, factor, 1.0)


def _lengths(regions: Sequence[str], distance: xr.DataArray) -> FloatArray:
    lengths = to_counts(distance, {ORIG: regions, DEST: regions}, msg("The distance")).copy()
    np.fill_diagonal(lengths, 1.0)
    if (lengths <= 0).any():
        raise ScenarioError("Two regions have no distance between them", repair="Give each corridor one above 0.")
    return lengths
