"""A report names the code that made it: a version and a digest of the rooms it depends on."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

import grutto
from grutto.reports.code import ROOMS, code_version
from grutto.tables.extract import code_digest

SOURCE = Path(grutto.__file__).parent
AROUND = {
    "catalogue": "what pages of the site search",
    "checks": "judges files, before they are a release",
    "cli": "arguments and printing",
    "protect": "what may be published is decided before a report is made",
    "writers": "writes files of IATI and the template",
}
"""Rooms that no figure or page of a report depends on."""


def test_every_room_is_named_or_known_not_to_matter() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert set(ROOMS) | set(AROUND) == rooms
    assert not set(ROOMS) & set(AROUND)


def test_the_version_is_that_of_the_package_with_a_digest_of_its_files() -> None:
    assert re.fullmatch(re.escape(version("grutto")) + r"\+[0-9a-f]{12}", code_version())


@pytest.mark.parametrize("name", ["report.py", "report.typ", "report.html", "style.css", "nl.po", "Font.ttf"])
def test_what_changes_a_page_changes_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("grutto.tables.extract.PACKAGE", tmp_path)
    file = tmp_path / "render" / "pdf" / name
    file.parent.mkdir(parents=True)
    digests = []
    for text in ("one", "two"):
        file.write_text(text)
        digests.append(code_digest.__wrapped__("render"))
    assert digests[0] != digests[1]
