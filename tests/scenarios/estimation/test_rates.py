"""Flows from the shares and the growth of stocks, beside a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import flows_from_growth, flows_from_stock_shares

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

STOCK = ("country_of_birth", "country_of_residence")


def stocks_of(case: dict[str, Any], table: Callable[..., xr.DataArray]) -> list[xr.DataArray]:
    return [table(case["inputs"][name], *STOCK) for name in ("stock_start", "stock_end")]


def test_rates_equal_the_reference(difference_case: dict[str, Any], table: Callable[..., xr.DataArray]) -> None:
    start, end = stocks_of(difference_case, table)
    expected = difference_case["expected"]
    shared = flows_from_stock_shares(start, difference_case["inputs"]["M"])
    np.testing.assert_allclose(shared.values, expected["ffs_rates_dennett"]["data"], rtol=1e-12)
    growth = flows_from_growth(start, end, negative="keep")
    values = np.array(expected["ffs_rates_rogers_von_rabenau"]["data"])
    np.testing.assert_allclose(growth.values, values, rtol=1e-9, atol=1e-12 * np.abs(values).max())


def test_negative_rates_are_refused_with_their_origins(
    difference_case: dict[str, Any], table: Callable[..., xr.DataArray]
) -> None:
    start, end = stocks_of(difference_case, table)
    kept = flows_from_growth(start, end, negative="keep")
    assert float(kept.min()) < 0
    negative = [str(code) for code in kept["orig"].values[(kept.values < 0).any(axis=1)]]
    with pytest.raises(ScenarioError, match=", ".join(negative)):
        flows_from_growth(start, end)
    assert float(flows_from_growth(start, end, negative="zero").min()) == 0


def test_a_stock_without_foreign_born_has_no_shares(table: Callable[..., xr.DataArray]) -> None:
    with pytest.raises(ScenarioError, match="no foreign born"):
        flows_from_stock_shares(table(np.eye(3), *STOCK), 10)


def test_a_singular_stock_is_refused(table: Callable[..., xr.DataArray]) -> None:
    stock = table(np.ones((3, 3)), *STOCK)
    with pytest.raises(ScenarioError, match="singular"):
        flows_from_growth(stock, stock)
