"""Births and deaths laid over a stock table, and the two corrections a stock can need before that.

All tables are (birthplace, residence) in persons; births and deaths are one number a residence for the whole
period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message, english, msg
from grutto.scenarios.estimation.axes import FloatArray, name_regions
from grutto.scenarios.estimation.biproportional import fit_margins

if TYPE_CHECKING:
    from collections.abc import Sequence

type BirthMethod = Literal["native", "proportion"]
type DeathMethod = Literal["proportion", "accounting"]


def spread(totals: FloatArray, table: FloatArray, axis: int = 0) -> FloatArray:
    """Return ``table`` scaled so that its sums along ``axis`` are ``totals``; empty sums stay empty."""
    sums = table.sum(axis=axis)
    factors = np.divide(totals, sums, out=np.zeros(sums.shape), where=sums > 0)
    return np.asarray(table * (factors if axis == 0 else factors[:, None]), dtype=np.float64)


def birth_table(
    births: FloatArray, stock_end: FloatArray, method: BirthMethod = "native", *, non_negative: bool = True
) -> FloatArray:
    """Return births (n,) by birthplace and residence (n, n), to be taken from the stock at the end.

    ``native`` puts all newborn on the diagonal; with ``non_negative``, a region with more births than native
    born has its births spread over its residents instead. ``proportion`` spreads all births over the
    residents.

    Source: Abel (2013), Demographic Research 28; Abel and Sander (2014), Science 343.
    """
    if method == "proportion":
        return spread(births, stock_end)
    table = np.diag(births)
    excess = births > np.diagonal(stock_end)
    if non_negative and excess.any():
        table[:, excess] = spread(births, stock_end)[:, excess]
    return table


def death_table(
    deaths: FloatArray,
    stock_start: FloatArray,
    method: DeathMethod = "proportion",
    *,
    stock_end: FloatArray | None = None,
    births: FloatArray | None = None,
    regions: Sequence[str] | None = None,
) -> FloatArray:
    """Return deaths (n,) by birthplace and residence (n, n), to be taken from the stock at the start.

    ``proportion`` gives every birthplace group of a residence the same mortality. ``accounting`` also makes
    the deaths of each birthplace equal to stock at the start plus births minus stock at the end, and raises
    ScenarioError naming the birthplaces where that is negative.

    Source: Abel (2013), Demographic Research 28; Abel (2018), International Migration Review 52.
    """
    if method == "proportion":
        return spread(deaths, stock_start)
    if stock_end is None or births is None:
        raise ScenarioError("Deaths by accounting need the stock at the end and the births")
    implied = stock_start.sum(axis=1) + births - stock_end.sum(axis=1)
    return fit_margins(stock_start, implied, deaths, regions=regions, what=msg("the deaths by birthplace")).table


def spread_negative_stock(stock: FloatArray) -> FloatArray:
    """Return the stock with negative cells at zero, the rest scaled to the same population by residence.

    Arises where more foreign born than inhabitants are reported, so that the native born come out negative.
    """
    negative = (stock < 0).any(axis=0)
    if not negative.any():
        return stock
    positive_stock = np.clip(stock, 0, None)
    positive_stock[:, negative] *= (stock.sum(axis=0) / positive_stock.sum(axis=0))[negative]
    return positive_stock


def scale_native_born(
    stock_start: FloatArray, stock_end: FloatArray, natural_increase: float, *, whole_persons: bool = False
) -> tuple[FloatArray, FloatArray]:
    """Return both stocks with the native born scaled until the world grows by ``natural_increase`` (persons).

    Half of the discrepancy goes to each date, in proportion to the native born. With ``whole_persons`` each
    native stock is rounded and the residue of rounding goes to the largest.

    Source: Abel and Cohen (2019), Scientific Data 6.
    """
    excess = float((stock_end - stock_start).sum()) - natural_increase
    if excess == 0:
        return stock_start, stock_end
    at_start = np.floor(excess / 2) if whole_persons else excess / 2
    return (
        _with_native_total(stock_start, at_start, whole_persons=whole_persons),
        _with_native_total(stock_end, at_start - excess, whole_persons=whole_persons),
    )


def _with_native_total(stock: FloatArray, change: float, *, whole_persons: bool) -> FloatArray:
    native = np.diagonal(stock)
    total = native.sum()
    if total <= 0 or total + change < 0:
        raise ScenarioError(
            "The native born cannot absorb the difference between stocks, births and deaths",
            where=Message("native born {total}, needed change {change}", total=f"{total:g}", change=f"{change:g}"),
        )
    scaled = native * ((total + change) / total)
    if whole_persons:
        scaled = np.round(scaled)
        scaled[np.argmax(scaled)] += total + change - scaled.sum()
    adjusted = stock.copy()
    np.fill_diagonal(adjusted, scaled)
    return adjusted


def require_non_negative(table: FloatArray, regions: Sequence[str], what: str, repair: str) -> None:
    """Raise ScenarioError naming birthplace and residence of cells below zero; (birthplace, residence)."""
    if table.min() >= 0:
        return
    births, residences = np.nonzero(table < 0)
    raise ScenarioError(
        "{said} is negative",
        where=Message(
            "residence {regions}; birthplace {regions_2}",
            regions=name_regions(regions, np.unique(residences)),
            regions_2=name_regions(regions, np.unique(births)),
        ),
        repair=repair,
        said=english(what, {}),
    )
