"""Proportional fitting, conditional maximisation and net totals against the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import (
    block_groups,
    fit_factored,
    fit_groups,
    fit_net_totals,
    fit_three_way,
    fit_two_way,
    stripe_groups,
)

if TYPE_CHECKING:
    from collections.abc import Callable

type Table = Callable[..., xr.DataArray]


def best(case: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """Return the sharpest expected result of a case and the relative difference it allows."""
    tight = case.get("tight")
    return (tight, 1e-9) if tight else (case["expected"], 1e-4)


def given(case: dict[str, Any], name: str, table: Table, *dims: str) -> xr.DataArray | None:
    return table(case["inputs"][name], *dims) if name in case["inputs"] else None


def close(found: xr.DataArray, expected: Any, bar: float) -> None:
    values = np.array(expected["data"], dtype=float)
    np.testing.assert_allclose(found.values, values, rtol=bar, atol=bar * values.max())


def test_reference_case(fitting_case: dict[str, Any], table: Table) -> None:
    checks: dict[str, Callable[[dict[str, Any], Table], None]] = {
        "ipf2_block": check_blocks,
        "ipf2_stripe": check_stripes,
        "ipf2": check_two_way,
        "cm2": check_factored,
        "cm3": check_factored,
        "cm_net": check_net,
        "cm_net_tot": check_net,
        "ipf3": check_three_way,
        "ipf3_qi": check_three_way,
    }
    kind = fitting_case.get("fn") or fitting_case["function"]
    checks[kind](fitting_case, table)


def check_two_way(case: dict[str, Any], table: Table) -> None:
    expected, bar = best(case)
    rows, cols = given(case, "row_tot", table, "orig"), given(case, "col_tot", table, "dest")
    close(fit_two_way(rows, cols, given(case, "m", table, "orig", "dest")), expected["mu"], bar)


def check_blocks(case: dict[str, Any], table: Table) -> None:
    expected, bar = best(case)
    sizes = [2, 3, 4, 3]
    groups = table(block_groups(sizes), "orig", "dest").astype(int)
    totals = dict(enumerate(np.ravel(case["inputs"]["block_tot"]["data"]).tolist()))
    rows, cols = given(case, "row_tot", table, "orig"), given(case, "col_tot", table, "dest")
    flow = fit_groups(groups, totals, origin_totals=rows, destination_totals=cols)
    close(flow, expected["mu"], bar)


def check_stripes(case: dict[str, Any], table: Table) -> None:
    expected, bar = best(case)
    groups = table(stripe_groups(7, [2, 2, 3]), "orig", "dest").astype(int)
    np.testing.assert_array_equal(groups.values + 1, case["inputs"]["stripe"]["data"])
    totals = dict(enumerate(np.ravel(case["inputs"]["stripe_tot"]["data"]).tolist()))
    close(fit_groups(groups, totals, origin_totals=given(case, "row_tot", table, "orig")), expected["mu"], bar)


def check_factored(case: dict[str, Any], table: Table) -> None:
    expected, bar = best(case)
    dims = ("orig", "dest", "kind")[: len(case["inputs"]["m"]["dim"])]
    rows, cols = table(case["inputs"]["row_tot"], "orig"), table(case["inputs"]["col_tot"], "dest")
    seed = table(case["inputs"]["m"], *dims)
    fitted = fit_factored(rows, cols, seed)
    close(fitted.flow, expected["n"], bar)
    product = fitted.origin * fitted.destination
    np.testing.assert_allclose((product * seed).transpose(*dims), fitted.flow, rtol=1e-9)
    theta = list(expected["theta"].values())
    pairs = np.outer(theta[: len(rows)], theta[len(rows) :])
    np.testing.assert_allclose(product, pairs, rtol=bar)


def check_net(case: dict[str, Any], table: Table) -> None:
    expected, bar = best(case)
    net, seed = table(case["inputs"]["net_tot"], "dest"), table(case["inputs"]["m"], "orig", "dest")
    fitted = fit_net_totals(net, seed, grand_total=case["inputs"].get("tot"))
    close(fitted.flow, expected["n"], max(bar, 1e-9))
    theta = np.array(list(expected["theta"].values()))[: len(net)]
    np.testing.assert_allclose(fitted.origin / fitted.origin[0], theta / theta[0], rtol=bar)
    np.testing.assert_allclose(fitted.origin * fitted.destination.values, 1)
    if "tot" in case["inputs"]:
        assert fitted.level == pytest.approx(expected["theta"]["lambda"], rel=bar)
        assert float(fitted.flow.sum()) == pytest.approx(case["inputs"]["tot"], rel=1e-12)


def check_three_way(case: dict[str, Any], table: Table) -> None:
    expected, bar = best(case)
    rows = table(case["inputs"]["row_tot"], "orig", "country_of_birth")
    cols = table(case["inputs"]["col_tot"], "country_of_birth", "dest")
    dims = ("orig", "dest", "country_of_birth")
    seed = table(case["inputs"]["m"], *dims[: len(case["inputs"]["m"]["dim"])]) if "m" in case["inputs"] else None
    kind = case.get("fn") or case["function"]
    flow = fit_three_way(rows, cols, seed, keep_stayers=kind == "ipf3_qi")
    close(flow, expected["mu"], bar)
    np.testing.assert_allclose(flow.sum("dest"), rows, rtol=1e-10, atol=1e-9)
    np.testing.assert_allclose(flow.sum("orig"), cols.transpose("dest", "country_of_birth"), rtol=1e-10, atol=1e-9)


def test_margins_of_different_sums_are_refused_on_both_sides(table: Table) -> None:
    # DEFECT 8: the reference lets rows smaller than columns pass and then never converges.
    for rows, cols in (([1, 2], [3, 4]), ([3, 4], [1, 2])):
        with pytest.raises(ScenarioError, match="different sums"):
            fit_two_way(table(rows, "orig"), table(cols, "dest"))


def test_totals_that_differ_by_rounding_only_are_accepted(table: Table) -> None:
    # DEFECT 8: the reference compares rounded sums and refuses such totals.
    rows = table([[0.25, 0.25], [0.25, 0.25]], "orig", "country_of_birth")
    cols = table([[0.2, 0.3], [0.3, 0.2 + 1e-14]], "country_of_birth", "dest")
    assert float(fit_three_way(rows, cols).sum()) == pytest.approx(1)


def test_a_birthplace_with_unequal_totals_is_named(table: Table) -> None:
    rows = table([[5.0, 1.0], [5.0, 2.0]], "orig", "country_of_birth")
    cols = table([[4.0, 6.0], [1.0, 3.0]], "country_of_birth", "dest")
    with pytest.raises(ScenarioError, match="birthplace B"):
        fit_three_way(rows, cols)


def test_infeasible_totals_name_the_region(table: Table) -> None:
    seed = table([[0, 1, 1], [1, 0, 0], [1, 0, 0]], "orig", "dest")
    with pytest.raises(ScenarioError, match=r"infeasible.*\nWhere: row A"):
        fit_two_way(table([9, 1, 1], "orig"), table([6, 4, 1], "dest"), seed)


def test_infeasible_totals_beyond_one_region_are_refused(table: Table) -> None:
    # Each total alone has room; together B and C of the destinations need more than A of the origins has.
    seed = table([[0, 1, 1], [1, 0, 0], [1, 1, 1]], "orig", "dest")
    with pytest.raises(ScenarioError, match="infeasible"):
        fit_two_way(table([1, 8, 1], "orig"), table([6, 2, 2], "dest"), seed)


def test_a_group_without_total_is_named(table: Table) -> None:
    groups = table(block_groups([1, 1]), "orig", "dest").astype(int)
    with pytest.raises(ScenarioError, match="group 2, 3"):
        fit_groups(groups, {0: 1.0, 1: 2.0})


def test_group_totals_against_other_totals_are_refused(table: Table) -> None:
    groups = table(block_groups([1, 1]), "orig", "dest").astype(int)
    totals = {0: 1.0, 1: 2.0, 2: 3.0, 3: 4.0}
    with pytest.raises(ScenarioError, match="cannot be met together"):
        fit_groups(groups, totals, origin_totals=table([4.0, 6.0], "orig"))


def test_a_table_without_any_total_is_refused(table: Table) -> None:
    with pytest.raises(ScenarioError, match="needs totals"):
        fit_two_way(None, None, table(np.ones((2, 2)), "orig", "dest"))


def test_a_negative_seed_is_refused(table: Table) -> None:
    margins = table([1, 1], "orig"), table([1, 1], "dest")
    with pytest.raises(ScenarioError, match=r"below zero in the seed[\s\S]*B"):
        fit_two_way(*margins, table([[1, 1], [1, -1]], "orig", "dest"))
    rows = table(np.ones((2, 2)), "orig", "country_of_birth")
    cols = table(np.ones((2, 2)), "country_of_birth", "dest")
    with pytest.raises(ScenarioError, match="below zero in the seed"):
        fit_three_way(rows, cols, table([[1, 1], [1, -1]], "orig", "dest"))


def test_totals_that_force_a_cell_to_zero_are_met(table: Table) -> None:
    flow = fit_two_way(table([1, 1], "orig"), table([1, 1], "dest"), table([[1, 1], [1, 0]], "orig", "dest"))
    np.testing.assert_allclose(flow, [[0, 1], [1, 0]], atol=1e-9)


def test_empty_rows_and_columns_stay_empty(table: Table) -> None:
    flow = fit_two_way(table([0, 3, 2], "orig"), table([4, 0, 1], "dest"))
    np.testing.assert_allclose(flow, [[0.0, 0.0, 0.0], [2.4, 0.0, 0.6], [1.6, 0.0, 0.4]], atol=1e-12)


def test_nobody_anywhere_gives_an_empty_table(table: Table) -> None:
    assert not fit_two_way(table([0, 0], "orig"), table([0, 0], "dest")).values.any()


def test_a_seed_that_scaling_alone_cannot_fit_is_fitted_in_the_end() -> None:
    # Nearly separate halves: plain scaling needs thousands of sweeps, Newton a few steps.
    codes = [f"R{i}" for i in range(20)]
    rng = np.random.default_rng(5)
    seed = np.where((np.arange(20)[:, None] < 10) == (np.arange(20) < 10), 1.0, 1e-7) * rng.uniform(0.5, 2, (20, 20))
    rows, cols = rng.uniform(1, 9, (2, 20, 20))
    rows, cols = rows * (np.arange(20) < 12), cols * (np.arange(20) > 7)
    cols *= (rows.sum(axis=1) / cols.sum(axis=1))[:, None]
    origin = xr.DataArray(rows.T, dims=("orig", "country_of_birth"), coords={"orig": codes, "country_of_birth": codes})
    arrival = xr.DataArray(cols, dims=("country_of_birth", "dest"), coords={"country_of_birth": codes, "dest": codes})
    start = xr.DataArray(seed, dims=("orig", "dest"), coords={"orig": codes, "dest": codes})
    flow = fit_three_way(origin, arrival, start)
    np.testing.assert_allclose(flow.sum("dest"), origin, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(flow.sum("orig").T, arrival, rtol=1e-9, atol=1e-9)
    each = [fit_two_way(origin[:, b], arrival[b], start) for b in range(20)]
    np.testing.assert_allclose(flow, np.stack([table.values for table in each], axis=2), rtol=1e-8, atol=1e-12)


def test_totals_that_are_impossible_only_together_are_refused(table: Table) -> None:
    # A and B each have room, but send ten to two destinations that take eight.
    seed = table([[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1]], "orig", "dest")
    with pytest.raises(ScenarioError, match=r"infeasible[\s\S]*column"):
        fit_two_way(table([5, 5, 3, 3], "orig"), table([4, 4, 4, 4], "dest"), seed)


def test_one_total_scales_a_seed(table: Table) -> None:
    seed = table([[1, 3], [2, 2]], "orig", "dest")
    assert fit_two_way(None, table([30, 10], "dest"), seed).values.tolist() == [[10, 6], [20, 4]]
    with pytest.raises(ScenarioError, match="a seed must say"):
        fit_two_way(table([1, 2], "orig"), None)
    with pytest.raises(ScenarioError, match=r"no cells[\s\S]*B"):
        fit_two_way(table([1, 2], "orig"), None, table([[1, 1], [0, 0]], "orig", "dest"))


def test_a_negative_total_is_named(table: Table) -> None:
    with pytest.raises(ScenarioError, match=r"below zero in the destination totals[\s\S]*B"):
        fit_two_way(table([1, 1], "orig"), table([3, -1], "dest"))
