"""Sources of the user's own: used, tried, and missed without blocking an import."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grutto.cli import app
from grutto.sources import recognise, sources
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

DECLARED = """
title = "Refugees, as an institute counts them"
publisher = "Institute"
licence = "CC0-1.0"
citation = "Institute"
reader = "table"
recognise = '^year,from,to,people'

[observations]
time = "year"
ref_area = "to"
counterpart = "from"

[[observations.value]]
field = "people"
indicator = "refugees"
unit = "person"
stock_flow = "stock"
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    place = folder / "institute/refugees"
    place.mkdir(parents=True)
    (place / "source.toml").write_text(DECLARED, "utf-8")
    (tmp_path / "people.csv").write_text("year,from,to,people\n2010,AFG,NLD,120\n", "utf-8")
    monkeypatch.setenv("GRUTTO_SOURCES", str(folder))
    return folder


def test_a_source_of_the_users_own_is_known(own: Path) -> None:
    assert recognise(own.parent / "people.csv").name == "institute/refugees"
    assert "unhcr/population" in sources()


@pytest.mark.parametrize("named", ["option", "environment"])
def test_one_in_the_data_folder_is_known(
    named: str, tmp_path: Path, grutto: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the command, and to the readers that it starts; another data folder has others."""
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "people.csv"
    place = home / "sources" / "institute" / "refugees"
    place.mkdir(parents=True)
    (place / "source.toml").write_text(DECLARED, "utf-8")
    file.write_text("year,from,to,people\n2010,AFG,NLD,120\n", "utf-8")
    if named == "environment":
        monkeypatch.setenv("GRUTTO_HOME", str(home))
    answer = grutto("import", file, *(("--home", home) if named == "option" else ()))
    assert answer.code == 0, answer.err
    assert answer.out.split("\t")[:3] == ["new", "people.csv", "1 row"]
    assert "of no known kind" in grutto("import", file, "--home", other).err


def test_what_would_be_read_is_shown(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app(["source", "try", str(own.parent / "people.csv")], result_action="return_value")
    shown = capsys.readouterr().out
    assert "institute/refugees: 1 number of the data flow institute/refugees" in shown
    assert "line 2\trefugees\tNLD\tAFG\t2010\tall together\tall together\tall together\t120" in shown


def test_a_removed_source_does_not_block_imports(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(own.parent / "home")
    take_in(home, incoming_files([own.parent / "people.csv"]))
    shutil.rmtree(own)
    monkeypatch.setenv("GRUTTO_SOURCES", str(own.parent / "elsewhere"))
    other = own.parent / "population.csv"
    other.write_text("Year,Country of origin (ISO),Country of asylum (ISO),Asylum-seekers\n2010,AFG,NLD,7\n", "utf-8")
    report = take_in(home, incoming_files([other]))
    assert [(f.name, f.outcome) for f in report.files] == [("people.csv", "set aside"), ("population.csv", "new")]
    assert report.files[0].error[0] == "There is no source “institute/refugees”"
    assert report.release
    assert [s.name for s in report.release.snapshots] == ["population.csv"]
