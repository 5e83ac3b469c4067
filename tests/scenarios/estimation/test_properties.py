"""What must hold for any input: margins, signs, identities, and indifference to the order of the regions."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grutto.errors import ScenarioError
from grutto.scenarios.estimation import (
    Accounting,
    demographic_account,
    difference_stocks,
    estimate_flows,
    fit_three_way,
    fit_two_way,
    match_net_by_absolute,
    match_net_by_entropy,
    match_net_by_squares,
    net_totals,
    rescale_net,
    split_by_type,
)

type World = tuple[xr.DataArray, xr.DataArray, xr.DataArray, xr.DataArray]

METHODS = ["closed", "open", "open-dr", "independence", "pseudo-bayes"]
STOCK = ("country_of_birth", "country_of_residence")
EXAMPLES = settings(max_examples=40, deadline=None)


def labelled(values: np.ndarray, *dims: str) -> xr.DataArray:
    codes = [f"R{i}" for i in range(values.shape[0])]
    return xr.DataArray(values.astype(float), dims=dims, coords=dict.fromkeys(dims, codes))


@st.composite
def worlds(draw: st.DrawFn, *, zeros: bool) -> World:
    """Draw stocks with many native born, births and deaths; with zeros, foreign stocks may be empty."""
    size = draw(st.integers(3, 6))
    foreign = st.integers(0 if zeros else 1, 500)
    natives = draw(arrays(np.int64, size, elements=st.integers(10_000, 50_000)))
    grown = natives + draw(arrays(np.int64, size, elements=st.integers(-900, 900)))
    stocks = []
    for native in (natives, grown):
        stock = draw(arrays(np.int64, (size, size), elements=foreign)).astype(float)
        np.fill_diagonal(stock, native)
        stocks.append(labelled(stock, *STOCK))
    births, deaths = (draw(arrays(np.int64, size, elements=st.integers(0, 900))) for _ in range(2))
    return stocks[0], stocks[1], labelled(births, STOCK[1]), labelled(deaths, STOCK[1])


@st.composite
def nearness(draw: st.DrawFn, size: int) -> xr.DataArray:
    return labelled(draw(arrays(np.float64, (size, size), elements=st.floats(0.01, 100))), "orig", "dest")


@EXAMPLES
@given(data=st.data(), method=st.sampled_from(METHODS))
def test_no_flow_is_negative_and_kinds_sum_to_the_moves(data: st.DataObject, method: str) -> None:
    world = data.draw(worlds(zeros=method.startswith("open")))
    cube = estimate_flows(*world, method=method, detail="birthplace")
    flow = estimate_flows(*world, method=method)
    kinds = estimate_flows(*world, method=method, detail="type")
    assert cube.values.min() >= 0
    scale = 1e-9 * float(flow.max())
    np.testing.assert_allclose(cube.sum("country_of_birth"), flow, atol=scale)
    np.testing.assert_allclose(split_by_type(cube), kinds, atol=scale)
    moves = flow.values * ~np.eye(len(flow), dtype=bool)
    np.testing.assert_allclose(kinds.sum("flow_type"), moves, atol=scale)


@EXAMPLES
@given(data=st.data(), method=st.sampled_from(["open", "open-dr"]))
def test_open_accounts_add_up_to_both_stocks(data: st.DataObject, method: str) -> None:
    world = data.draw(worlds(zeros=True))
    account = demographic_account(*world, method=method)
    regions = world[0]["country_of_birth"].values
    scale = 1e-9 * float(world[0].max())
    leaving = account.sel(orig=regions).sum("dest").transpose("country_of_birth", "orig")
    arriving = account.sel(dest=regions).sum("orig").transpose("country_of_birth", "dest")
    np.testing.assert_allclose(leaving, world[0], atol=scale)
    np.testing.assert_allclose(arriving, world[1], atol=scale)
    np.testing.assert_allclose(account.sel(orig="birth", dest=regions).sum("country_of_birth"), world[2], atol=scale)
    np.testing.assert_allclose(account.sel(dest="death", orig=regions).sum("country_of_birth"), world[3], atol=scale)


@EXAMPLES
@given(data=st.data(), stayers=st.sampled_from(["maximum", "independent"]), seeded=st.booleans())
def test_closed_flows_keep_every_population(data: st.DataObject, stayers: str, seeded: bool) -> None:
    world = data.draw(worlds(zeros=False))
    balance = float((world[1] - world[0]).sum() - (world[2] - world[3]).sum())
    end = world[1].copy()
    end.values[np.diag_indices(len(end))] -= balance / len(end)
    seed = data.draw(nearness(len(end))) if seeded else None
    model = Accounting(stayers="maximum" if stayers == "maximum" else "independent")
    flow = estimate_flows(world[0], end, *world[2:], method=model, seed=seed)
    scale = 1e-9 * float(flow.sum())
    survivors = (world[0].sum("country_of_birth") - world[3]).values
    native = (end.sum("country_of_birth") - world[2]).values
    np.testing.assert_allclose(flow.sum("dest"), survivors, atol=scale)
    np.testing.assert_allclose(flow.sum("orig"), native, atol=scale)


@EXAMPLES
@given(data=st.data(), method=st.sampled_from(METHODS))
def test_another_order_of_regions_gives_the_same_flows(data: st.DataObject, method: str) -> None:
    world = data.draw(worlds(zeros=method.startswith("open")))
    codes = data.draw(st.permutations(world[0]["country_of_birth"].values.tolist()))
    seed = data.draw(nearness(len(codes)))
    turned = tuple(table.sel(dict.fromkeys(table.dims, codes)) for table in world)
    plain = estimate_flows(*world, method=method, seed=seed)
    other = estimate_flows(*turned, method=method, seed=seed)
    assert other["orig"].values.tolist() == codes
    scale = 1e-9 * float(plain.max())
    np.testing.assert_allclose(other.sel(orig=plain["orig"], dest=plain["dest"]), plain, atol=scale)


@EXAMPLES
@given(data=st.data(), keep=st.booleans())
def test_three_way_tables_meet_both_totals(data: st.DataObject, keep: bool) -> None:
    size = data.draw(st.integers(2, 5))
    rows, cols = (data.draw(arrays(np.int64, (size, size), elements=st.integers(1, 900))) for _ in range(2))
    scaled = cols * (rows.sum(axis=0) / cols.sum(axis=1))[:, None]
    seed = data.draw(nearness(size))
    margins = labelled(rows, "orig", "country_of_birth"), labelled(scaled, "country_of_birth", "dest")
    flow = fit_three_way(*margins, seed, keep_stayers=keep)
    scale = 1e-9 * float(rows.sum())
    assert flow.values.min() >= 0
    np.testing.assert_allclose(flow.sum("dest"), margins[0], atol=scale)
    np.testing.assert_allclose(flow.sum("orig").transpose("country_of_birth", "dest"), margins[1], atol=scale)


@EXAMPLES
@given(data=st.data())
def test_two_way_tables_meet_both_totals_or_say_which_cannot(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 6))
    seed = data.draw(arrays(np.int64, (size, size), elements=st.integers(0, 3))).astype(float)
    table = data.draw(arrays(np.float64, (size, size), elements=st.floats(0.1, 50))) * (seed > 0)
    rows, cols = labelled(table.sum(axis=1), "orig"), labelled(table.sum(axis=0), "dest")
    flow = fit_two_way(rows, cols, labelled(seed, "orig", "dest"))
    np.testing.assert_allclose(flow.sum("dest"), rows, atol=1e-9 * max(float(rows.sum()), 1))
    np.testing.assert_allclose(flow.sum("orig"), cols, atol=1e-9 * max(float(rows.sum()), 1))
    assert not flow.values[seed == 0].any()


@EXAMPLES
@given(data=st.data())
def test_net_totals_are_met_and_each_objective_beats_the_others(data: st.DataObject) -> None:
    size = data.draw(st.integers(3, 6))
    prior = labelled(data.draw(arrays(np.int64, (size, size), elements=st.integers(1, 90))), "orig", "dest")
    wish = labelled(data.draw(arrays(np.int64, size, elements=st.integers(-60, 60))), "dest")
    net = rescale_net(wish, method="switches")
    absolute, squares, entropy = (
        match(net, prior) for match in (match_net_by_absolute, match_net_by_squares, match_net_by_entropy)
    )
    for flow in (absolute, squares, entropy):
        assert flow.values.min() >= 0
        np.testing.assert_allclose(net_totals(flow), net, atol=1e-7)
    off = prior.values * ~np.eye(size, dtype=bool)
    gaps = {name: flow.values - off for name, flow in (("a", absolute), ("s", squares), ("e", entropy))}
    assert np.abs(gaps["a"]).sum() <= min(np.abs(gaps["s"]).sum(), np.abs(gaps["e"]).sum()) + 1e-6
    assert (gaps["s"] ** 2).sum() <= min((gaps["a"] ** 2).sum(), (gaps["e"] ** 2).sum()) + 1e-6


@EXAMPLES
@given(data=st.data())
def test_differences_reverse_when_time_does(data: st.DataObject) -> None:
    start, end, *_ = data.draw(worlds(zeros=True))
    forth, back = difference_stocks(start, end), difference_stocks(end, start)
    np.testing.assert_array_equal(forth.values, back.values.T)
    assert forth.values.min() >= 0


def test_an_unknown_method_lists_the_known_ones() -> None:
    stock = labelled(np.eye(3) * 9, *STOCK)
    nobody = labelled(np.zeros(3), STOCK[1])
    with pytest.raises(ScenarioError, match="closed, open, open-dr, independence, pseudo-bayes"):
        estimate_flows(stock, stock, nobody, nobody, method="closd")
