"""One id, one content: whatever is declared anew gives a new release, in the same process and in another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grutto
from grutto.store.home import Home
from grutto.store.parquet import read_rows
from grutto.store.releases import table_path
from grutto.tables.build import ROOMS
from grutto.tables.extract import READING
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(grutto.__file__).parent
OWN = """
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
scale = 0
"""
EDITS = {
    "sources/unhcr/population/source.toml": ('licence = "', 'licence = "X'),
    "tables/columns.toml": ("type = ", "type  = "),
    "tables/derived/prelude.sql": ("", "-- edited\n"),
    "tables/common/exchange_rate.toml": ("", "# edited\n"),
    "codelists/area.csv": ("", "\n"),
    "catalogue/schema.sql": ("", "-- edited\n"),
    "locale/nl.po": ("", "# edited\n"),
    "readers/values.py": ("", "# edited\n"),
    "message.py": ("", "# edited\n"),
}
"""One file of each kind that a release is made with, and a change in it."""
IMPORT = """
import sys
from pathlib import Path
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
home, file = Home(Path(sys.argv[1])), Path(sys.argv[2])
if __name__ == "__main__":
    print(take_in(home, incoming_files([file])).release.id, flush=True)
    for line in sys.stdin:
        try:
            print(take_in(home, incoming_files([file])).release.id, flush=True)
        except Exception as error:
            print("refused", error, flush=True)
"""


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of a source of the user's own."""
    place = tmp_path / "sources" / "institute" / "refugees"
    place.mkdir(parents=True)
    (place / "source.toml").write_text(OWN, "utf-8")
    monkeypatch.setenv("GRUTTO_SOURCES", str(tmp_path / "sources"))
    file = tmp_path / "people.csv"
    file.write_text("year,from,to,people\n2010,AFG,NLD,1885\n", "utf-8")
    return file


def _declare(folder: Path, scale: int) -> None:
    text = OWN.replace("scale = 0\n", f"scale = {scale}\n")
    (folder / "sources/institute/refugees/source.toml").write_text(text, "utf-8")


def _taken(home: Home, file: Path) -> tuple[str, list[object]]:
    """Return the release that an import makes, and the values of its observations."""
    release = take_in(home, incoming_files([file])).release
    assert release
    (table,) = sorted(table_path(home, release.id, "observation").glob("*.parquet"))[-1:]
    return release.id, read_rows(table)["obs_value"].to_pylist()


def test_a_source_declared_anew_gives_another_release_in_one_process(people: Path) -> None:
    home, found = Home(people.parent / "home"), []
    for scale in (0, 3, 0):
        _declare(people.parent, scale)
        found.append(_taken(home, people))
    assert [values for _, values in found] == [[1885], [1885000], [1885]]
    assert found[0] == found[2]
    assert found[0][0] != found[1][0]


def test_a_source_declared_anew_under_way_counts_from_the_next_import(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import holds to what it read first, and its release is named by that."""
    home = Home(people.parent / "home")
    once = _taken(home, people)
    files = incoming_files([people])

    def told(_name: str) -> None:
        _declare(people.parent, 3)

    shutil.rmtree(home.path)
    release = take_in(home, files, told).release
    assert release
    assert release.id == once[0]
    assert _taken(home, people)[1] == [1885000]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a copy of the program, to be changed."""
    shutil.copytree(PACKAGE, tmp_path / "program" / "grutto", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "program"


@pytest.fixture
def running(program: Path, people: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield a process that imports once, and again for each line that it is sent."""
    with _started(program, people) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]
        process.wait(60)


def _started(program: Path, file: Path) -> subprocess.Popen[str]:
    home = file.parent / "home"
    environment = os.environ | {"PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", IMPORT, str(home), str(file)]
    return subprocess.Popen(command, env=environment, stdin=-1, stdout=-1, text=True)


def _id_of_another_process(program: Path, file: Path) -> str:
    with _started(program, file) as process:
        return process.communicate("", timeout=120)[0].strip()


@pytest.mark.parametrize("name", EDITS)
def test_a_file_of_the_program_edited_gives_another_release_or_none(
    program: Path, people: Path, running: subprocess.Popen[str], name: str
) -> None:
    """The process that began with other files makes nothing; one that begins with these makes another release."""
    assert running.stdin
    assert running.stdout
    before = running.stdout.readline().strip()
    assert before == _id_of_another_process(program, people)
    old, new = EDITS[name]
    path = program / "grutto" / name
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new) if old else text + new, "utf-8")
    running.stdin.write("again\n")
    running.stdin.flush()
    assert "refused Grutto was changed while it runs" in running.stdout.readline()
    assert _id_of_another_process(program, people) not in {before, ""}


def _loaded(*modules: str) -> set[str]:
    """Return the files of the package that are loaded with modules."""
    text = (
        "import importlib, pkgutil, sys, grutto.readers\n"
        f"names = {modules!r} or [m.name for m in pkgutil.walk_packages(grutto.readers.__path__, 'grutto.readers.')]\n"
        "for name in names: importlib.import_module(name)\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('grutto') and m.__file__))\n"
    )
    found = subprocess.run([sys.executable, "-c", text], check=True, capture_output=True, text=True).stdout.split()
    return {Path(path).relative_to(PACKAGE).as_posix() for path in found}


@pytest.mark.parametrize(
    ("rooms", "modules"), [(READING, ()), (READING, ("grutto.tables.reading",)), (ROOMS, ("grutto.tables.build",))]
)
def test_all_that_is_loaded_is_in_the_digest(rooms: tuple[str, ...], modules: tuple[str, ...]) -> None:
    only_starts = {"__init__.py", "extras.py"}
    outside = {name for name in _loaded(*modules) - only_starts if not name.startswith(rooms)}
    assert not outside
