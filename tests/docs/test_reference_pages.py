"""The reference pages are what the declarations say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grutto.cli import app
from grutto.frameworks import names
from grutto.measures import measures
from grutto.sources import sources
from grutto.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

DOCS = Path(__file__).parents[2] / "docs"
REPAIR = "run .venv/bin/python docs/generate.py and commit the pages"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made: dict[str, str] = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
    return made


def test_the_pages_are_up_to_date(pages: dict[str, str]) -> None:
    written = {path.name: path.read_text("utf-8") for path in (DOCS / "reference").glob("*.md")}
    stale = [name for name in sorted(pages.keys() | written.keys()) if pages.get(name) != written.get(name)]
    assert stale == [], REPAIR


@pytest.mark.parametrize(
    ("page", "declared"),
    [
        ("tables.md", all_tables()),
        ("measures.md", measures()),
        ("sources.md", sources()),
        ("frameworks.md", names()),
        ("command-line.md", [f"grutto {name}" for name in app if not name.startswith("-")]),
    ],
)
def test_each_declaration_has_a_heading(page: str, declared: Iterable[str], pages: dict[str, str]) -> None:
    heads = {line.lstrip("#").strip() for line in pages[page].splitlines() if line.startswith("#")}
    assert set(declared) <= heads


def test_no_machine_path_stands_in_a_page(pages: dict[str, str]) -> None:
    assert not any(str(DOCS.parent) in page for page in pages.values())


def test_no_option_has_a_flag_that_means_nothing(pages: dict[str, str]) -> None:
    flags = re.findall(r"--[a-z][a-z-]*", pages["command-line.md"])
    assert [flag for flag in flags if flag.startswith(("--empty-", "--no-"))] == []
    assert "--with" in flags
