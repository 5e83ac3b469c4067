"""Demographic accounting against the reference, and against what is right where the reference errs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import Accounting, check_identity, demographic_account, estimate_flows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import xarray as xr

STOCK = ("country_of_birth", "country_of_residence")
OPTIONS = {
    "stayer_assumption": "stayers",
    "match_birthplace_tot_method": "matching",
    "match_global": "balance",
    "birth_method": "births",
    "birth_non_negative": "births_non_negative",
    "death_method": "deaths",
}


def inputs_of(case: dict[str, Any], table: Callable[..., xr.DataArray]) -> tuple[xr.DataArray, ...]:
    given = case["inputs"]
    stocks = (table(given[name], *STOCK) for name in ("stock_start", "stock_end"))
    return (*stocks, *(table(given[name], "country_of_residence") for name in ("births", "deaths")))


def model_of(case: dict[str, Any]) -> Accounting:
    options = {OPTIONS[name]: value for name, value in case["args"].items()}
    if "stayers" in options:
        options["stayers"] = "maximum" if options["stayers"] else "independent"
    return Accounting(**options, whole_persons=True, negative_stock="spread")


def seed_of(case: dict[str, Any], table: Callable[..., xr.DataArray]) -> xr.DataArray | None:
    return table(case["inputs"]["seed"], "orig", "dest") if "seed" in case["inputs"] else None


def expected_flow(case: dict[str, Any]) -> np.ndarray:
    return np.array(case["expected"]["tight"]["flow"]["data"], dtype=float)


def locked_region(case: dict[str, Any]) -> bool:
    """DEFECT 6: region D has no foreign born and an impossible birthplace total, yet gets flows."""
    name = case["id"]
    if name.startswith("edge_isolated"):
        return True
    closed = case["args"].get("match_birthplace_tot_method", "rescale") == "rescale"
    return bool(name.startswith("rnd_n10_s13") and closed)


def test_flows_equal_the_reference(
    accounting_case: dict[str, Any], table: Callable[..., xr.DataArray], shared: Path
) -> None:
    inputs, model = inputs_of(accounting_case, table), model_of(accounting_case)
    if locked_region(accounting_case):
        where = r"D" if model.deaths == "proportion" else "the deaths"
        with pytest.raises(ScenarioError, match=where) as caught:
            estimate_flows(*inputs, method=model)
        assert "infeasible" in str(caught.value) or "different sums" in str(caught.value)
    elif "flow" not in accounting_case["expected"]["tight"] and model.deaths == "accounting":
        with pytest.raises(ScenarioError, match=r"less deaths is negative|infeasible"):
            estimate_flows(*inputs, method=model)
    else:
        flow = estimate_flows(*inputs, method=model, detail="birthplace", seed=seed_of(accounting_case, table))
        compare(flow, accounting_case, inputs, shared)


def compare(flow: xr.DataArray, case: dict[str, Any], inputs: tuple[xr.DataArray, ...], shared: Path) -> None:
    # DEFECT 7: the shipped tolerance leaves persons unexplained; compared is its source with a tight one.
    bar = 1e-9 * max(float(stock.max()) for stock in inputs[:2])
    assert flow.min() >= 0
    if case["id"] == "e2_imr2018_distance_seed":
        # DEFECT 1: the seed is ignored; the right values stand elsewhere
        cases = json.loads((shared / "reference/scenarios/ipf_cm.json").read_text())["cases"]
        honoured = next(c for c in cases if c["id"] == "e2_seed_honoured")["tight"]["mu"]["data"]
        np.testing.assert_allclose(flow.values, honoured, rtol=0, atol=bar)
    elif "flow" not in case["expected"]["tight"]:  # DEFECT 5: negative leavers end in an error
        assert case["id"].endswith("indep_open")
        assert float(flow.sum()) > 0
    else:
        expected = expected_flow(case)
        sound = expected.min(axis=(0, 1)) >= 0  # DEFECT 5: "open" gives negative flows for some birthplaces
        assert sound.all() or case["args"]["match_birthplace_tot_method"] == "open"
        np.testing.assert_allclose(flow.values[:, :, sound], expected[:, :, sound], rtol=0, atol=bar)
        np.testing.assert_allclose(flow.sum(("orig", "dest")), expected.sum(axis=(0, 1)), rtol=1e-10)


def test_accounts_equal_the_reference(account_case: dict[str, Any], table: Callable[..., xr.DataArray]) -> None:
    inputs = inputs_of(account_case, table)
    account = demographic_account(*inputs, method=model_of(account_case)).values
    expected = np.array(account_case["expected"]["tight"]["account"]["data"])
    size = account.shape[2]
    bar = 1e-9 * max(float(stock.max()) for stock in inputs[:2])
    np.testing.assert_allclose(account[:size, :size], expected[:size, :size], rtol=0, atol=bar)
    np.testing.assert_allclose(account[:size, size], expected[:size, size], rtol=0, atol=bar)
    # DEFECT, not in the list of the reference: births stand transposed.
    np.testing.assert_allclose(account[size, :size], expected[size, :size].T, rtol=0, atol=bar)
    # DEFECT, not in the list either: those who leave the world stand as joining it, and the reverse.
    np.testing.assert_allclose(account[:size, size + 1], expected[size + 1, :size], rtol=0, atol=bar)
    np.testing.assert_allclose(account[size + 1, :size], expected[:size, size + 1], rtol=0, atol=bar)
    np.testing.assert_allclose(account[size, :size].sum(axis=1), inputs[2].values, rtol=1e-12)
    if model_of(account_case).matching.startswith("open"):
        np.testing.assert_allclose(account[:size].sum(axis=1), inputs[0].values.T, rtol=1e-12, atol=1e-9)
        np.testing.assert_allclose(account[:, :size].sum(axis=0), inputs[1].values.T, rtol=1e-12, atol=1e-9)


LARGE = {
    "closed": (Accounting(whole_persons=True), 2e-6),
    "closed_after": (Accounting(balance="after-demo-adjust"), 2e-6),
    "open_dr": (Accounting(matching="open-dr"), 1e-10),
    "indep": (Accounting(stayers="independent", whole_persons=True), 2e-6),
    "indep_open_dr": (Accounting(stayers="independent", matching="open-dr"), 1e-10),
}


@pytest.mark.parametrize("world", ["rnd30", "world_2015_2020"])
@pytest.mark.parametrize("method", LARGE)
def test_large_tables_equal_the_reference(
    world: str,
    method: str,
    shared: Path,
    large_input: Callable[[str], tuple[xr.DataArray, ...]],
    read_rows: Callable[[Path], Iterator[dict[str, str]]],
) -> None:
    model, bar = LARGE[method]
    flow = estimate_flows(*large_input(world), method=model)
    folder = shared / "reference/scenarios/large"
    rows = list(read_rows(folder / f"{world}_{method}_od.csv.gz"))
    expected = np.array([float(row["flow_incl_stayers_on_diagonal"]) for row in rows])
    found = pick(flow, rows, ("orig", "dest"))
    counted = expected >= 1
    np.testing.assert_allclose(found[counted], expected[counted], rtol=bar)
    assert abs(float(flow.sum()) - expected.sum()) <= 1e-9 * expected.sum()


def pick(flow: xr.DataArray, rows: list[dict[str, str]], columns: tuple[str, ...]) -> np.ndarray:
    position = {str(code): i for i, code in enumerate(flow["orig"].values)}
    return np.asarray(flow.values[tuple([position[row[c]] for row in rows] for c in columns)], dtype=float)


@pytest.mark.parametrize("world", ["rnd30", "world_2015_2020"])
@pytest.mark.parametrize("method", [*LARGE, "open"])
def test_cells_by_birthplace_equal_the_reference(
    world: str,
    method: str,
    shared: Path,
    large_input: Callable[[str], tuple[xr.DataArray, ...]],
    read_rows: Callable[[Path], Iterator[dict[str, str]]],
) -> None:
    path = shared / f"reference/scenarios/large/{world}_{method}_cells.csv.gz"
    rows = list(read_rows(path))
    model = Accounting(matching="open") if method == "open" else LARGE[method][0]
    flow = estimate_flows(*large_input(world), method=model, detail="birthplace")
    expected = np.array([float(row["flow"]) for row in rows])
    found = pick(flow, rows, ("orig", "dest", "birth"))
    if method != "open":
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-3)
        return
    # DEFECT 5: where a leaver exceeds the stock the reference goes negative; other birthplaces are the same.
    near = np.isclose(found, expected, rtol=1e-9, atol=1e-3)
    births = np.array([row["birth"] for row in rows])
    differing = np.unique(births[~near])
    assert flow.min() >= 0
    assert near.mean() > 0.5
    assert set(births[expected < -1e-9]) <= set(differing)
    assert len(differing) < len(np.unique(births))


@pytest.mark.parametrize("world", ["rnd30", "world_2015_2020"])
def test_closed_estimates_keep_the_population_identity(
    world: str, large_input: Callable[[str], tuple[xr.DataArray, ...]]
) -> None:
    inputs = large_input(world)
    excess = float((inputs[1] - inputs[0]).sum() - (inputs[2] - inputs[3]).sum())
    discrepancy = check_identity(estimate_flows(*inputs), *inputs)
    native = sum(stock.values.diagonal() / stock.values.diagonal().sum() for stock in inputs[:2]) / 2
    np.testing.assert_allclose(discrepancy, excess * native, atol=1e-9 * float(inputs[0].sum("country_of_birth").max()))
