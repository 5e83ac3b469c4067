from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import net_from_survival, net_from_vital_statistics

if TYPE_CHECKING:
    from collections.abc import Callable

type Table = Callable[..., xr.DataArray]


def column(values: list[float | None]) -> xr.DataArray:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    return xr.DataArray(numbers, dims="age", coords={"age": np.arange(len(values)) * 5})


def test_net_migration_equals_the_reference(net_migration_case: dict[str, Any]) -> None:
    expected = net_migration_case["expected"]
    if "natural_inc" in expected:
        check_vital(expected)
        return
    start, end, ratio = (column(expected[name]) for name in columns_of(expected))
    maternal = range(3, 9) if net_migration_case["id"].endswith("children") else None
    found = net_from_survival(start, end, ratio, maternal_ages=maternal)
    for name in ("net_forward", "net_reverse", "net_average"):
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(found["expected_population_end"], column(expected["pop1_forward"]), rtol=1e-12)
    np.testing.assert_allclose(found["expected_population_start"], column(expected["pop0_reverse"]), rtol=1e-12)


def columns_of(expected: dict[str, Any]) -> list[str]:
    populations = sorted(name for name in expected if name.startswith("pop_19"))
    return [*populations, next(name for name in expected if name.endswith("sr"))]


def check_vital(expected: dict[str, Any]) -> None:
    names = ("pop_1960", "pop_1970", "births", "deaths")
    found = net_from_vital_statistics(*(xr.DataArray(expected[name], dims="group") for name in names))
    for ours, theirs in {
        "population_change": "pop_change",
        "natural_increase": "natural_inc",
        "net_migration": "net",
    }.items():
        np.testing.assert_allclose(found[ours], expected[theirs], rtol=1e-12)


def test_children_need_one_exposure_each() -> None:
    with pytest.raises(ScenarioError, match=r"1 cohorts.*2 exposures"):
        net_from_survival(column([1, 2, 3]), column([1, 2, 3]), column([None, 0.9, 0.8]), maternal_ages=[1])


def test_a_survival_ratio_of_zero_is_refused() -> None:
    with pytest.raises(ScenarioError, match="not positive"):
        net_from_survival(column([1]), column([1]), column([0.0]))
