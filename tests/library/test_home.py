"""A data folder that was opened: the same answers and errors as the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import grutto as library
from grutto.errors import StoreError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.library.home import OpenHome
    from grutto.model.figure import Scalar
    from grutto.store.home import Home


@pytest.fixture
def opened(nl_home: Home) -> OpenHome:
    return library.open(nl_home.path)


def test_files_are_taken_in_and_make_a_release(project: Path, tmp_path: Path) -> None:
    home = library.open(tmp_path / "data")
    with pytest.raises(StoreError, match="There is no release yet"):
        home.measure("activities")
    report = home.take_in(project / "examples" / "nl-2010" / "activities" / "hrt.xml")
    assert [file.outcome for file in report.files] == ["new"]
    assert home.release == report.release
    assert [release.id for release in home.releases] == [home.release.id]
    assert home.path == tmp_path / "data"
    assert str(home.path) in repr(home)


def test_the_folder_of_the_environment_is_opened(nl_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRUTTO_HOME", str(nl_home.path))
    assert library.open().path == nl_home.path


def test_a_measure_is_that_of_the_command(opened: OpenHome, grutto: Command) -> None:
    answer = opened.measure("activities", by=["priority"], framework="nl-2008")
    command = ("measure", "activities", "--by", "priority", "--framework", "nl-2008", "--format", "json")
    printed = json.loads(grutto(*command, "--home", opened.path).out)
    assert [(row["priority"], row["figure"]) for row in answer] == [(row["priority"], row["figure"]) for row in printed]
    assert sum(row["value"] for row in answer) == 26
    assert [figure.id for figure in answer.figures] == [row["figure"] for row in answer]


@pytest.mark.parametrize(
    ("where", "count"),
    [({"year": 2010}, 1), ({"year": "2010"}, 1), ({"year": None}, 0)],
)
def test_a_condition_is_a_value_or_its_text(where: dict[str, Scalar], count: int, opened: OpenHome) -> None:
    assert len(opened.measure("active", where=where)) == count


def test_measures_are_listed(opened: OpenHome) -> None:
    (spent,) = (row for row in opened.measures if row["measure"] == "spent")
    assert spent["unit"] == "EUR"
    assert "year" in spent["dimensions"].split(",")


def test_errors_say_what_and_how_to_mend_it(opened: OpenHome, grutto: Command) -> None:
    with pytest.raises(library.GruttoError) as refused:
        opened.measure("spending")
    assert isinstance(refused.value, UnknownNameError)
    printed = grutto("measure", "spending", "--home", opened.path).err
    assert refused.value.what in printed
    assert refused.value.repair.split(",")[0] in printed


def test_a_figure_stays_that_of_its_release(opened: OpenHome) -> None:
    figure = opened.figure("actual", {"indicator": "hrt-returnees", "year": 2010}, release=opened.release.id)
    assert (figure.value, len(figure.trace())) == (Decimal(1160), 1)


def test_a_chain_that_nobody_names_is_refused(opened: OpenHome) -> None:
    with pytest.raises(UnknownNameError, match="No row names money"):
        opened.chain("XM-DAC-7-nl2010-hrt")


def test_editions_are_listed_and_verified(project: Path, tmp_path: Path) -> None:
    home = library.open(tmp_path / "data")
    home.take_in(project / "examples" / "nl-2010" / "activities", project / "examples" / "nl-2010" / "statistics")
    first = home.report("nl-2008", 2010, languages="en")
    second = home.profile("AFG", as_seen_from="NL", year=2010, languages="en")
    assert [edition.id for edition in home.editions] == [first.id, second.id]
    assert home.edition().id == second.id
    assert home.verify(first.id).differences == home.verify().differences == ()
    rows = home.profile_rows("AF", as_seen_from="NLD", year=2010)
    assert {row["figure"] for row in rows} == {figure.id for figure in second.figures}


def test_the_report_of_a_chain_and_of_a_scenario_is_an_edition(tmp_path: Path) -> None:
    home = library.open(tmp_path / "data")
    with pytest.raises(StoreError, match="There is no release yet"):
        home.chain_report("XM-DAC-7-nl2010-hrt", framework="nl-2008")
    with pytest.raises(library.GruttoError):
        home.scenario_report(tmp_path)
