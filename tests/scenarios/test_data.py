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
from grutto.scenarios.demography import read_demography

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grutto.scenarios.projection.cohort import Demography


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


READERS: dict[str, Callable[[Path], object]] = {
    "year0,orig,dest,da_pb_closed": read_flows,
    "year,birth,residence,stock": lambda path: read_stocks(path, ["NLD", "MAR"]),
    "sending,receiving,usd_million_2021": lambda path: read_remittances(path, ["NLD", "MAR"]),
    "country_code,iso3,year,pop_jan1_th": lambda path: read_population(path, [1990], ["NLD", "MAR"]),
    "iso,year,immigrants": lambda path: read_reported_inflows(path, "CAN"),
    "area,sex,age,population,survival,fertility,profile,birth_survival": lambda path: read_demography(
        path, ["NLD"], source="test"
    ),
}


@pytest.mark.parametrize(
    ("heads", "rows", "message"),
    [
        ("year0,orig,dest", ["1990,A,B"], "lacks columns"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,-5"], "A flow is negative"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,"], "A flow is missing"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,A,5"], "stayers are no flow"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,many"], "Row #2.*many"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,5", "1990,B,A,5", "1990,A,B,6"], "lines 2 and 4"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,5", "2000,A,B,6"], "not five years each"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,5", ",A,B,6"], "A cell of year0 is empty"),
        ("year0,orig,dest,da_pb_closed", ["1990,A,B,5,6"], "Expected 4 columns"),
        ("year,birth,residence,stock", ["1990,MAR,NLD,-1"], "line 2: stock -1"),
        ("year,birth,residence,stock", ["1990,MAR,NLD,1", "1990,NLD,MAR,n/a"], "line 3: stock nan"),
        ("sending,receiving,usd_million_2021", ["NLD,MAR,1", "NLD,MAR,2"], "Two rows are about the same cell"),
        ("sending,receiving,usd_million_2021", ["NLD,MAR,-1"], "An amount is negative"),
        ("country_code,iso3,year,pop_jan1_th", ["528,NLD,1990,0"], "A population is not above 0"),
        ("country_code,iso3,year,pop_jan1_th", ["528,NLD,1995,1"], "start of 1990 is needed"),
        ("iso,year,immigrants", ["NLD,1990,-3"], "A reported number is negative"),
        (
            "area,sex,age,population,survival,fertility,profile,birth_survival",
            ["MAR,male,0,1,1,0,0,1"],
            "lacks areas: NLD",
        ),
        (
            "area,sex,age,population,survival,fertility,profile,birth_survival",
            ["NLD,F,0,1,1,0,0,1"],
            "neither female nor male",
        ),
        (
            "area,sex,age,population,survival,fertility,profile,birth_survival",
            ["NLD,male,0,1,1,0,0,1", "NLD,male,7,1,1,0,1,1"],
            "five-year groups",
        ),
    ],
)
def test_wrong_files_are_refused_with_their_place(heads: str, rows: list[str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    reader = READERS.get(heads, read_flows)
    with pytest.raises(ScenarioError, match=message) as told:
        reader(path)
    assert "Where:" in str(told.value)


def test_missing_files_and_areas_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="not there"):
        read_flows(tmp_path / "none.csv")
    path = tmp_path / "flows.csv"
    path.write_text("year0,orig,dest,da_pb_closed\n1990,A,B,5\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"does not have.*: C"):
        read_flows(path, areas=["A", "B", "C"])
    (tmp_path / "flows.csv.gz").write_text("no archive", encoding="utf-8")
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_flows(tmp_path / "flows.csv.gz")


def test_areas_that_a_table_does_not_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "stocks.csv"
    path.write_text("year,birth,residence,stock\n1990,MAR,NLD,2.5\n1990,NLD,NLD,9\n", encoding="utf-8")
    stocks = read_stocks(path, ["MAR", "NLD", "TUR"])
    assert stocks.attrs["missing"] == "TUR"
    assert stocks.sel(year=1990, birth="MAR", residence="NLD") == 2.5
    assert stocks.sel(year=1990, birth="NLD", residence="NLD") == 0  # natives are no migrants


def test_migrants_without_known_ages_get_model_ages_and_the_vintage_says_so(
    demography: Demography, data_folder: Path, tmp_path: Path
) -> None:
    lines = (data_folder / "demography.csv").read_text("utf-8").splitlines()
    place = lines[0].split(",").index("profile")
    emptied = [
        ",".join("" if column == place and line.startswith("MAR,") else cell for column, cell in enumerate(cells))
        for line in lines
        for cells in [line.split(",")]
    ]
    path = tmp_path / "demography.csv"
    path.write_text("\n".join(emptied) + "\n", encoding="utf-8")
    found = read_demography(path, ["MAR", "NLD"], source="test")
    assert str(found.population.attrs["vintage"]).endswith("model schedule of Rogers and Castro (1981): MAR")
    profile = found.profile.sel(area="MAR").sum("sex")
    assert profile.sum() == pytest.approx(1)
    assert profile.sel(age=0) == 0
    assert profile.idxmax() == 20
    assert found.profile.sel(area="NLD").to_numpy() == pytest.approx(demography.profile.sel(area="NLD").to_numpy())
