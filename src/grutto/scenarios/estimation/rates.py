"""Flows from migration rates read off the stocks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.estimation.axes import (
    BIRTH,
    RESIDENCE,
    flow_table,
    name_regions,
    region_labels,
    require_option,
    to_counts,
    vintage_of,
)

if TYPE_CHECKING:
    import xarray as xr

type NegativeFlow = Literal["refuse", "zero", "keep"]


def flows_from_stock_shares(stock_start: xr.DataArray, world_total: float, *, data_vintage: str = "") -> xr.DataArray:
    """Return ``world_total`` (persons) spread over corridors as the foreign-born stock is: flow (orig, dest).

    ``stock_start`` is (country_of_birth, country_of_residence); its diagonal plays no part.
    Raises ScenarioError when a stock is missing or negative, or the total is.

    Source: Dennett (2015), in Global Dynamics: Approaches from Complexity Science, chapter 7.
    """
    if not 0 <= world_total < math.inf:
        raise ScenarioError("The world total is a number of persons, not {world_total}", world_total=f"{world_total:g}")
    regions = region_labels(stock_start, BIRTH)
    foreign = to_counts(stock_start, {BIRTH: regions, RESIDENCE: regions}, msg("The stock")).copy()
    np.fill_diagonal(foreign, 0)
    if foreign.sum() <= 0:
        raise ScenarioError("The stock has no foreign born to take shares from")
    attrs: dict[str, object] = {
        "method": "rates (Dennett)",
        "data_vintage": vintage_of(data_vintage, stock_start),
    }
    return flow_table(foreign * (world_total / foreign.sum()), regions, attrs=attrs)


def flows_from_growth(
    stock_start: xr.DataArray,
    stock_end: xr.DataArray,
    *,
    negative: NegativeFlow = "refuse",
    data_vintage: str = "",
) -> xr.DataArray:
    """Return flows (orig, dest), in persons, from the growth matrix that carries one stock into the other.

    The matrix solves stock at the end = stock at the start x growth, and its off-diagonal rates meet the
    population at the start. Nothing keeps a rate from being negative: such flows are refused with their
    corridors named, set to zero, or kept for study, as ``negative`` says. Raises ScenarioError too when the
    first stock is singular.

    Source: Rogers and von Rabenau (1971), Demography 8.
    """
    require_option(negative, get_args(NegativeFlow.__value__), msg("treatment of negative flows"))
    regions = region_labels(stock_start, BIRTH)
    axes = {BIRTH: regions, RESIDENCE: regions}
    start, end = (to_counts(table, axes, msg("The stock")) for table in (stock_start, stock_end))
    try:
        growth = np.linalg.solve(start, end)
    except np.linalg.LinAlgError as error:
        raise ScenarioError("The stock at the start is singular: two birthplaces live in the same shares") from error
    flows = growth * start.sum(axis=0)[:, None]
    np.fill_diagonal(flows, 0)
    if negative == "refuse" and (flows < 0).any():
        raise ScenarioError(
            "The growth rates give negative flows",
            where=Message("origins {regions}", regions=name_regions(regions, np.unique(np.nonzero(flows < 0)[0]))),
            repair="Use demographic accounting, or choose how negative flows are treated.",
        )
    if negative == "zero":
        flows = np.maximum(flows, 0)
    attrs: dict[str, object] = {
        "method": "rates (Rogers and von Rabenau)",
        "data_vintage": vintage_of(data_vintage, stock_start, stock_end),
    }
    return flow_table(flows, regions, attrs=attrs)
