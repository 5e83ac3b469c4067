from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import (
    match_net_by_absolute,
    match_net_by_entropy,
    match_net_by_squares,
    net_totals,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

type Table = Callable[..., xr.DataArray]
METHODS = [match_net_by_entropy, match_net_by_absolute, match_net_by_squares]


def inputs_of(case: dict[str, Any], table: Table) -> tuple[xr.DataArray, xr.DataArray]:
    return table(case["inputs"]["net_tot"], "dest"), table(case["inputs"]["m"], "orig", "dest")


def test_entropy_equals_the_reference(net_matrix_case: dict[str, Any], table: Table) -> None:
    flow = match_net_by_entropy(*inputs_of(net_matrix_case, table))
    expected = np.array(net_matrix_case["expected"]["net_matrix_ipf_tight"]["n"]["data"])
    np.testing.assert_allclose(flow.values, expected, rtol=1e-10, atol=1e-10 * expected.max())
    solver = np.array(net_matrix_case["expected"]["net_matrix_entropy"]["n"]["data"])
    np.testing.assert_allclose(flow.values, solver, rtol=1e-5, atol=1e-5 * expected.max())


def test_absolute_differences_are_truly_least(net_matrix_case: dict[str, Any], table: Table) -> None:
    # DEFECT 3: the shipped programme ignores the prior; the optimum it documents is compared.
    net, prior = inputs_of(net_matrix_case, table)
    flow = match_net_by_absolute(net, prior)
    found = float(np.abs(flow - prior).sum())
    assert found == pytest.approx(net_matrix_case["expected"]["documented_l1_optimum_value"], rel=1e-9)
    assert found < net_matrix_case["expected"]["net_matrix_lp_as_shipped"]["value"]


def test_squared_differences_are_truly_least(net_matrix_case: dict[str, Any], table: Table) -> None:
    # DEFECT 4: the shipped optimiser has no distance to the prior; the optimum it documents is compared.
    net, prior = inputs_of(net_matrix_case, table)
    flow = match_net_by_squares(net, prior)
    expected = net_matrix_case["expected"]
    np.testing.assert_allclose(flow.values, expected["documented_l2_solution"]["data"], rtol=1e-9, atol=1e-9)
    assert float(((flow - prior) ** 2).sum()) == pytest.approx(expected["documented_l2_value"], rel=1e-12)


@pytest.mark.parametrize("match", METHODS)
def test_net_totals_are_met_without_negative_flows(
    net_matrix_case: dict[str, Any], table: Table, match: Callable[..., xr.DataArray]
) -> None:
    net, prior = inputs_of(net_matrix_case, table)
    flow = match(net, prior)
    np.testing.assert_allclose(net_totals(flow), net, atol=1e-9 * float(np.abs(net).max()))
    assert float(flow.min()) >= 0
    assert not flow.values.diagonal().any()


@pytest.mark.parametrize("match", METHODS)
def test_closed_cells_stay_empty(table: Table, match: Callable[..., xr.DataArray]) -> None:
    prior = table([[0, 9, 4], [2, 0, 5], [7, 1, 0]], "orig", "dest")
    closed = table([[0, 1, 0], [0, 0, 0], [0, 0, 0]], "orig", "dest")
    flow = match(table([6, -2, -4], "dest"), prior, closed_cells=closed)
    assert flow.values[0, 1] == 0
    np.testing.assert_allclose(net_totals(flow), [6, -2, -4], atol=1e-9)


@pytest.mark.parametrize("match", METHODS)
def test_totals_that_do_not_sum_to_zero_are_refused(table: Table, match: Callable[..., xr.DataArray]) -> None:
    prior = table(np.ones((3, 3)), "orig", "dest")
    with pytest.raises(ScenarioError, match="not to zero"):
        match(table([1, 2, 3], "dest"), prior)


@pytest.mark.parametrize("match", METHODS)
def test_a_region_that_cannot_gain_is_named(table: Table, match: Callable[..., xr.DataArray]) -> None:
    prior = table([[0, 0, 4], [2, 0, 5], [7, 0, 0]], "orig", "dest")
    closed = table([[0, 1, 0], [0, 0, 0], [0, 1, 0]], "orig", "dest")
    with pytest.raises(ScenarioError, match=r"cannot be met[\s\S]*B"):
        match(table([-3, 5, -2], "dest"), prior, closed_cells=closed)
