"""Scenarios as data: what a file says is what happens to the flows, and every wrong file is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grutto.errors import ScenarioError
from grutto.scenarios.drivers.application import allocate, apply_scenario
from grutto.scenarios.drivers.declaration import (
    Scenario,
    parse_scenario,
)
from grutto.scenarios.drivers.priors import priors
from grutto.scenarios.projection.persistence import Persistence

if TYPE_CHECKING:
    import xarray as xr

    from grutto.scenarios.data import World
    from grutto.scenarios.drivers.application import Row

HEAD = 'id = "t"\ntitle = "T"\nsummary = "S"\nauthorship = "test"\n'
SURE = 'confidence = "high"\nlog_sd = 0.0\nreason = "because"\n'


def scenario(body: str) -> Scenario:
    return parse_scenario(HEAD + body, where="test.toml")


@pytest.fixture(scope="module")
def base(flows: xr.DataArray, population: xr.DataArray) -> xr.DataArray:
    return Persistence().project(flows, population, steps=2, draws=1, seed=1)


def applied(body: str, base: xr.DataArray, world: World) -> tuple[xr.DataArray, Row]:
    changed, traces = apply_scenario(scenario(body), base, stocks=world.stocks, seed=4)
    assert (changed >= 0).all()
    return changed, traces[0].row(np.ones(base.shape[:-1]))


def test_driver_multiplies_its_corridors_only(base: xr.DataArray, world: World) -> None:
    body = (
        '[[driver]]\nid = "d"\nkind = "economy"\n'
        f'orig = ["africa"]\ndest = ["europe"]\nmultiplier = 1.5\nperiods = [2025]\n{SURE}'
    )
    changed, row = applied(body, base, world)
    ratio = (changed / base).sel(orig=["MAR", "ETH", "SOM", "KEN"], dest=["NLD", "DEU"])
    assert ratio.sel(period=2025).to_numpy() == pytest.approx(1.5)
    assert ratio.sel(period=2020).to_numpy() == pytest.approx(1.0)
    assert changed.sel(orig="IND").equals(base.sel(orig="IND"))
    assert row["moves_added"] == pytest.approx(float((changed - base).sum()))
    assert row["reason"] == "because"


def test_words_mean_what_the_conventions_say(base: xr.DataArray) -> None:
    body = (
        '[[driver]]\nid = "d"\nkind = "policy"\n'
        'direction = "fewer"\nstrength = "strong"\nconfidence = "low"\nreason = "r"\n'
    )
    (prior,) = priors(scenario(body), list(base.orig.to_numpy()), [2020, 2025])
    assert prior.median == pytest.approx(1 / 1.7)
    assert prior.log_sd == 0.30
    sizes = prior.sample(np.arange(4000), seed=1)
    assert np.median(sizes) == pytest.approx(1 / 1.7, rel=0.03)
    low, high = prior.interval()
    assert ((low < sizes) & (sizes < high)).mean() == pytest.approx(0.8, abs=0.03)
    assert np.array_equal(prior.sample(np.arange(3, 10), seed=1), sizes[3:10])  # a draw has its size in any block


def test_legal_ways_add_their_places(base: xr.DataArray, world: World) -> None:
    body = (
        '[[policy]]\nid = "p"\nkind = "legal_ways"\n'
        f'orig = ["africa"]\ndest = ["europe"]\nplaces_per_year = 1000\n{SURE}'
    )
    changed, row = applied(body, base, world)
    added = changed - base
    assert added.sum(("orig", "dest")).to_numpy() == pytest.approx(5000)
    assert added.sel(orig=["MAR", "ETH", "SOM", "KEN"], dest=["NLD", "DEU"]).sum().item() == pytest.approx(10000)
    assert row["unit"] == "places a year"


def test_protection_keeps_the_number_who_leave(base: xr.DataArray, world: World) -> None:
    body = (
        '[[policy]]\nid = "p"\nkind = "protection_in_region"\n'
        f'orig = ["SOM"]\ndest = ["ETH", "KEN"]\nshare = 0.4\n{SURE}'
    )
    changed, row = applied(body, base, world)
    assert changed.sum("dest").to_numpy() == pytest.approx(base.sum("dest").to_numpy())
    far = [area for area in base.dest.to_numpy() if area not in ("ETH", "KEN", "SOM")]
    assert changed.sel(orig="SOM", dest=far).to_numpy() == pytest.approx(
        0.6 * base.sel(orig="SOM", dest=far).to_numpy()
    )
    assert row["moves_added"] == pytest.approx(row["moves_taken_away"])


def test_returns_never_exceed_the_stock(base: xr.DataArray, world: World) -> None:
    body = f'[[policy]]\nid = "p"\nkind = "return"\norig = ["MAR"]\ndest = ["NLD"]\nshare = 0.9\n{SURE}'
    changed, _ = applied(body, base, world)
    home = (changed - base).sel(orig="NLD", dest="MAR").to_numpy()[0]
    assert world.stocks is not None
    stock = world.stocks.sel(year=2020, birth="MAR", residence="NLD").item()
    assert home == pytest.approx([0.9 * stock, 0.09 * stock])
    with pytest.raises(ScenarioError, match="needs the migrant stock"):
        apply_scenario(scenario(body), base, stocks=None, seed=1)


def test_shock_displaces_and_returns(base: xr.DataArray, world: World) -> None:
    body = (
        '[[shock]]\nid = "s"\nkind = "conflict"\norig = "IRQ"\ndisplaced = 10000\nin_region = 0.7\n'
        f'region = ["middle_east", "africa"]\nreturn_rate = 0.25\nperiods = [2020]\n{SURE}'
    )
    changed, _ = applied(body, base, world)
    difference = (changed - base).isel(draw=0)
    assert difference.sel(period=2020, orig="IRQ").sum().item() == pytest.approx(10000)
    africa = ["MAR", "ETH", "SOM", "KEN"]
    assert difference.sel(period=2020, orig="IRQ", dest=africa).sum().item() == pytest.approx(7000)
    assert difference.sel(period=2025, dest="IRQ").sum().item() == pytest.approx(2500)


def shock(orig: str, region: str, in_region: float) -> str:
    return (
        f'[[shock]]\nid = "s"\nkind = "conflict"\norig = "{orig}"\ndisplaced = 10000\nin_region = {in_region}\n'
        f"region = {region}\nreturn_rate = 0.25\nperiods = [2020]\n{SURE}"
    )


def test_a_shock_of_a_region_displaces_people_of_all_its_areas(base: xr.DataArray, world: World) -> None:
    changed, row = applied(shock("africa", '["africa"]', 0.7), base, world)
    difference = (changed - base).isel(draw=0)
    africa = ["MAR", "ETH", "SOM", "KEN"]
    left = difference.sel(period=2020, orig=africa).sum("dest")
    outflow = base.isel(draw=0).sel(period=2020, orig=africa).sum("dest")
    assert left.to_numpy() == pytest.approx((10000 * outflow / outflow.sum()).to_numpy())
    assert difference.sel(period=2020, orig=africa, dest=africa).sum().item() == pytest.approx(7000)
    assert difference.sel(period=2025, dest=africa).sum().item() == pytest.approx(2500)
    assert (row["in_region"], row["return_rate"]) == (0.7, 0.25)


@pytest.mark.parametrize(
    ("region", "in_region", "message"),
    [('["IRQ"]', 0.5, "no area besides the one they leave"), ("[]", 0.5, "takes in all other areas")],
)
def test_nobody_is_lost_in_a_shock(
    region: str, in_region: float, message: str, base: xr.DataArray, world: World
) -> None:
    with pytest.raises(ScenarioError, match=message):
        applied(shock("IRQ", region, in_region), base, world)


def test_assumptions_act_in_the_order_of_the_file(base: xr.DataArray, world: World) -> None:
    strike = shock("IRQ", '["middle_east", "africa"]', 0.0)
    keep = (
        '[[policy]]\nid = "p"\nkind = "protection_in_region"\norig = ["IRQ"]\ndest = ["africa"]\nshare = 0.5\n'
        f"periods = [2020]\n{SURE}"
    )
    first, second = scenario(strike + keep), scenario(keep + strike)
    assert [one.id for one in first.assumptions] == ["s", "p"]
    assert [one.id for one in second.assumptions] == ["p", "s"]
    near = [
        float(apply_scenario(each, base, stocks=None, seed=1)[0].sel(period=2020, orig="IRQ", dest="MAR").item())
        for each in (first, second)
    ]
    assert near[0] > near[1]  # half of the displaced are kept near only where the policy comes after the shock


def test_the_table_shows_what_limits_have_left(base: xr.DataArray, world: World) -> None:
    _, traces = apply_scenario(scenario(shock("IRQ", '["africa"]', 1.0)), base, stocks=None, seed=1)
    kept = np.ones(base.shape[:-1])
    kept[0, 0, base.orig.to_numpy().tolist().index("IRQ")] = 0.25  # a quarter of what would leave Iraq in 2020
    row = traces[0].row(kept)
    assert row["moves_added"] == pytest.approx(0.25 * 10000 + 2500)  # and the returns as they were assumed


@given(
    st.floats(0, 1e9),
    st.lists(st.one_of(st.floats(0, 1e6), st.just(float("nan"))), min_size=1, max_size=8).filter(
        lambda weights: not np.isnan(weights).all()
    ),
)
def test_allocation_adds_up(total: float, weights: list[float]) -> None:
    parts = allocate(np.array(total), np.array(weights))
    assert parts.sum() == pytest.approx(total, rel=1e-9)
    assert (parts >= 0).all()
    assert (parts[np.isnan(weights)] == 0).all()


def test_what_does_not_fit_the_data_is_named(base: xr.DataArray, world: World) -> None:
    for part, message in (
        ('orig = ["atlantis"]', "atlantis"),
        ("periods = [2055]", "2055"),
        ('orig = ["oceania"]', ""),
    ):
        body = f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = 2.0\n{part}\n{SURE}'
        if message:
            with pytest.raises(ScenarioError, match=message):
                apply_scenario(scenario(body), base, stocks=None, seed=1)
    body = f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = 2.0\n{SURE}'
    with pytest.raises(ScenarioError, match="Two assumptions"):
        scenario(body + body)
    assert world.flows.sizes["period"] == 6
