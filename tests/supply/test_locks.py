"""What a running Grutto consists of: locked, hashed, licensed, listed; nothing that only development needs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MAY_RUN = ("MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "MPL", "Mozilla", "LGPL", "EUPL", "0BSD")
"""Licences that fit the EUPL 1.2: permissive, or a share-alike that stays with its own files or library."""
LOOKED_UP = {"resvg_py": "MIT", "resvg-py": "MIT"}
"""Licences that stand in the package's own file only, read by a person."""
NOT_TO_RUN = re.compile(r"^(ipython|jupyter|notebook|matplotlib|seaborn|great-tables|nokap|playwright|selenium|pytest)")


def locked(path: Path) -> dict[str, str]:
    """Return each package of a lock with its version."""
    return dict(re.findall(r"^([a-z0-9][\w.-]*)(?:\[[^]]*\])?==(\S+)", path.read_text(), re.M))


@pytest.fixture(scope="module")
def run(project: Path) -> dict[str, str]:
    """The lock of what runs."""
    return locked(project / "requirements" / "run.txt")


@pytest.mark.parametrize("name", ["run", "demo"])
def test_what_runs_is_part_of_what_is_tested(project: Path, name: str) -> None:
    """The same versions, so that the tests speak of what is installed."""
    dev, part = (locked(project / "requirements" / f"{lock}.txt") for lock in ("dev", name))
    assert part
    assert {package: dev.get(package) for package in part} == part


def test_the_demo_needs_nothing_that_weighs(project: Path) -> None:
    """Models, tests and distributed engines stay out: the environment was 2.3 GB, and is 0.9."""
    assert (
        locked(project / "requirements" / "demo.txt").keys().isdisjoint({"jax", "llvmlite", "pysail", "pyspark-client"})
    )


@pytest.mark.parametrize("name", ["run", "demo", "dev", "uv"])
def test_every_package_has_a_hash_and_no_host_is_named(project: Path, name: str) -> None:
    """A package that was changed on the way is refused; where it comes from is the reader's choice."""
    text = (project / "requirements" / f"{name}.txt").read_text()
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", text) if "==" in entry]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_what_builds_the_package_is_locked(project: Path) -> None:
    """The build runs with the version that has a hash in the lock."""
    declared = tomllib.loads((project / "pyproject.toml").read_text())["build-system"]["requires"]
    dev = locked(project / "requirements" / "dev.txt")
    assert declared == [f"hatchling=={dev['hatchling']}"]


def test_nothing_runs_that_only_development_needs(run: dict[str, str]) -> None:
    """No notebook, no plotting stack, no browser starter."""
    assert [name for name in run if NOT_TO_RUN.match(name)] == []


def licence_of(name: str) -> str:
    """Return the licence of an installed package as it says itself."""
    facts = metadata.metadata(name)
    classifiers = [one.rsplit(" :: ", 1)[-1] for one in facts.get_all("Classifier") or [] if one.startswith("License")]
    return (
        LOOKED_UP.get(name) or facts.get("License-Expression") or "; ".join(classifiers) or facts.get("License") or ""
    )


def test_every_licence_fits_ours(run: dict[str, str]) -> None:
    """A package with another licence, or without one, needs a decision first."""
    here = {one.metadata["Name"].lower().replace("_", "-") for one in metadata.distributions()}
    wrong = {name: licence_of(name) for name in run if name in here and not _fits(licence_of(name))}
    assert wrong == {}


def _fits(licence: str) -> bool:
    return any(word in licence for word in MAY_RUN) and not re.search(r"(?<!L)GPL|AGPL|AFFERO", licence, re.I)


def test_the_bill_of_materials_lists_what_runs(project: Path, run: dict[str, str], tmp_path: Path) -> None:
    """CycloneDX, made by `make sbom`."""
    path = tmp_path / "sbom.json"
    subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "-o", path, "run.txt"],
        cwd=project / "requirements",
        check=True,
        capture_output=True,
    )
    listed = {one["name"].lower(): one["version"] for one in json.loads(path.read_text())["components"]}
    assert listed == run
