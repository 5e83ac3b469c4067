"""Bad input is named and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grutto.errors import ScenarioError
from grutto.locale import language_named, problem
from grutto.scenarios.axes import check_flows, flow_array, next_periods, population_at

if TYPE_CHECKING:
    import xarray as xr


def table(value: float, at: tuple[int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    values = np.zeros((2, 3, 3))
    values[at] = value
    return values


@given(st.floats(max_value=-1e-9, allow_nan=False), st.integers(0, 1), st.integers(0, 2), st.integers(0, 2))
def test_negative_flow_is_named(value: float, period: int, orig: int, dest: int) -> None:
    areas = ["AAA", "BBB", "CCC"]
    with pytest.raises(ScenarioError) as error:
        flow_array(table(value, (period, orig, dest)), [2000, 2005], areas, vintage="v")
    assert f"orig {areas[orig]}" in str(error.value) or "not finite" in str(error.value)


def test_missing_flow_and_stayers_are_refused() -> None:
    with pytest.raises(ScenarioError, match="missing or not finite"):
        flow_array(table(np.nan, (0, 0, 1)), [2000, 2005], ["A", "B", "C"], vintage="v")
    with pytest.raises(ScenarioError, match="stayers are no flow"):
        flow_array(table(5, (1, 2, 2)), [2000, 2005], ["A", "B", "C"], vintage="v")


def test_stock_is_not_taken_for_a_flow(flows: xr.DataArray) -> None:
    with pytest.raises(ScenarioError, match="does not say that it holds flows"):
        check_flows(flows.assign_attrs(quantity="stock"))
    with pytest.raises(ScenarioError, match="need the dimensions"):
        check_flows(flows.rename(orig="birth"))
    with pytest.raises(ScenarioError, match="same areas in the same order"):
        check_flows(flows.assign_coords(dest=flows.dest.to_numpy()[::-1]))


def test_population_gaps_are_named(flows: xr.DataArray, population: xr.DataArray) -> None:
    with pytest.raises(ScenarioError, match="start of 2050"):
        population_at(population, 2050, ["NLD"])
    with pytest.raises(ScenarioError, match="ZZZ"):
        population_at(population, 2015, ["NLD", "ZZZ"])
    with pytest.raises(ScenarioError, match="At least one period"):
        next_periods(flows, 0)
    assert next_periods(flows, 3) == [2020, 2025, 2030]


def test_a_wrong_cell_is_told_in_dutch() -> None:
    values = np.zeros((1, 3, 3))
    values[0, 0, 1:] = -1
    with pytest.raises(ScenarioError) as caught:
        flow_array(values, [2000], ["A", "B", "C"], vintage="v")
    told = problem(caught.value, language_named("nl"), command=True)
    assert told[:2] == ("Een stroom is negatief", "period 2000, orig A, dest B en nog 1")
