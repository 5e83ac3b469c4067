"""From tables of stocks to a record of flows that a projection can read, on the command line."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grutto.errors import ScenarioError
from grutto.scenarios.data import read_flows
from grutto.scenarios.estimation.record import Choices, estimate_record, tables_of
from grutto.scenarios.sources import read_inputs, read_stock_record

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

PEOPLE = {"NLD": (528, 16_000), "MAR": (504, 30_000), "TUR": (792, 70_000)}
STOCKS = {("MAR", "NLD"): 160, ("TUR", "NLD"): 180, ("NLD", "TUR"): 9, ("TUR", "MAR"): 2, ("MAR", "TUR"): 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three countries whose populations grow by births and migration, stocks of 2010, 2015 and 2020."""
    rows = [
        (m49, area, year, f"{thousands * (1 + 0.01 * (year - 2010)):.3f}", thousands * 0.016, thousands * 0.005)
        for area, (m49, thousands) in PEOPLE.items()
        for year in range(2010, 2021)
    ]
    stocks = [
        (year, *pair, 1000 * count + 20_000 * step)
        for step, year in enumerate((2010, 2015, 2020))
        for pair, count in STOCKS.items()
    ]
    stocks += [(year, "ATL", "NLD", 7) for year in (2010, 2015, 2020)]
    for name, heads, table in (
        ("totals", "country_code,iso3,year,pop_mid_th,births_th,deaths_th", rows),
        ("stocks", "year,birth,residence,stock", stocks),
    ):
        lines = [heads, *(",".join(map(str, row)) for row in table)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = '[population]\nfile = "totals.csv"\nsource = "invented totals"\n'
    text += '[stocks]\nfile = "stocks.csv"\nsource = "invented stocks"\n'
    (tmp_path / "data.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_record_is_estimated_written_and_read_for_a_projection(folder: Path, grutto: Command) -> None:
    answer = grutto("scenario", "estimate", "--data", folder, "--output", folder / "flows", "--method", "closed")
    assert answer.code == 0, answer.err
    assert "left out: ATL; 7 migrants in 2020" in answer.err
    assert "stocks grow by" in answer.err
    flows = read_flows(folder / "flows" / "flows.csv", column="flow", source="estimate")
    assert flows.sizes == {"period": 2, "orig": 3, "dest": 3}
    stocks, totals = read_stock_record(folder)
    expected = estimate_record(stocks, totals, Choices("closed")).flows
    assert np.array_equal(flows.to_numpy(), expected.sel(orig=flows.orig, dest=flows.dest).to_numpy())
    assert (flows.sum(("orig", "dest")) > 0).all()
    lineage = json.loads((folder / "flows" / "lineage.json").read_text("utf-8"))
    assert "invented stocks; stocks.csv, sha256 " in lineage["vintage"]
    assert "method='closed'" in lineage["vintage"]
    with (folder / "flows" / "findings.csv").open(encoding="utf-8") as stream:
        assert {row["rule"] for row in csv.DictReader(stream)} >= {"world balance"}
    with pytest.raises(ScenarioError, match="name no flows"):
        read_inputs(folder, steps=0)


@pytest.mark.parametrize(
    "method", ["difference-zero", "difference-return", "open", "open-dr", "closed", "independence", "pseudo-bayes"]
)
def test_every_method_gives_whole_non_negative_flows(method: str, folder: Path) -> None:
    stocks, totals = read_stock_record(folder)
    flows = estimate_record(stocks, totals, Choices(method)).flows  # type: ignore[arg-type]
    assert (flows.to_numpy() >= 0).all()
    assert (flows.to_numpy() == np.round(flows.to_numpy())).all()
    assert flows.sum() > 0


def test_events_run_from_mid_year_to_mid_year(folder: Path) -> None:
    stocks, totals = read_stock_record(folder)
    start, end, births, deaths = tables_of(2010, stocks, totals)
    assert births.sel(country_of_residence="NLD").item() == pytest.approx(5 * 16e6 * 0.016)
    assert deaths.sel(country_of_residence="NLD").item() == pytest.approx(5 * 16e6 * 0.005)
    assert start.sum("country_of_birth").sel(country_of_residence="NLD").item() == pytest.approx(16e6)
    assert end.sum("country_of_birth").sel(country_of_residence="NLD").item() == pytest.approx(16.8e6)


@pytest.mark.parametrize(
    ("table", "old", "new", "words", "message"),
    [
        ("stocks", "2015,MAR,NLD,", "2015,MAR,NLD,-", (), "A stock is negative"),
        ("stocks", "2015,MAR,NLD,180000", "2015,MAR,NLD,99000000", (), "--negative-stock spread"),
        ("stocks", "2010,", "2011,", (), "Stocks are needed every five years"),
        ("totals", "504,MAR,2012,", "504,MAR,1912,", (), "not whole"),
        ("stocks", "year,", "jaar,", (), "lacks columns"),
    ],
)
def test_what_cannot_be_estimated_is_told_with_period_and_area(
    table: str, old: str, new: str, words: tuple[str, ...], message: str, folder: Path, grutto: Command
) -> None:
    path = folder / f"{table}.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    answer = grutto("scenario", "estimate", "--data", folder, "--output", folder / "flows", *words)
    if message == "not whole":
        assert "left out: ATL, MAR" in answer.err  # a year of its population is missing
        return
    assert answer.code == 1
    assert message in answer.err
    assert not (folder / "flows").exists()


def test_stocks_below_zero_are_spread_when_asked(folder: Path) -> None:
    path = folder / "stocks.csv"
    path.write_text(path.read_text("utf-8").replace("2015,MAR,NLD,180000", "2015,MAR,NLD,99000000"), encoding="utf-8")
    stocks, totals = read_stock_record(folder)
    with pytest.raises(ScenarioError, match=r"from 2010 to 2015.*NLD"):
        estimate_record(stocks, totals, Choices("open"))
    record = estimate_record(stocks, totals, Choices("open", negative_stock="spread"))
    assert ("negative stock", ("NLD",)) in {(finding.rule, finding.regions) for _, finding in record.findings}


def test_the_published_record_is_estimated_again(shared: Path, tmp_path: Path) -> None:
    data = shared / "data" / "migration"
    text = f'[population]\nfile = "{data}/wpp2022_totals.csv.gz"\nsource = "WPP 2022"\n'
    text += f'[stocks]\nfile = "{data}/un_stock_2020_bilateral.csv.gz"\nsource = "UN stocks 2020"\n'
    (tmp_path / "data.toml").write_text(text, encoding="utf-8")
    stocks, totals = read_stock_record(tmp_path)
    assert stocks.attrs["left_out"].startswith("CHI, VAT; ")
    with pytest.raises(ScenarioError, match=r"(?s)1990 to 1995.*isolated-area adjust") as told:
        estimate_record(stocks, totals, Choices())
    assert "CUW" in str(told.value)
    record = estimate_record(stocks.sel(year=[2015, 2020]), totals, Choices())
    published = read_flows(data / "abel_cohen_flows.csv.gz").sel(period=2015)
    areas = [area for area in record.flows.orig.to_numpy() if area in published.orig.to_numpy()]
    ours, theirs = (table.sel(orig=areas, dest=areas).to_numpy().ravel() for table in (record.flows[0], published))
    assert np.corrcoef(ours, theirs)[0, 1] >= 0.985
