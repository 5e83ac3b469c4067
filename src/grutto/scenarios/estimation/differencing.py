"""Flows as differences of two stocks: the simplest estimate, blind to births, deaths and third countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from grutto.message import msg
from grutto.scenarios.estimation.axes import (
    BIRTH,
    RESIDENCE,
    flow_table,
    region_labels,
    require_option,
    to_counts,
    vintage_of,
)

if TYPE_CHECKING:
    import xarray as xr

type Decrease = Literal["return", "zero"]


def difference_stocks(
    stock_start: xr.DataArray,
    stock_end: xr.DataArray,
    *,
    decrease: Decrease = "return",
    native_born: bool = False,
    data_vintage: str = "",
) -> xr.DataArray:
    """Return the flow (orig, dest), in persons, that the change of each stock suggests.

    Stocks are (country_of_birth, country_of_residence). A growing stock is a flow from birthplace to
    residence; a shrinking one is a return to the birthplace (``return``) or nothing (``zero``). With
    ``native_born`` the change of the native born stands on the diagonal, else zero. Raises ScenarioError when
    the regions of the dates differ, a stock is missing or negative, or ``decrease`` is misspelt.

    Source: return, Beine and Parsons (2015); zero, Bertoli and Fernández-Huertas Moraga (2015).
    """
    require_option(decrease, get_args(Decrease.__value__), msg("decrease"))
    regions = region_labels(stock_start, BIRTH)
    axes = {BIRTH: regions, RESIDENCE: regions}
    start, end = (to_counts(table, axes, msg("The stock")) for table in (stock_start, stock_end))
    change = end - start
    flows = np.maximum(change, 0)
    if decrease == "return":
        flows += np.maximum(-change, 0).T
    if not native_born:
        np.fill_diagonal(flows, 0)
    attrs: dict[str, object] = {
        "method": f"stock differencing, decrease: {decrease}",
        "data_vintage": vintage_of(data_vintage, stock_start, stock_end),
    }
    return flow_table(flows, regions, attrs=attrs)
