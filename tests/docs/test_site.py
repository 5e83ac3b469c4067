"""The documentation as a site: strict, searchable, and nothing in it comes from elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from shutil import copyfile, copytree
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


DESCRIBED = (
    "catalogue.entries.Activity",
    "catalogue.read.Catalogues",
    "catalogue.search.SearchQuestion",
    "charts.lines.line_chart",
    "checks.check_file",
    "checks.repair_file",
    "editions.make.make_edition",
    "editions.seal.check.check_sealed",
    "editions.seal.package.freeze",
    "frameworks.load",
    "frameworks.judgements.load_judgements",
    "library.home.OpenHome.measure",
    "library.figure.OpenFigure.trace",
    "measures.pool.Pool.session",
    "measures.question.ask",
    "measures.scope.Scope",
    "model.figure.Figure",
    "protect.publish",
    "render.csv_files.csv_files",
    "render.pdf.render",
    "tables.export.export_iati",
    "tables.intake.take_in",
)
"""Of what commands do, in the reference of the library."""


def built(project: Path, source: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of a folder as `make docs` does."""
    options = re.findall(r"/mkdocs build(.*)", (project / "Makefile").read_text("utf-8"))
    command = [sys.executable, "-m", "mkdocs", "build", *options[0].split(), "-d", str(folder)]
    return subprocess.run(
        command, cwd=source, check=False, text=True, capture_output=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    )


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it; a dead link is an error."""
    folder = tmp_path_factory.mktemp("site")
    run = built(project, project, folder)
    assert run.returncode == 0, run.stderr
    return folder / "latest"


def test_the_recomputer_is_published_and_no_other_program(project: Path, site: Path) -> None:
    [script] = site.rglob("*.py")
    assert script.read_bytes() == (project / "docs" / "recompute.py").read_bytes()


def small_project(project: Path, folder: Path) -> Path:
    """Make a project with one page, and return the page."""
    (folder / "docs").mkdir(parents=True)
    for name in ("mkdocs.yml", "pyproject.toml", "docs/versions.py"):
        copyfile(project / name, folder / name)
    page = folder / "docs" / "README.md"
    page.write_text("# Small\n", "utf-8")
    return page


@pytest.mark.parametrize("dead", ["[a page](nowhere.md)", "[a name](README.md#nowhere)", "::: small"])
def test_a_dead_link_or_a_dead_cross_reference_in_a_docstring_fails(project: Path, tmp_path: Path, dead: str) -> None:
    page = small_project(project, tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "small.py").write_text('"""See [that][small.nothing]."""\n', "utf-8")
    assert built(project, tmp_path, tmp_path / "site").returncode == 0
    page.write_text(f"# Small\n\n{dead}\n", "utf-8")
    assert built(project, tmp_path, tmp_path / "site").returncode == 1


def test_the_address_of_a_version_stays(project: Path, tmp_path: Path) -> None:
    """A page of one version is where it was when the next one is built; `latest` and the front lead to the next."""
    page, site = small_project(project, tmp_path), tmp_path / "site"
    (tmp_path / "src").mkdir()
    for version in ("1.0.0", "1.1.0"):
        page.write_text(f"# In {version}\n", "utf-8")
        (tmp_path / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n', "utf-8")
        assert built(project, tmp_path, site).returncode == 0
    titles = {name: (site / name / "index.html").read_text("utf-8") for name in ("1.0.0", "1.1.0", "latest")}
    assert {name: re.findall(r"In (\d\.\d\.\d)", text)[0] for name, text in titles.items()} == {
        "1.0.0": "1.0.0",
        "1.1.0": "1.1.0",
        "latest": "1.1.0",
    }
    assert 'url=latest/index.html"' in (site / "index.html").read_text("utf-8")


def test_the_deployment_has_the_documentation(project: Path, tmp_path: Path) -> None:
    """The container is given all that the site is built from, and serves it; so does the server of the how-to."""
    container = (project / "deploy" / "Containerfile").read_text("utf-8")
    guide = (project / "docs" / "how-to" / "install-on-a-server.md").read_text("utf-8")
    for sources, target in re.findall(r"^COPY (?!--)(.+) (\S+)$", container.partition(" AS docs")[2], re.MULTILINE):
        for source in sources.split():
            copy = copytree if (project / source).is_dir() else copyfile
            (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
            copy(project / source, tmp_path / target / source if target == "./" else tmp_path / target)
    assert built(project, tmp_path, tmp_path / "build" / "docs").returncode == 0
    places = re.findall(r"^COPY --from=docs /build/build/docs (\S+)$", container, re.MULTILINE)
    places += re.findall(r"cp -r build/docs/\. (\S+)$", guide, re.MULTILINE)
    assert places == re.findall(r"GRUTTO_DOCS=(\S+)", container + guide)
    assert len(places) == 2


def test_every_page_is_there_and_found(project: Path, site: Path) -> None:
    pages = {path.relative_to(project / "docs") for path in (project / "docs").rglob("*.md")}
    names = {str(page.with_suffix(".html")).replace("README", "index") for page in pages}
    assert names <= {str(path.relative_to(site)) for path in site.rglob("*.html")}
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert names <= {entry["location"].partition("#")[0] for entry in index["docs"]}


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = re.compile(
        r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?https?:|<link\b[^>]*rel=\"?stylesheet[^>]*https?:"
    )
    assert [path for path in site.rglob("*.html") if fetched.search(path.read_text("utf-8"))] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"url\(['\"]?https?:|@import", styles)


def test_public_modules_are_described_from_their_docstrings(site: Path) -> None:
    page = (site / "library.html").read_text("utf-8")
    for name in DESCRIBED:
        assert f'id="grutto.{name}"' in page, name
