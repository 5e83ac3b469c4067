"""The page of a scenario: every number is a figure, and every figure names the run it comes from."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from lxml import html
from pyarrow import parquet

from grutto.errors import ScenarioError
from grutto.measures.trace import replay, simulation_facts
from grutto.model.figure import Simulation
from grutto.reports.record import read_record
from grutto.reports.scenario import write_scenario_report
from grutto.reports.scenario.figures import rounded
from grutto.store.files import sha256_of
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.edition import Edition
    from grutto.store.engine import Engine


@pytest.fixture(scope="module")
def page(result_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = write_scenario_report(result_folder, tmp_path_factory.mktemp("page"), ("en",))
    assert [path.name for path in written] == ["index.html", "edition.json"]
    return written[0]


@pytest.fixture(scope="module")
def edition(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return read_record(str(page.parent), Home(tmp_path_factory.mktemp("home")))


def test_every_figure_shown_is_in_the_record(page: Path, edition: Edition) -> None:
    root = html.document_fromstring(page.read_text("utf-8"))
    shown = {element.get("data-figure") for element in root.iter() if element.get("data-figure")}
    assert shown == {figure.id for figure in edition.figures}
    assert len(shown) == len(edition.figures) > 100
    assert edition.pages["index.html"] == sha256_of(page)
    assert edition.pages == {name: sha256_of(page.parent / name) for name in edition.pages}


def test_a_figure_is_the_number_of_its_table_and_names_its_run(
    result_folder: Path, page: Path, edition: Edition
) -> None:
    start = "busy-borders.region_balance.measure-net.period-2020.region-europe.value-lower-80-"
    (figure,) = [f for f in edition.figures if f.id.startswith(start)]
    table = parquet.read_table(result_folder / "region_balance.parquet").to_pylist()
    rows = [r for r in table if (r["period"], r["measure"], r["region"]) == (2020, "net", "europe")]
    assert figure.value == Decimal(round(rows[0]["lower_80"]))
    run = figure.lineage
    assert isinstance(run, Simulation)
    assert run.seed == 11
    assert "warmup=80" in run.model
    assert dict(run.data)["flows"] == "invented, seed 7"
    assert run.assumptions.startswith("busy-borders, sha256 ")
    assert run.table == ("region_balance.parquet", sha256_of(result_folder / "region_balance.parquet"))
    assert dict(run.row) == {"period": "2020", "measure": "net", "region": "europe", "column": "lower_80"}
    text = page.read_text("utf-8")
    assert all(part in text for _, part in simulation_facts(run)[:2])


def test_replaying_leaves_a_simulation_as_it_stands(edition: Edition) -> None:
    figure = edition.figures[0]
    assert isinstance(figure.lineage, Simulation)
    assert replay(cast("Engine", None), figure, {}) == (figure.value, "")


def test_charts_are_described_and_keep_their_own_names(page: Path) -> None:
    text = page.read_text("utf-8")
    titles = re.findall(r'<title id="title-(\w+)">([^<]+)</title>', text)
    assert [title for _, title in titles] == [
        "Flows between regions, 2025–30",
        "The largest flows between countries and areas, 2025–30",
        "Immigration into Europe",
        "Emigration from Africa",
        "Emigration from other Asia",
        "Emigration from the Middle East",
        "Europe, 2030",
        "Africa, 2030",
    ]
    assert len({key for key, _ in titles}) == len(titles)
    assert text.count('role="img"') == len(titles) == text.count("<desc id=")


def test_numbers_are_rounded_by_what_they_count() -> None:
    assert rounded(1234.56, "persons per period") == Decimal(1235)
    assert rounded(0.90909, "factor on flows") == Decimal("0.909")
    assert rounded(56.78, "per 100 of working age") == Decimal("56.8")


def test_a_folder_without_a_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no scenario result"):
        write_scenario_report(tmp_path, tmp_path / "page", ("en",))
