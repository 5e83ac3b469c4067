"""Run, compare and write: the same seed gives the same result, and each figure says where it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import xarray as xr
from pyarrow import csv, parquet

from grutto.errors import ScenarioError
from grutto.scenarios.drivers.declaration import Scenario, example_set, scenarios_named
from grutto.scenarios.effects import intervals, region_balance, region_flows
from grutto.scenarios.ensembles import EnsemblePlan
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.projection.remittances import attrition, project_remittances
from grutto.scenarios.regions import membership
from grutto.scenarios.result import write_comparison, write_result
from grutto.scenarios.running import baseline, baseline_in_blocks, compare, limit_outflow, run

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.scenarios.data import World
    from grutto.scenarios.projection.autoregressive import Autoregression
    from grutto.scenarios.projection.cohort import Demography

AREAS = ["NLD", "DEU", "MAR", "ETH", "SOM", "KEN", "IRQ", "IND", "USA", "AUS"]
NOTHING = Scenario(id="nothing", title="Nothing changes", summary="", authorship="test")

pytestmark = pytest.mark.xdist_group("sampler")  # it is compiled once in each worker, which takes longer than the tests


@pytest.fixture(scope="module")
def start(world: World, small: Autoregression) -> xr.DataArray:
    return baseline(world, 11, model=small, steps=2, draws=30)


def open_scenario() -> Scenario:
    return example_set().scenarios[1]


def test_same_seed_same_result(world: World, start: xr.DataArray) -> None:
    first = run(open_scenario(), world, 11, start=start)
    second = run(open_scenario(), world, 11, start=start)
    assert first.flows.identical(second.flows)
    assert first.assumptions == second.assumptions
    assert not first.flows.equals(run(open_scenario(), world, 12, start=start).flows)


def test_every_effect_is_there_and_balances(world: World, start: xr.DataArray, demography: Demography) -> None:
    result = run(open_scenario(), world, 11, start=start, demography=demography)
    assert set(result.effects) == {
        "area_balance", "region_balance", "region_flows", "remittances", "population",
        "working_age", "dependency", "births", "labour_loss",
    }  # fmt: skip
    net = result.effects["region_balance"].sel(measure="net").sum("region")
    assert np.abs(net.to_numpy()).max() < 1
    money = result.effects["remittances"].sum("region")
    assert money.sel(direction="received").to_numpy() == pytest.approx(money.sel(direction="sent").to_numpy())
    for key in ("vintage", "vintage_population", "seed", "model", "scenario_authorship", "version"):
        assert result.lineage[key]
    assert result.lineage["scenario"] == "busy-borders"


def test_scenario_without_assumptions_changes_nothing(world: World, start: xr.DataArray) -> None:
    result = run(NOTHING, world, 11, start=start)
    assert np.array_equal(result.flows.to_numpy(), intervals(start).to_numpy())
    assert result.flows.statistic.to_numpy().tolist()[0] == "median"
    assert result.assumptions == []


def test_blocks_of_draws_give_what_all_draws_give(
    world: World, start: xr.DataArray, demography: Demography, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(open_scenario(), world, 11, start=start, demography=demography)
    monkeypatch.setattr("grutto.scenarios.blocks.CELLS", 700)  # intervals of few origins at a time
    parts = [start.isel(draw=slice(first, first + 7)) for first in range(0, 30, 7)]
    found = run(open_scenario(), world, 11, start=parts, demography=demography)
    assert found.flows.identical(whole.flows)
    assert found.flows.attrs["draws"] == 30
    for name, effect in whole.effects.items():
        assert found.effects[name].identical(effect)
    for one, other in zip(found.assumptions, whole.assumptions, strict=True):
        assert one == {**other, "moves_added": pytest.approx(other["moves_added"])} | {
            "moves_taken_away": pytest.approx(other["moves_taken_away"])
        }
    with pytest.raises(ScenarioError, match="no draws"):
        run(NOTHING, world, 11, start=[])


def test_outflows_that_would_empty_an_area_are_limited_and_named(
    world: World, start: xr.DataArray, demography: Demography
) -> None:
    many = start.copy(deep=True)
    many.loc[{"orig": "SOM", "dest": "KEN"}] = 2e7
    limited, kept = limit_outflow(many, world.population)
    persons = world.population.sel(area="SOM", period=2020).item()
    leaving = limited.sel(orig="SOM").sum("dest", dtype=float)
    assert leaving.sel(period=2020).max() == pytest.approx(0.8 * persons, rel=1e-5)
    arrived = limited.sel(dest="SOM", period=2020).sum("orig", dtype=float)
    assert (leaving.sel(period=2025) <= 0.8 * (0.2 * persons + arrived) * (1 + 1e-5)).all()  # who left has left
    assert (kept < 1).sum(("draw", "period")).to_series().to_dict() == {**dict.fromkeys(AREAS, 0), "SOM": 60}
    result = run(NOTHING, world, 11, start=many, demography=demography)
    assert result.lineage["outflows_limited"] == "SOM 60"
    assert (result.effects["population"] >= 0).all()


def test_compare_takes_differences_draw_by_draw(world: World, start: xr.DataArray) -> None:
    results = [run(scenario, world, 11, start=start) for scenario in (NOTHING, open_scenario())]
    table = compare(results)
    assert table.difference.sel(scenario="nothing").to_numpy() == pytest.approx(0)
    gain = results[1].effects["region_balance"] - results[0].effects["region_balance"]
    expected = gain.sel(region="europe", measure="net", period=2020).median("draw").item()
    found = table.difference.sel(
        scenario="busy-borders", statistic="median", region="europe", measure="net", period=2020
    ).item()
    assert found == pytest.approx(expected)
    by_area = table.area_difference.sel(scenario="busy-borders", statistic="median", measure="net", period=2020)
    assert by_area.area.to_numpy().tolist() == AREAS
    more = results[1].effects["area_balance"] - results[0].effects["area_balance"]
    assert by_area.sel(area="NLD").item() == pytest.approx(
        more.sel(area="NLD", measure="net", period=2020).median("draw").item()
    )
    assert set(table.remittances_level.dims) == {"scenario", "statistic", "period", "direction", "region"}
    assert table.attrs["busy-borders: scenario_title"] == "Busy borders"
    with pytest.raises(ScenarioError, match="two scenarios"):
        compare(results[:1])
    other = run(NOTHING, world, 11, start=baseline(world, 11, model=Persistence(), draws=1))
    with pytest.raises(ScenarioError, match="differ in their model"):
        compare([results[0], other])


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_tables_are_written_with_their_lineage(form: str, world: World, start: xr.DataArray, tmp_path: Path) -> None:
    result = run(open_scenario(), world, 11, start=start)
    written = write_result(result, tmp_path, form="csv" if form == "csv" else "parquet")
    names = ["flows", "region_balance", "region_flows", "area_balance", "remittances", "observed_region_balance"]
    names += ["assumptions"]
    assert [path.name for path in written] == ["lineage.json", "scenario.json", *(f"{n}.{form}" for n in names)]
    lineage = json.loads(written[0].read_text(encoding="utf-8"))
    table = csv.read_csv(written[2]) if form == "csv" else parquet.read_table(written[2])
    if form == "parquet":
        assert json.loads(table.schema.metadata[b"grutto"]) == lineage
    rows = {(row["period"], row["orig"], row["dest"]): row for row in table.to_pylist()}
    row = rows[2020, "MAR", "NLD"]
    median = result.flows.sel(statistic="median", period=2020, orig="MAR", dest="NLD").item()
    assert row["median"] == pytest.approx(median) != 0
    assert row["lower_95"] <= row["lower_80"] <= row["lower_50"] <= row["median"] <= row["upper_50"]
    assert row["unit"] == "persons per period"


def test_regions_take_in_every_area_once(start: xr.DataArray) -> None:
    member = membership([str(area) for area in start.orig.to_numpy()])
    assert (member.sum("region") == 1).all()
    assert region_flows(start).sum().item() == pytest.approx(start.sum(dtype=float).item())
    between = region_balance(start)
    assert (between.sel(measure=["immigration", "emigration"]) >= 0).all()
    bounds = intervals(between.sel(measure="immigration"))
    assert (bounds.sel(statistic="lower 95") <= bounds.sel(statistic="upper 95")).all()
    with pytest.raises(ScenarioError, match="ATL"):
        membership(["NLD", "ATL"])


def test_remittances_stay_when_stocks_stay(world: World) -> None:
    assert world.stocks is not None
    assert world.remittances is not None
    gone = attrition(world.stocks, world.flows)
    assert ((gone >= 0) & (gone <= 1)).all()
    # Arrivals that make up for what is lost: (stock + arrivals) × (1 − gone) = stock.
    stock = world.stocks.sel(year=2020).to_numpy()
    moves = stock * gone.to_numpy() / (1 - gone.to_numpy())
    future = Persistence().project(world.flows, world.population, steps=2, draws=1, seed=1)
    same = future.copy(data=np.broadcast_to(moves, future.shape))
    money = project_remittances(world.remittances, world.stocks, world.flows, same)
    received = world.remittances.sum("sending").to_numpy()
    assert money.sel(direction="received").to_numpy()[0, 1] == pytest.approx(received)
    with pytest.raises(ScenarioError, match="2015 and 2020"):
        attrition(world.stocks.isel(year=[0]), world.flows)


def test_a_baseline_in_blocks_is_the_baseline(world: World, small: Autoregression, tmp_path: Path) -> None:
    blocks = baseline_in_blocks(world, 8, EnsemblePlan(tmp_path, steps=2, draws=5, block=2), model=small)
    assert xr.concat(blocks, dim="draw").identical(baseline(world, 8, model=small, draws=5))


def test_what_is_set_side_by_side_is_written_with_its_lineage(
    world: World, small: Autoregression, tmp_path: Path
) -> None:
    start = baseline(world, 8, model=small, draws=5)
    results = [run(one, world, 8, start=start) for one in scenarios_named(("unchanged", "busy-borders"))]
    written = write_comparison(results, compare(results), tmp_path)
    assert written[:2] == [tmp_path / "unchanged", tmp_path / "busy-borders"]
    lineage = json.loads(parquet.read_table(tmp_path / "comparison.parquet").schema.metadata[b"grutto"])
    assert (lineage["scenario"], lineage["seed"]) == ("unchanged, busy-borders", "8")
