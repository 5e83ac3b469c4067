"""Flow tables with areas put together: regions beside their parts, and small ones lumped into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.axes import DEST, ORIG, FloatArray, region_labels, require_option, to_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

type Lumping = Literal["flow", "origin", "destination", "both"]


def sum_areas(flow: xr.DataArray, areas: Mapping[str, str]) -> xr.DataArray:
    """Return the flow (orig, dest) added up to larger areas; what stays within an area stands on the diagonal.

    ``areas`` names the area of every region. Raises ScenarioError naming regions without one.
    """
    regions, values = _table(flow)
    names = _areas(regions, areas)
    belongs = _membership(regions, areas, names)
    return _wrap(belongs @ values @ belongs.T, names, names, flow)


def expand_areas(flow: xr.DataArray, areas: Mapping[str, str], *, areas_first: bool = True) -> xr.DataArray:
    """Return the flow (orig, dest) with rows and columns for larger areas beside those of their regions.

    Each area stands before its regions, or after them. The table then holds totals and parts: never add it up.
    Raises ScenarioError naming regions without an area, and areas that are called as a region is.
    """
    regions, values = _table(flow)
    names = _areas(regions, areas)
    if both := sorted(set(names) & set(regions)):
        raise ScenarioError("An area has the name of a region", where=", ".join(both), repair="rename the area")
    order: list[str] = []
    for name in names:
        parts = [region for region in regions if areas[region] == name]
        order += [name, *parts] if areas_first else [*parts, name]
    rows = np.array([[region == name or areas[region] == name for region in regions] for name in order], dtype=float)
    return _wrap(rows @ values @ rows.T, order, order, flow).assign_attrs(totals=", ".join(names))


def lump_small(flow: xr.DataArray, threshold: float, *, by: Lumping = "flow", other: str = "other") -> xr.DataArray:
    """Return the flow (orig, dest) with what is below ``threshold`` (persons) put together under ``other``.

    ``flow`` lumps single corridors, from other to other; ``origin`` and ``destination`` the regions with fewer
    departures or arrivals, ``both`` each on its side. Stayers are left out; the total stays what it is.
    Raises ScenarioError when ``by`` is misspelt, ``threshold`` is no number, or a region is called ``other``.
    """
    require_option(by, get_args(Lumping.__value__), msg("way of lumping"))
    if not 0 <= threshold < np.inf:
        raise ScenarioError("The threshold is a number of persons, not {threshold}", threshold=f"{threshold:g}")
    regions, values = _table(flow)
    if other in regions:
        raise ScenarioError("A region has the name of what is lumped", where=other, repair="choose another name")
    np.fill_diagonal(values, 0)
    if by == "flow":
        return _lump_corridors(flow, regions, values, threshold, other)
    origins = [
        r if by == "destination" or n >= threshold else other for r, n in zip(regions, values.sum(1), strict=True)
    ]
    dests = [r if by == "origin" or n >= threshold else other for r, n in zip(regions, values.sum(0), strict=True)]
    rows, cols = list(dict.fromkeys(origins)), list(dict.fromkeys(dests))
    left = np.array([[name == one for name in origins] for one in rows], dtype=float)
    right = np.array([[name == one for name in dests] for one in cols], dtype=float)
    return _wrap(left @ values @ right.T, rows, cols, flow)


def _lump_corridors(
    flow: xr.DataArray, regions: Sequence[str], values: FloatArray, threshold: float, other: str
) -> xr.DataArray:
    names = [*regions, other]
    table = np.zeros((len(names), len(names)))
    table[:-1, :-1] = np.where(values >= threshold, values, 0)
    table[-1, -1] = values[values < threshold].sum()
    return _wrap(table, names, names, flow)


def _table(flow: xr.DataArray) -> tuple[tuple[str, ...], FloatArray]:
    regions = region_labels(flow, ORIG)
    return regions, to_counts(flow, {ORIG: regions, DEST: regions}, msg("The flow")).copy()


def _areas(regions: Sequence[str], areas: Mapping[str, str]) -> list[str]:
    lost = [region for region in regions if region not in areas]
    if lost:
        raise ScenarioError("A region belongs to no area", where=", ".join(lost), repair="name the area of each")
    return list(dict.fromkeys(areas[region] for region in regions))


def _membership(regions: Sequence[str], areas: Mapping[str, str], names: Sequence[str]) -> FloatArray:
    return np.array([[areas[region] == name for region in regions] for name in names], dtype=np.float64)


def _wrap(values: FloatArray, rows: Sequence[str], cols: Sequence[str], flow: xr.DataArray) -> xr.DataArray:
    coords = {ORIG: list(rows), DEST: list(cols)}
    return xr.DataArray(values, dims=(ORIG, DEST), coords=coords, name=flow.name or "flow", attrs=flow.attrs)
