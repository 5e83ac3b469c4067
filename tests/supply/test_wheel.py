"""A wheel of the project holds all it needs, and works in an environment where nothing else of the project is."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it with the build tool of the lock, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of a new environment: the wheel, and by path the packages that Grutto needs."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    programs = folder / "bin"
    pip = [str(programs / "python"), "-m", "pip", "install", "-q", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib"))
    return programs


def test_the_wheel_holds_what_is_no_python(project: Path, wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    source = project / "src"
    needed = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".mo"} and "__pycache__" not in path.parts
    }
    assert needed - held == set()
    for part in ("render/html/style.css", "locale/nl.po", "codelists/area.csv", "charts/static/charts.css"):
        assert f"grutto/{part}" in held
    assert not [name for name in held if name.startswith("tests/")]


def test_it_imports_and_reports(project: Path, environment: Path, tmp_path: Path) -> None:
    grutto = str(environment / "grutto")
    home = ["--home", str(tmp_path / "home")]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTHON", "GRUTTO"))}

    def run(*words: str) -> str:
        done = subprocess.run([grutto, *words], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [
        str(environment / "python"),
        "-c",
        "import grutto, grutto_web; print(grutto.__file__, grutto_web.__file__)",
    ]
    places = subprocess.run(where, cwd=tmp_path, env=clean, check=True, capture_output=True, text=True).stdout
    assert str(project / "src") not in places
    assert run("--version").strip() == tomllib.loads((project / "pyproject.toml").read_text())["project"]["version"]
    run("import", str(project / "examples" / "nl-2010" / "activities" / "return.xml"), *home)
    run("report", "nl-2008", "2010", *home, "--lang", "nl", "--output", str(tmp_path / "pages"))
    assert '<html lang="nl"' in (tmp_path / "pages" / "index.html").read_text("utf-8")
    run("manage", *home, "check")
