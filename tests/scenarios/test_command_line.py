"""The scenario commands, as a user types them, on small invented files."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from grutto.cli import main
from grutto.scenarios.drivers.declaration import declared_in, scenario_named
from grutto.scenarios.projection import autoregressive
from grutto.scenarios.projection.convergence import Limits, require_convergence
from grutto.scenarios.result import sha256_of_scenario
from grutto.scenarios.running import baseline, run
from grutto.scenarios.sources import read_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Command
    from grutto.scenarios.projection.autoregressive import Autoregression

pytestmark = pytest.mark.xdist_group("sampler")  # it is compiled once in each worker, which takes longer than the tests

LOOSE = Limits(rhat=2.0, effective=4.0, divergent=1.0)
SIZE = ["--draws", "12", "--warmup", "50", "--samples", "30"]


@pytest.fixture(autouse=True, scope="module")
def short_chains() -> Iterator[None]:
    """Accept short chains for this page; that long ones are checked is tested with the sampler."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(autoregressive, "require_convergence", lambda found, _: require_convergence(found, LOOSE))
        yield


def typed(*words: object) -> int:
    """Run the command line in this process, where the sampler is compiled already; return its exit code."""
    try:
        main(["scenario", *map(str, words)])
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


@pytest.fixture(scope="module")
def result(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "result"
    assert typed("run", "busy-borders", "--data", data_folder, "--seed", 11, "--output", folder, *SIZE) == 0
    return folder


def test_run_writes_what_the_library_gives(result: Path, data_folder: Path, small: Autoregression) -> None:
    inputs = read_inputs(data_folder, steps=2)
    start = baseline(inputs.world, 11, model=small, draws=12)
    expected = run(scenario_named("busy-borders"), inputs.world, 11, start=start, demography=inputs.demography)
    table = parquet.read_table(result / "region_balance.parquet")
    rows = {(row["period"], row["measure"], row["region"]): row for row in table.to_pylist()}
    draws = expected.effects["region_balance"].sel(period=2025, measure="net", region="europe").to_numpy()
    assert rows[2025, "net", "europe"]["median"] == pytest.approx(float(np.median(draws)))
    lineage = json.loads(table.schema.metadata[b"grutto"])
    assert lineage == json.loads((result / "lineage.json").read_text("utf-8"))
    assert lineage["seed"] == "11"
    assert lineage["vintage_demography"].startswith("invented demography; demography.csv, sha256 ")
    names = {path.stem for path in result.glob("*.parquet")}
    assert names >= {"flows", "remittances", "population", "births", "assumptions", "observed_region_balance"}


def test_broken_run_goes_on_in_the_folder_named(data_folder: Path, tmp_path: Path) -> None:
    words = ["run", "unchanged", "--data", data_folder, "--seed", 3, *SIZE, "--resume", tmp_path / "kept"]
    assert typed(*words, "--output", tmp_path / "a", "--format", "csv") == 0
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").glob("*.npy")}
    assert kept
    assert typed(*words, "--output", tmp_path / "b", "--format", "csv", "--engine", "threading", "--jobs", 2) == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "kept").glob("*.npy")} == kept
    assert (tmp_path / "a" / "flows.csv").read_bytes() == (tmp_path / "b" / "flows.csv").read_bytes()
    assert (tmp_path / "b" / "assumptions.csv").read_text("utf-8").count("\n") == 1  # nothing assumed: headings only


def test_compare_sets_scenarios_side_by_side(data_folder: Path, tmp_path: Path) -> None:
    words = ["compare", "unchanged", "busy-borders", "--data", data_folder, "--seed", 11, *SIZE]
    assert typed(*words, "--output", tmp_path, "--format", "csv") == 0
    rows = arrow_csv.read_csv(tmp_path / "comparison.csv").to_pylist()
    medians = {
        (row["scenario"], row["period"], row["measure"], row["region"]): row
        for row in rows
        if row["statistic"] == "median"
    }
    reference = medians["unchanged", 2020, "immigration", "europe"]
    changed = medians["busy-borders", 2020, "immigration", "europe"]
    assert reference["difference"] == 0
    assert changed["difference"] != 0
    assert changed["level"] > 0
    assert (tmp_path / "busy-borders" / "flows.csv").is_file()
    by_area = arrow_csv.read_csv(tmp_path / "comparison_areas.csv").to_pylist()
    assert {row["area"] for row in by_area} >= {"NLD", "MAR"}
    assert (tmp_path / "comparison_remittances.csv").is_file()


