"""The program that makes something is one version throughout: its digest is of the files that it began with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import StoreError
from grutto.store import program
from grutto.store.program import code_digest, require_unchanged

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a room of another program, with one file."""
    folder = tmp_path / "render" / "pdf"
    folder.mkdir(parents=True)
    (folder / "one.toml").write_text("one = 1")
    monkeypatch.setattr(program, "PACKAGE", tmp_path)
    _begin(monkeypatch)
    return folder


def _begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin again, with the files as they are now."""
    monkeypatch.setattr(program, "_BEGAN_WITH", program._stamps())
    program._digest.cache_clear()


@pytest.mark.parametrize("name", ["report.py", "report.typ", "report.html", "style.css", "nl.po", "Font.ttf"])
def test_what_changes_a_page_changes_the_digest(room: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    digests = []
    for text in ("one", "two"):
        (room / name).write_text(text)
        _begin(monkeypatch)
        digests.append(code_digest("render"))
    assert digests[0] != digests[1]


def test_what_only_tests_read_does_not_count(room: Path) -> None:
    before = code_digest("render")
    (room / "a.case.toml").write_text("case = 1")
    program._digest.cache_clear()
    assert code_digest("render") == before


def test_a_single_file_has_a_digest_too(room: Path) -> None:
    assert code_digest("render/pdf/one.toml") == code_digest("render")


@pytest.mark.parametrize("change", ["changed", "added", "removed"])
def test_a_program_that_was_changed_under_way_makes_nothing(room: Path, change: str) -> None:
    require_unchanged()
    if change == "removed":
        (room / "one.toml").unlink()
    else:
        (room / ("one.toml" if change == "changed" else "two.toml")).write_text("two = 22")
    with pytest.raises(StoreError, match="was changed while it runs") as caught:
        code_digest("render")
    assert ("two" if change == "added" else "one") in str(caught.value.where)
