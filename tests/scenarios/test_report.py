"""The page of a scenario: every number is a figure, and every figure names the run it comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from drawings import check_drawing
from lxml import html
from pyarrow import parquet

from grutto.content.blocks import Table
from grutto.editions.make import make_edition, write_files
from grutto.editions.order import Order, ScenarioReport
from grutto.editions.record import read_record
from grutto.errors import ScenarioError
from grutto.frameworks import load
from grutto.measures.session import open_release
from grutto.measures.trace import replay, simulation_facts
from grutto.model.figure import Simulation
from grutto.reports.context import Context
from grutto.reports.scenario.figures import Results
from grutto.reports.sections import section
from grutto.scenarios.data import World
from grutto.scenarios.drivers.declaration import scenario_named
from grutto.scenarios.effects import region_balance
from grutto.scenarios.projection.persistence import Persistence
from grutto.scenarios.result import read_result, write_result
from grutto.scenarios.running import baseline, run
from grutto.store.files import sha256_of
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    import xarray as xr

    from conftest import Command
    from grutto.model.edition import Edition
    from grutto.scenarios.projection.cohort import Demography

pytestmark = pytest.mark.xdist_group("sampler")  # it is compiled once in each worker, which takes longer than the tests

AGE_PARTS = ("population", "survival", "birth_survival", "fertility", "profile")


@pytest.fixture(scope="module")
def page(result_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    order = Order(subject=ScenarioReport(Results(read_result(result_folder))), languages=("en",))
    folder = tmp_path_factory.mktemp("page")
    write_files(make_edition(Home(tmp_path_factory.mktemp("home")), order), folder)
    return folder / "index.html"


@pytest.fixture(scope="module")
def edition(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return read_record(str(page.parent), Home(tmp_path_factory.mktemp("home")))


def test_every_figure_shown_is_in_the_record(page: Path, edition: Edition) -> None:
    root = html.document_fromstring(page.read_text("utf-8"))
    shown = {element.get("data-figure") for element in root.iter() if element.get("data-figure")}
    assert shown == {figure.id for figure in edition.figures}
    assert len(shown) == len(edition.figures) > 100
    assert edition.files["index.html"] == sha256_of(page)
    assert edition.files == {name: sha256_of(page.parent / name) for name in edition.files}


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
    assert "warmup=50" in run.model
    assert dict(run.data)["flows"] == "invented, seed 7"
    assert run.assumptions.startswith("busy-borders, sha256 ")
    file = "scenarios/busy-borders/region_balance.parquet"
    assert run.table == (file, sha256_of(result_folder / "region_balance.parquet"))
    assert edition.files[file] == run.table[1] == sha256_of(page.parent / file)
    assert dict(run.row) == {"period": "2020", "measure": "net", "region": "europe", "column": "lower_80"}
    text = html.parse(str(page.with_name("register.html"))).getroot().text_content()
    assert all(part in text for _, part in simulation_facts(run)[:2])


def test_replaying_leaves_a_simulation_as_it_stands(edition: Edition) -> None:
    figure = edition.figures[0]
    assert isinstance(figure.lineage, Simulation)
    assert replay(figure, {}, {}) == (figure.value, "")


def test_charts_have_a_period_are_described_and_keep_their_own_names(page: Path) -> None:
    root = html.document_fromstring(page.read_text("utf-8"))
    drawings = [d for d in root.iter("svg") if "chart-wide" in d.get("class", "")]
    assert [d.findtext("title") for d in drawings] == [
        "Flows between regions, persons in five years, 2020–25",
        "The largest flows between countries and areas, persons in five years, 2020–25",
        "Flows between regions, persons in five years, 2025–30",
        "The largest flows between countries and areas, persons in five years, 2025–30",
        "Immigration into Europe, persons in five years, 1990–2030",
        "Emigration from Africa, persons in five years, 1990–2030",
        "Emigration from other Asia, persons in five years, 1990–2030",
        "Emigration from the Middle East, persons in five years, 1990–2030",
        "Europe, 2030, persons by age in completed years",
        "Africa, 2030, persons by age in completed years",
    ]
    every = list(root.iter("svg"))
    assert len(every) == 2 * len(drawings), "each is drawn for a page and for a phone"
    assert len({d.get("aria-labelledby") for d in every}) == len(every)
    assert all(d.findtext("desc") for d in every)
    for drawing in every:
        check_drawing(html.tostring(drawing, encoding="unicode"))


def test_assumptions_are_told_in_words(page: Path) -> None:
    text = html.document_fromstring(page.read_text("utf-8")).xpath("string(//section[@id='assumptions'])")
    told = " ".join(str(text).split())
    assert "Legal ways: Agreed places for work, study and family." in told
    assert "Africa, Other Asia, Middle East → Europe" in told
    assert "250,000 places a year" in told
    assert "2020–30" in told
    assert "middle_east" not in told


def test_a_folder_without_a_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no scenario result"):
        read_result(tmp_path)


def test_a_progress_report_shows_the_scenarios_it_is_given(
    result_folder: Path, nl_home: Home, tmp_path: Path, grutto: Command
) -> None:
    policy = tmp_path / "policy"
    policy.mkdir()
    text = 'based_on = "nl-2008"\nsince = 2008-01-01\noutline = ["scenarios"]\n[title]\nen = "Test"\n'
    (policy / "framework.toml").write_text(text, encoding="utf-8")
    words = ["report", policy, 2010, "--home", nl_home.path, "--lang", "en", "--lang", "nl"]
    assert grutto(*words, "--output", tmp_path / "none").code == 0
    assert "No result of a scenario was given" in (tmp_path / "none" / "index.html").read_text("utf-8")
    answer = grutto(*words, "--scenario", result_folder, "--output", tmp_path / "one")
    assert answer.code == 0, answer.err
    text = (tmp_path / "one" / "index.nl.html").read_text("utf-8")
    assert "Busy borders" in text
    assert "geen feiten van dit verslag" in text
    levels = [int(tag[2]) for tag in re.findall(r"<h[1-6]", text)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    record = read_record(str(tmp_path / "one"), nl_home)
    assert record.subject.startswith("scenario busy-borders ")
    assert record.id != read_record(str(tmp_path / "none"), nl_home).id
    told = grutto("verify", tmp_path / "one", "--home", nl_home.path, "--framework", policy)
    assert (told.code, told.out) == (0, ""), told.err
    twice = grutto(*words, "--scenario", result_folder, "--scenario", result_folder, "--output", tmp_path / "two")
    assert "A scenario is given twice" in twice.err


def test_several_scenarios_stand_side_by_side(result_folder: Path, nl_home: Home, tmp_path: Path) -> None:
    first = Results(read_result(result_folder))
    second = Results(
        replace(first.written, lineage=first.written.lineage | {"scenario": "other", "scenario_title": "Other borders"})
    )
    policy = load("nl-2008")
    with open_release(nl_home, policy, "") as session:
        context = Context(session, policy, 2010, scenarios=(first, second))
        found = section("scenarios", context)
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    assert len(table.columns) == 3
    assert len(table.rows) == 6
    anchors = [part.anchor for part in found.parts] + [inner.anchor for part in found.parts for inner in part.parts]
    assert len(set(anchors)) == len(anchors) == 8


def test_areas_of_one_region_have_a_report(
    flows: xr.DataArray, population: xr.DataArray, demography: Demography, tmp_path: Path
) -> None:
    two = ["NLD", "DEU"]
    world = World(flows.sel(orig=two, dest=two), population.sel(area=two))
    ages = replace(demography, **{n: getattr(demography, n).sel(area=two) for n in AGE_PARTS})
    start = baseline(world, 1, model=Persistence(), draws=1)
    assert not region_balance(start).any()
    write_result(run(scenario_named("unchanged"), world, 1, start=start, demography=ages), tmp_path / "result")
    order = Order(subject=ScenarioReport(Results(read_result(tmp_path / "result"))), languages=("en", "nl"))
    write_files(make_edition(Home(tmp_path / "home"), order), tmp_path / "page")
    text = (tmp_path / "page" / "index.html").read_text("utf-8")
    assert "all areas of the data lie in one region" in text
    assert "Flows between regions, persons" not in text
    titles = [str(title.text) for title in html.document_fromstring(text).iter("title")]
    assert "The largest flows between countries and areas, persons in five years, 2025–30" in titles
    assert "Europe, 2030" in text
    assert "Africa, 2030" not in text
