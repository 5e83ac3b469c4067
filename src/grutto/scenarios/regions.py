"""Region views: which areas make up Europe, Africa, Asia, the Middle East, the Americas and Oceania."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def region_areas() -> dict[str, tuple[str, ...]]:
    """Return the ISO 3166-1 alpha-3 codes of each region view, as declared in regions.toml."""
    text = resources.files("grutto.scenarios").joinpath("regions.toml").read_text(encoding="utf-8")
    return {name: tuple(region["areas"]) for name, region in tomllib.loads(text).items()}


@cache
def region_titles() -> dict[str, str]:
    """Return the English title of each region view."""
    text = resources.files("grutto.scenarios").joinpath("regions.toml").read_text(encoding="utf-8")
    return {name: str(region["title"]) for name, region in tomllib.loads(text).items()}


def membership(areas: Sequence[str]) -> xr.DataArray:
    """Return 1 where an area belongs to a region, shape (region, area).

    Raises:
        ScenarioError: an area belongs to no region.
    """
    named = region_areas()
    table = np.array([[area in members for area in areas] for members in named.values()], dtype=float)
    lost = [area for area, found in zip(areas, table.any(0), strict=True) if not found]
    if lost:
        raise ScenarioError("Areas stand in no region", where=", ".join(lost), repair="use ISO 3166-1 alpha-3 codes")
    return xr.DataArray(table, dims=("region", "area"), coords={"region": list(named), "area": list(areas)})


def expand(names: Sequence[str], areas: Sequence[str], *, where: str) -> list[str]:
    """Turn region names and area codes into the codes among `areas`, in their order; nothing named means all.

    Raises:
        ScenarioError: a name is neither a region nor one of the areas.
    """
    if not names:
        return list(areas)
    wanted: set[str] = set()
    for name in names:
        if name not in region_areas() and name not in areas:
            raise ScenarioError(
                "Unknown area or region: {name}",
                where=where,
                repair="use one of {listed}, or a code of the data",
                name=name,
                listed=", ".join(region_areas()),
            )
        wanted |= set(region_areas().get(name, (name,)))
    return [area for area in areas if area in wanted]
