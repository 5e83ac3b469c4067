"""An import takes files in one after another, though small ones are read together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document, paid

from grutto.store.releases import read_release
from grutto.tables import intake
from grutto.tables.intake import IncomingFile, current_lock, incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.store.home import Home


def _files(folder: Path, files: dict[str, str]) -> list[IncomingFile]:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content)
    return incoming_files([folder])


FILES = {
    "a.xml": document(activity("A", paid(1)), activity("B")),
    "b.xml": document(activity("C", paid(2))),
    "c.xml": "no XML",
    "d.xml": document(activity("C", paid(2))),
    "rates.csv": "Date,USD,GBP\n2010-05-01,0.5,0.8\n",
}


@pytest.mark.parametrize("together", [1, 1 << 24])
def test_each_file_is_told_in_its_order(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(intake, "TOGETHER", together)
    files = _files(tmp_path / "files", FILES)
    seen: list[str] = []
    report = take_in(home, files, seen.append)
    assert seen == [*FILES, ""]
    assert [(f.name, f.outcome) for f in report.files] == [
        ("a.xml", "new"),
        ("b.xml", "new"),
        ("c.xml", "refused"),
        ("d.xml", "same bytes"),
        ("rates.csv", "new"),
    ]
    assert [f.outcome for f in take_in(home, files).files] == [
        "unchanged",
        "unchanged",
        "refused",
        "same bytes",
        "unchanged",
    ]


@pytest.mark.parametrize("together", [1, 1 << 24])
def test_a_changed_file_tells_what_it_has_no_longer(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(intake, "TOGETHER", together)
    take_in(home, _files(tmp_path / "files", FILES))
    changed = {"a.xml": document(activity("B")), "b.xml": document(activity("D"), activity("C"), activity("E"))}
    report = take_in(home, _files(tmp_path / "files", changed))
    told = {f.name: (f.outcome, f.lost, f.shrank is not None) for f in report.files}
    assert (told["a.xml"], told["b.xml"]) == (("changed", ("A",), True), ("changed", (), False))


def test_the_same_bytes_are_refused_under_each_name(home: Home, tmp_path: Path) -> None:
    half = document(activity("A"))[:-9]
    report = take_in(home, _files(tmp_path / "files", {"a.xml": half, "b.xml": FILES["b.xml"], "c.xml": half}))
    assert [(f.name, f.error[1]) for f in report.refused] == [("a.xml", "a.xml, line 1"), ("c.xml", "c.xml, line 1")]


def test_a_file_told_twice_counts_as_it_came_last(home: Home, tmp_path: Path) -> None:
    (first,) = _files(tmp_path / "first", {"a.xml": document(activity("A"))})
    (second,) = _files(tmp_path / "second", {"a.xml": document(activity("B"))})
    report = take_in(home, [first, IncomingFile(second.path, first.address, first.name)])
    assert [(f.outcome, f.lost) for f in report.files] == [("new", ()), ("changed", ("A",))]
    (kept,) = current_lock(home).values()
    assert read_release(home).snapshots == (kept,)
    assert kept.sha256 == report.files[1].sha256
