"""What migration changes in the areas of origin and destination, by region view, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message
from grutto.scenarios.regions import membership

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = (50, 80, 95)
WORKING_AGE = (15, 64)


def intervals(draws: xr.DataArray, levels: Sequence[int] = LEVELS) -> xr.DataArray:
    """Summarise draws by their median and central intervals.

    Args:
        draws: any array with the dimension draw.
        levels: percent of the draws within each interval.

    Returns:
        the array with the dimension `statistic` in place of draw: median, lower 50, upper 50, …
    """
    tails = [((100 - level) / 200, (100 + level) / 200) for level in levels]
    quantiles = [0.5, *(q for pair in tails for q in pair)]
    labels = ["median", *(f"{side} {level}" for level in levels for side in ("lower", "upper"))]
    dims = tuple(dim for dim in draws.dims if dim != "draw")
    cells = draws.transpose("draw", *dims).to_numpy()
    values = np.empty((len(quantiles), *cells.shape[1:]))
    for place in np.ndindex(cells.shape[1:-2]):  # part by part: sorting makes a copy, and flows are large
        values[(slice(None), *place)] = np.quantile(cells[(slice(None), *place)], quantiles, axis=0)
    coords = {dim: draws[dim] for dim in dims if dim in draws.coords}
    return xr.DataArray(
        values,
        dims=("statistic", *dims),
        coords={"statistic": labels, **coords},
        name=draws.name,
        attrs=draws.attrs,
    )


def region_flows(flows: xr.DataArray) -> xr.DataArray:
    """Add up flows between and within regions.

    Args:
        flows: persons per period (draw, period, orig, dest).

    Returns:
        persons per period (draw, period, region_orig, region_dest).
    """
    member = membership([str(area) for area in flows.orig.to_numpy()])
    table = member.to_numpy()
    values = np.stack([table @ draw @ table.T for draw in flows.to_numpy()])  # one by one: they are made exact
    coords = {
        "draw": flows.draw,
        "period": flows.period,
        "region_orig": member.region.to_numpy(),
        "region_dest": member.region.to_numpy(),
    }
    return xr.DataArray(values, dims=tuple(coords), coords=coords, name="flow", attrs=flows.attrs)


def region_balance(flows: xr.DataArray) -> xr.DataArray:
    """Return what crosses each region's border; the net of all regions is 0.

    Args:
        flows: persons per period (draw, period, orig, dest).

    Returns:
        persons per period (draw, period, measure, region) with the measures immigration, emigration, net.
    """
    between = region_flows(flows)
    values = between.to_numpy()
    within = np.diagonal(values, axis1=-2, axis2=-1)
    arriving, leaving = values.sum(-2) - within, values.sum(-1) - within
    coords = {
        "draw": flows.draw,
        "period": flows.period,
        "measure": ["immigration", "emigration", "net"],
        "region": between.region_orig.to_numpy(),
    }
    parts = np.stack([arriving, leaving, arriving - leaving], axis=2)
    return xr.DataArray(parts, dims=tuple(coords), coords=coords, name="region balance", attrs=flows.attrs)


def area_balance(flows: xr.DataArray) -> xr.DataArray:
    """Return who enters and leaves each area; the net of all areas is 0.

    Args:
        flows: persons per period (draw, period, orig, dest).

    Returns:
        persons per period (draw, period, measure, area) with the measures immigration, emigration, net.
    """
    arriving, leaving = (flows.sum(dim, dtype=float).to_numpy() for dim in ("orig", "dest"))
    coords = {
        "draw": flows.draw,
        "period": flows.period,
        "measure": ["immigration", "emigration", "net"],
        "area": flows.orig.to_numpy(),
    }
    parts = np.stack([arriving, leaving, arriving - leaving], axis=2)
    return xr.DataArray(parts, dims=tuple(coords), coords=coords, name="area balance", attrs=flows.attrs)


def by_region(values: xr.DataArray) -> xr.DataArray:
    """Add areas up to regions: the dimension area becomes region."""
    member = membership([str(area) for area in values.area.to_numpy()])
    total: xr.DataArray = xr.dot(values, member, dim="area")
    return total.rename(values.name).assign_attrs(values.attrs)


def working_age(population: xr.DataArray) -> xr.DataArray:
    """Count persons aged 15 to 64, sexes together.

    Args:
        population: stock (…, sex, age); age holds the first year of each five-year group.
    """
    inside = ages(population, *WORKING_AGE)
    return population.sel(age=inside).sum(("sex", "age")).rename("working age").assign_attrs(population.attrs)


def dependency(population: xr.DataArray) -> xr.DataArray:
    """Return persons under 15 or over 64 per 100 persons between (…); the UN's total dependency ratio."""
    active = working_age(population)
    total = population.sum(("sex", "age"))
    ratio: xr.DataArray = 100 * (total - active) / active
    return ratio.rename("dependency").assign_attrs({**population.attrs, "unit": "per 100 of working age"})


def labour_loss(flows: xr.DataArray, profile: xr.DataArray) -> xr.DataArray:
    """Return emigrants less immigrants of working age; above 0 the area loses labour.

    Args:
        flows: persons per period (draw, period, orig, dest).
        profile: sex and age of those who leave an area (area, sex, age); adds up to 1 for each area.

    Returns:
        persons aged 15 to 64 per period (draw, period, area); the world adds up to 0.
    """
    order = flows.orig.to_numpy()
    share = profile.sel(area=order, age=ages(profile, *WORKING_AGE)).sum(("sex", "age")).to_numpy()
    workers = flows.to_numpy() * share[:, None]
    coords = {"draw": flows.draw, "period": flows.period, "area": order}
    loss = workers.sum(-1) - workers.sum(-2)
    return xr.DataArray(loss, dims=tuple(coords), coords=coords, name="labour loss", attrs=flows.attrs)


def ages(array: xr.DataArray, first: int, last: int) -> list[int]:
    """Return the labels of the five-year groups within two ages.

    Raises:
        ScenarioError: no group begins at the first age, or none ends at the last.
    """
    labels = [int(age) for age in array.age.to_numpy()]
    inside = [age for age in labels if first <= age <= last]
    if first not in labels or last + 1 not in labels:
        raise ScenarioError(
            "The age groups do not mark off {first} to {last}",
            where=Message("age: {labels}", labels=str(labels)),
            repair="use 0, 5, 10, … as labels",
            first=first,
            last=last,
        )
    return inside
