"""The documentation as a site: strict, searchable, and nothing in it comes from elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
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


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it; a dead link is an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    return folder


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
