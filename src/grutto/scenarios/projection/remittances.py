"""Remittances that move with the migrants: the matrix is rescaled by projected stocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from grutto.errors import ScenarioError
from grutto.message import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray


def attrition(stocks: xr.DataArray, flows: xr.DataArray) -> xr.DataArray:
    """Learn which part of a migrant stock and its newcomers is gone by the end of the last observed period.

    Deaths, returns and onward moves together: 1 − end ÷ (start + arrivals from the area of birth), held
    between 0 and 1.

    Args:
        stocks: persons (year, birth, residence), with the first year of the last flow period and its end.
        flows: history, persons per period (period, orig, dest).

    Returns:
        share per period (birth, residence); 0 where there was neither a stock nor an arrival.

    Raises:
        ScenarioError: the stocks do not hold both years.
    """
    first = int(flows.period.to_numpy()[-1])
    last = first + 5
    if not {first, last} <= {int(year) for year in stocks.year.to_numpy()}:
        raise ScenarioError(
            "Migrant stocks of {first} and {last} are needed",
            where=Message("stocks, dimension year"),
            first=first,
            last=last,
        )
    areas = flows.orig.to_numpy()
    start = stocks.sel(year=first, birth=areas, residence=areas).to_numpy()
    end = stocks.sel(year=last, birth=areas, residence=areas).to_numpy()
    exposed = start + flows.to_numpy()[-1]
    gone = np.divide(exposed - end, exposed, out=np.zeros_like(exposed), where=exposed > 0)
    coords = {"birth": areas, "residence": areas}
    return xr.DataArray(np.clip(gone, 0, 1), dims=("birth", "residence"), coords=coords, name="attrition")


def project_stocks(
    stock: NDArray[np.float64], moves: NDArray[np.floating], gone: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Continue migrant stocks period by period: (stock + arrivals) × (1 − attrition).

    Args:
        stock: persons by birth and residence at the start, shape (area, area).
        moves: persons per period, shape (period, orig, dest); who arrives from an area counts as born there.
        gone: from `attrition`.

    Returns:
        persons at the end of each period, shape (period, birth, residence).
    """
    path, current = [], stock
    for table in moves:
        current = (current + table) * (1 - gone)
        path.append(current)
    return np.stack(path)


def project_remittances(
    remittances: xr.DataArray, stocks: xr.DataArray, history: xr.DataArray, flows: xr.DataArray
) -> xr.DataArray:
    """Project what each area receives and sends, by rescaling each pair with its migrant stock.

    Money from s to r grows as the stock of people born in r who live in s (the allocation by stocks follows
    Ratha and Shaw 2007). The money per migrant stays as it is; pairs with money but without a stock in the
    data stay as they are.

    Args:
        remittances: million US$ a year (sending, receiving).
        stocks: persons (year, birth, residence).
        history: observed flows (period, orig, dest).
        flows: projected flows (draw, period, orig, dest).

    Returns:
        million US$ a year at the end of each period, shape (draw, period, direction, area) with the
        directions received and sent; both add up to the same world total.
    """
    areas = flows.orig.to_numpy()
    money = remittances.sel(sending=areas, receiving=areas).to_numpy()
    gone = attrition(stocks, history).sel(birth=areas, residence=areas).to_numpy()
    base = stocks.sel(year=int(flows.period.to_numpy()[0]), birth=areas, residence=areas).to_numpy()
    totals = np.empty((flows.sizes["draw"], flows.sizes["period"], 2, len(areas)))
    for draw, moves in enumerate(flows.to_numpy()):
        path = project_stocks(base, moves, gone)
        ratio = np.divide(path, base, out=np.ones_like(path), where=base > 0)
        paid = money * np.swapaxes(ratio, -1, -2)
        totals[draw] = np.stack([paid.sum(-2), paid.sum(-1)], axis=1)
    coords = {"draw": flows.draw, "period": flows.period, "direction": ["received", "sent"], "area": areas}
    dims = ("draw", "period", "direction", "area")
    attrs = {**flows.attrs, "quantity": "flow", "unit": "million US$ a year, at prices of the base matrix"}
    attrs["vintage_remittances"] = remittances.attrs.get("vintage", "")
    return xr.DataArray(totals, dims=dims, coords=coords, name="remittances", attrs=attrs)
