"""Areas put together, small ones lumped, seeds from assumptions, and components of many axes: by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import (
    expand_areas,
    hierarchical_components,
    lump_small,
    sum_areas,
    un_schedules,
)

CODES = ["A", "B", "C", "D"]
FLOW = [[0, 100, 30, 10], [50, 0, 50, 5], [10, 40, 0, 40], [20, 25, 20, 0]]
AREAS = {"A": "north", "B": "north", "C": "south", "D": "south"}


def table(values: Any, codes: list[str] = CODES) -> xr.DataArray:
    return xr.DataArray(np.array(values, float), dims=("orig", "dest"), coords={"orig": codes, "dest": codes})


def test_regions_add_up_to_areas() -> None:
    # north to south: 30 + 10 + 50 + 5; south to north: 10 + 40 + 20 + 25.
    assert sum_areas(table(FLOW), AREAS).values.tolist() == [[150, 95], [95, 60]]
    with pytest.raises(ScenarioError, match=r"no area[\s\S]*D"):
        sum_areas(table(FLOW), {"A": "north", "B": "north", "C": "south"})


def test_areas_stand_beside_their_regions() -> None:
    found = expand_areas(table(FLOW), AREAS)
    assert found.orig.values.tolist() == ["north", "A", "B", "south", "C", "D"]
    assert found.sel(orig="north", dest="south").item() == 95
    assert found.sel(orig="A", dest="south").item() == 40
    assert found.sel(orig="A", dest="B").item() == 100
    assert found.attrs["totals"] == "north, south"
    assert expand_areas(table(FLOW), AREAS, areas_first=False).orig.values.tolist()[2] == "north"
    with pytest.raises(ScenarioError, match="name of a region"):
        expand_areas(table(FLOW), {**AREAS, "A": "B", "B": "B"})


def test_small_flows_and_small_regions_are_lumped() -> None:
    flow = table(FLOW)
    corridors = lump_small(flow, 40)
    assert corridors.sel(orig="A", dest="B").item() == 100
    assert corridors.sel(orig="A", dest="C").item() == 0
    assert corridors.sel(orig="other", dest="other").item() == 30 + 10 + 5 + 10 + 20 + 25 + 20
    # Departures: A 140, B 105, C 90, D 65. Arrivals: A 80, B 165, C 100, D 55.
    both = lump_small(flow, 100, by="both")
    assert both.orig.values.tolist() == ["A", "B", "other"]
    assert both.dest.values.tolist() == ["other", "B", "C"]
    assert both.sel(orig="other", dest="B").item() == 40 + 25
    assert both.sel(orig="A", dest="other").item() == 10
    assert lump_small(flow, 100, by="origin").dest.values.tolist() == CODES
    for lumped in (corridors, both):
        assert lumped.sum().item() == flow.sum().item()
    with pytest.raises(ScenarioError, match="way of lumping “out”"):
        lump_small(flow, 40, by="out")  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match="threshold"):
        lump_small(flow, float("nan"))


def test_components_of_three_axes_multiply_to_the_table() -> None:
    values = np.array([[[5.0, 1], [2, 7]], [[4, 2], [5, 9]]])
    labels = {"orig": ["A", "B"], "dest": ["A", "B"], "age": ["young", "old"]}
    whole = xr.DataArray(values, dims=tuple(labels), coords=labels)
    found = hierarchical_components(whole)
    assert found["total"].item() == 35
    assert found["orig_share"].values.tolist() == [15 / 35, 20 / 35]
    # From A to B 9 of 35; expected 35 × 15/35 × 23/35.
    assert found["orig×dest"].sel(orig="A", dest="B").item() == pytest.approx(9 / (15 * 23 / 35))
    product = xr.DataArray(1.0)
    for part in found.data_vars.values():
        product = product * part
    assert np.allclose(product.transpose(*whole.dims), whole)
    with pytest.raises(ScenarioError, match="no components"):
        hierarchical_components(whole * 0)


def test_un_schedules_differ_by_sex_and_kind() -> None:
    schedules = un_schedules()
    assert len(schedules) == 12
    assert schedules["western standard", "male"].mu2 == 20.04
    assert schedules["western standard", "female"].c == 0.0036
    young, old = (
        schedules[f"{age} labour force entry", "male"].rates(np.arange(60.0)).idxmax("age") for age in ("young", "old")
    )
    assert young < old
