from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import difference_stocks

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

STOCK = ("country_of_birth", "country_of_residence")


def stocks_of(case: dict[str, Any], table: Callable[..., xr.DataArray]) -> list[xr.DataArray]:
    return [table(case["inputs"][name], *STOCK) for name in ("stock_start", "stock_end")]


@pytest.mark.parametrize("decrease", ["return", "zero"])
@pytest.mark.parametrize("native", [False, True])
def test_differences_equal_the_reference(
    difference_case: dict[str, Any], table: Callable[..., xr.DataArray], decrease: Any, native: bool
) -> None:
    flow = difference_stocks(*stocks_of(difference_case, table), decrease=decrease, native_born=native)
    expected = difference_case["expected"][f"ffs_diff_{decrease}_native{str(native).upper()}"]["data"]
    np.testing.assert_allclose(flow.values, expected, rtol=1e-12)
    assert flow.attrs["kind"] == "flow"


def test_regions_that_differ_between_the_dates_are_named(table: Callable[..., xr.DataArray]) -> None:
    stock = table(np.arange(9.0).reshape(3, 3), *STOCK)
    renamed = stock.assign_coords(country_of_birth=["A", "B", "SSD"], country_of_residence=["A", "B", "SSD"])
    with pytest.raises(ScenarioError, match=r"missing: C; only there: SSD"):
        difference_stocks(stock, renamed)


def test_the_order_of_regions_is_taken_from_the_labels(table: Callable[..., xr.DataArray]) -> None:
    start, end = (table(np.random.default_rng(i).integers(0, 90, (4, 4)), *STOCK) for i in (1, 2))
    turned = end.isel(country_of_birth=[3, 1, 0, 2], country_of_residence=[2, 0, 1, 3])
    assert difference_stocks(start, turned).equals(difference_stocks(start, end))
