"""Sums of a flow table, its multiplicative components, and net totals made to sum to zero."""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import msg
from grutto.scenarios.estimation.axes import (
    BIRTH,
    DEST,
    ORIG,
    RESIDENCE,
    region_labels,
    require_counts,
    require_option,
)

if TYPE_CHECKING:
    from grutto.scenarios.estimation.axes import FloatArray

type Rescaling = Literal["no-switches", "switches"]


def movers(flow: xr.DataArray) -> xr.DataArray:
    """Return the flow with its diagonal (stayers) set to zero; axes orig, dest and any others.

    Raises ScenarioError where a flow is missing or negative.
    """
    labels = region_labels(flow, ORIG)
    require_counts(flow.transpose(..., ORIG).values, labels, msg("The flow"))
    same = xr.DataArray(
        np.eye(len(labels), dtype=bool), dims=(ORIG, DEST), coords={ORIG: list(labels), DEST: list(labels)}
    )
    return flow.where(~same, 0.0).transpose(*flow.dims).assign_attrs({**flow.attrs, "diagonal": "zero"})


def sum_birthplaces(flow: xr.DataArray) -> xr.DataArray:
    """Return the flow (orig, dest, ...) summed over country of birth."""
    return flow.sum(BIRTH, keep_attrs=True)


def region_totals(flow: xr.DataArray) -> xr.Dataset:
    """Return out_migration, in_migration, turnover and net_migration by region, stayers left out."""
    moving = movers(flow)
    leaving = moving.sum(DEST).rename({ORIG: RESIDENCE})
    arriving = moving.sum(ORIG).rename({DEST: RESIDENCE})
    return xr.Dataset(
        {
            "out_migration": leaving,
            "in_migration": arriving,
            "turnover": leaving + arriving,
            "net_migration": arriving - leaving,
        },
        attrs={"kind": "flow", "unit": flow.attrs.get("unit", "persons")},
    )


def net_totals(flow: xr.DataArray) -> xr.DataArray:
    """Return net migration by destination (arrivals less departures), ready for the net-total matching."""
    return region_totals(flow)["net_migration"].rename({RESIDENCE: DEST})


def corridor_totals(flow: xr.DataArray) -> xr.Dataset:
    """Return flow, counter_flow, net_flow and interchange by corridor (orig, dest), in the flow's unit."""
    moving = movers(flow)
    counter = moving.rename({ORIG: DEST, DEST: ORIG}).transpose(*moving.dims)
    return xr.Dataset(
        {
            "flow": moving,
            "counter_flow": counter,
            "net_flow": moving - counter,
            "interchange": moving + counter,
        },
        attrs={"kind": "flow", "unit": flow.attrs.get("unit", "persons")},
    )


def multiplicative_components(flow: xr.DataArray) -> xr.Dataset:
    """Return total, origin_share, destination_share and interaction: their product is the flow.

    The diagonal counts as it stands. Corridors of a region without any flow have no interaction (missing).
    Further axes give one set of components each.

    Source: total-sum reference coding, Willekens (1983), Papers of the Regional Science Association 52.
    """
    require_counts(flow.transpose(..., ORIG).values, region_labels(flow, ORIG), msg("The flow"))
    total = flow.sum([ORIG, DEST])
    leaving, arriving = flow.sum(DEST), flow.sum(ORIG)
    expected = leaving * arriving / total
    return xr.Dataset(
        {
            "total": total,
            "origin_share": leaving / total,
            "destination_share": arriving / total,
            "interaction": (flow / expected.where(expected > 0)).transpose(*flow.dims),
        },
        attrs={"kind": "flow", "unit": flow.attrs.get("unit", "persons")},
    )


def hierarchical_components(table: xr.DataArray) -> xr.Dataset:
    """Return the components of a table of any number of axes, such as (orig, dest, age): their product is the table.

    ``total``; for each axis its shares of it, such as ``orig_share``; for each set of axes, joined by ``×``, the
    ratio of its margin to the product of all components of fewer of these axes. Where that product is zero the
    component is missing.

    Raises ScenarioError where a number is missing or negative, or all are zero.

    Source: Rogers, Willekens, Little and Raymer (2002), Papers in Regional Science 81; Raymer, Bonaguidi and
    Valentini (2006), Population, Space and Place 12.
    """
    last = str(table.dims[-1])
    require_counts(table.values, [str(label) for label in table[last].values], msg("The table"))
    if not table.sum() > 0:
        raise ScenarioError("A table of zeros has no components")
    found: dict[tuple[str, ...], xr.DataArray] = {(): table.sum()}
    dims = [str(dim) for dim in table.dims]
    for size in range(1, len(dims) + 1):
        for axes in combinations(dims, size):
            margin = table.sum([dim for dim in dims if dim not in axes])
            lower = prod(
                (found[part] for fewer in range(size) for part in combinations(axes, fewer)), start=xr.DataArray(1.0)
            )
            found[axes] = (margin / lower.where(lower > 0)).transpose(*axes)
    return xr.Dataset({_component(axes): part.reset_coords(drop=True) for axes, part in found.items()})


def _component(axes: tuple[str, ...]) -> str:
    return f"{axes[0]}_share" if len(axes) == 1 else "×".join(axes) or "total"


def rescale_net(
    net: xr.DataArray,
    *,
    method: Rescaling = "no-switches",
    weights: xr.DataArray | None = None,
    whole_persons: bool = False,
) -> xr.DataArray:
    """Return net migration (one axis, persons) changed to sum to zero over all regions.

    ``no-switches`` scales gains and losses to the mean of their sums and keeps every sign; ``switches`` takes
    the surplus off in proportion to ``weights`` (same axis; equal when absent). With ``whole_persons`` the
    values are rounded and the residue goes to the largest in size, so that the same input always gives the
    same answer.

    Raises ScenarioError when ``no-switches`` meets only gains or only losses.

    Source: Abel (2018), Demographic Research 38.
    """
    require_option(method, get_args(Rescaling.__value__), msg("way of rescaling"))
    values = net.values.astype(np.float64)
    if not np.isfinite(values).all():
        raise ScenarioError("Net migration has missing numbers", repair="Fill them, or leave the regions out.")
    if method == "switches":
        shares = np.ones_like(values) if weights is None else weights.reindex_like(net).values.astype(np.float64)
        balanced = values - values.sum() * shares / shares.sum()
    else:
        balanced = _scale_signs(values)
    if whole_persons:
        balanced = np.round(balanced)
        balanced[np.argmax(np.abs(balanced))] -= balanced.sum()
    return net.copy(data=balanced)


def _scale_signs(values: FloatArray) -> FloatArray:
    gains, losses = values[values > 0].sum(), -values[values < 0].sum()
    if gains == 0 and losses == 0:
        return values.copy()
    if gains == 0 or losses == 0:
        raise ScenarioError("All regions gain, or all lose: no scaling makes them sum to zero", repair="Use switches.")
    middle = (gains + losses) / 2
    return np.where(values > 0, values * (middle / gains), values * (middle / losses))