def test_validate_prints_scores_and_fails_on_a_missed_bar(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["validate", "--data", data_folder / "longer.toml", "--seed", 2, *SIZE, "--leave-out", "USA"]
    code = typed(*words, "--strict", "--output", tmp_path)
    printed = capsys.readouterr()
    cards = list(csv.DictReader(printed.out.splitlines()))
    assert cards[0]["model"] == "persistence"
    assert {card["corridors"] for card in cards} == {"72"}
    assert (tmp_path / "scores.csv").read_text("utf-8") == printed.out
    assert "citizenship" in (tmp_path / "reported.csv").read_text("utf-8")
    assert code == (1 if "Bar missed" in printed.err else 0)
    assert "persistence does NOT beat" in printed.err or "persistence is no better" in printed.err
    assert "pseudo-out-of-sample" in printed.err
    assert {card["model"] for card in cards} >= {"√(last × previous)", "rate × shares"}
    assert float(cards[-1]["largest_rhat"]) > 0.9


@pytest.fixture(scope="module")
def page(result: Path) -> Path:
    folder = result.parent / "page"
    assert typed("report", result, "--output", folder) == 0
    return folder


def test_a_figure_of_a_scenario_is_taken_apart(page: Path, grutto: Command) -> None:
    answer = grutto("trace", 1, "--edition", page, "--format", "json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    (origin,) = told["from"]
    assert origin["seed"] == "11"
    assert "warmup=50" in origin["model"]
    assert origin["data: flows"].startswith("invented flows; flows.csv, sha256 ")
    assert origin["table"].startswith("scenarios/busy-borders/assumptions.parquet, sha256 ")
    assert origin["value in the table"] == "1.3 factor on flows"
    assert float(told["value"]) == 1.3
    assert "value in the table" in grutto("trace", 1, "--edition", page).out


def test_the_report_of_a_scenario_holds_and_can_be_run_again(page: Path, data_folder: Path, grutto: Command) -> None:
    answer = grutto("verify", page, "--scenario-data", data_folder, "--again")
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert "Computed by a model: " in answer.err
    (kept,) = [folder for folder in (page / "scenarios").iterdir() if folder.is_dir()]
    assert sha256_of_scenario(declared_in(kept / "scenario.json")) == sha256_of_scenario(scenario_named("busy-borders"))


def test_what_a_scenario_no_longer_follows_from_is_named(
    page: Path, data_folder: Path, tmp_path: Path, grutto: Command
) -> None:
    shutil.copytree(data_folder, tmp_path / "data")
    flows = tmp_path / "data" / "flows.csv"
    flows.write_text(flows.read_text("utf-8").replace("1990,NLD,DEU,", "1990,NLD,DEU,1"), "utf-8")
    answer = grutto("verify", page, "--scenario-data", tmp_path / "data", "--again")
    assert answer.code == 1
    assert "its data on flows were invented flows; flows.csv, sha256 " in answer.out
    assert " of flows differ when computed again" in answer.out
    shutil.copytree(page, tmp_path / "page")
    kept = tmp_path / "page" / "scenarios" / "busy-borders"
    said = kept / "scenario.json"
    said.write_text(said.read_text("utf-8").replace('"moderate"', '"strong"'), "utf-8")
    answer = grutto("verify", tmp_path / "page", "--scenario-data", data_folder)
    assert "the assumptions beside the tables are not those that the figures rest on" in answer.out
    (kept / "region_balance.parquet").unlink()
    answer = grutto("verify", tmp_path / "page")
    assert "region_balance.parquet: the file is missing" in answer.out
    assert "The table of a figure is missing or was changed" in answer.out
    shutil.rmtree(kept)
    assert "There is no scenario result here" in grutto("verify", tmp_path / "page").out
    assert "--scenario-data" in grutto("verify", page, "--again").err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "atlantis"), "There is no scenario “atlantis”"),
        (("run", "nowhere.toml"), "There is no such file"),
        (("compare", "unchanged"), "A comparison needs two scenarios"),
        (("run", "unchanged", "--engine", "dask"), "needs the address of its scheduler"),
        (("run", "unchanged", "--steps", "9"), "at the start of 2035"),
    ],
)
def test_what_cannot_be_run_is_told(
    words: tuple[str, ...], message: str, data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(*words, "--data", data_folder, "--seed", 1, *SIZE, "--output", tmp_path / "none") == 1
    told = capsys.readouterr().err
    assert message in told
    assert "Repair:" in told or "Where:" in told
    assert not (tmp_path / "none" / "flows.parquet").exists()


def test_missing_data_is_told_by_the_program_itself(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("grutto")
    words: list[str | Path] = [program, "scenario", "run", "unchanged", "--data", tmp_path, "--seed", "1"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "There is no such file" in done.stderr
    assert "data.toml" in done.stderr
    assert "Traceback" not in done.stderr
