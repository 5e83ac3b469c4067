"""A wheel of the project holds all it needs, and nothing else."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 3 << 20


@pytest.fixture(scope="module")
def held(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def _is_read(path: Path) -> bool:
    """Tell whether a file of the source is read where Grutto runs; tests read the others, or who works on it."""
    tried = path.name == "expected.csv" or path.stem == "sample" or path.name.endswith(".case.toml")
    compiled = path.suffix == ".mo" or "__pycache__" in path.parts
    return not compiled and path.name != "README.md" and not tried


def test_the_wheel_holds_what_is_read_and_no_more(project: Path, held: set[str]) -> None:
    source = project / "src"
    packages = (source / "grutto", source / "grutto_web")
    files = [path for package in packages for path in package.rglob("*") if path.is_file()]
    needed = {path.relative_to(source).as_posix() for path in files if _is_read(path)}
    assert {name for name in held if not name.partition("/")[0].endswith(".dist-info")} == needed
    for part in ("render/html/style.css", "locale/nl.po", "codelists/area.csv", "charts/static/charts.css"):
        assert f"grutto/{part}" in held


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < MOST_BYTES
