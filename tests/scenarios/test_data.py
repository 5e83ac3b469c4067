"""The readers against the published tables, and against files that are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.data import (
    World,
    read_flows,
    read_population,
    read_remittances,
    read_reported_inflows,
    read_stocks,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_flows_keep_every_mover_and_the_vintage(published: Callable[[str], Path]) -> None:
    flows = read_flows(published("abel_cohen_flows.csv.gz"))
    assert flows.sizes == {"period": 6, "orig": 231, "dest": 231}
    assert flows.sum(("orig", "dest")).to_numpy().tolist() == [
        72739066, 71389513, 76304111, 88993453, 97490950, 101176337,
    ]  # fmt: skip
    assert "da_pb_closed" in flows.attrs["vintage"]
    assert "sha256" in flows.attrs["vintage"]


def test_population_uses_current_codes_and_names_what_is_missing(published: Callable[[str], Path]) -> None:
    population = read_population(published("wpp2022_totals.csv.gz"), [2015], ["CZE", "ZAF", "SRB", "NLD", "SCG"])
    known = population.sel(period=2015)
    assert known.sel(area="CZE").item() == pytest.approx(10_518_139.5)
    assert known.sel(area="ZAF").item() == pytest.approx(55_466_664.5)
    assert np.isnan(known.sel(area="SCG").item())
    assert population.attrs["missing"] == "SCG"
    assert "CSK→CZE" in population.attrs["relabelled"]


def test_stocks_remittances_and_reports(published: Callable[[str], Path]) -> None:
    areas = ["MAR", "NLD", "AFG", "PAK"]
    stocks = read_stocks(published("un_stock_2020_bilateral.csv.gz"), areas)
    money = read_remittances(published("wb_bilateral_remittances_2021.csv.gz"), areas)
    assert stocks.attrs["quantity"] == "stock"
    assert stocks.sel(year=2020, birth="MAR", residence="NLD").item() > 100_000
    assert money.sel(sending="AFG", receiving="PAK").item() == pytest.approx(369.3011409082328)
    reported = read_reported_inflows(published("canada_reported_immigration_by_citizenship_1980_2013.csv"), "CAN")
    assert reported.sel(year=1980, orig="AFG").item() == 16
    flows = read_flows(published("abel_cohen_flows.csv.gz"), areas=areas)
    population = read_population(published("wpp2022_totals.csv.gz"), [2015], areas)
    assert set(World(flows, population, stocks, money).vintage) == {
        "flows",
        "population",
        "stocks",
        "remittances",
    }


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="not there"):
        read_flows(tmp_path / "none.csv")
    path = tmp_path / "flows.csv"
    path.write_text("year0,orig,dest\n1990,A,B\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="lacks columns"):
        read_flows(path)
    path.write_text("year0,orig,dest,da_pb_closed\n1990,A,B,-5\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="negative"):
        read_flows(path)
