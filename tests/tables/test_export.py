"""A release written back as IATI: what counts, once, from the tables alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from iati_samples import activity, wrapped
from lxml import etree

from grutto.errors import UnknownNameError
from grutto.store.home import Home
from grutto.tables.export import export_file, export_iati
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path


def title(text: str) -> str:
    return f"<title><narrative>{text}</narrative></title>"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    old = activity(title("Old"), "B", 'last-updated-datetime="2020-01-01T00:00:00Z"')
    new = activity(title("New"), "B", 'last-updated-datetime="2024-01-01T00:00:00Z"')
    (tmp_path / "one.xml").write_text(wrapped(old + activity(title("Other"), "A")), "utf-8")
    (tmp_path / "two.xml").write_text(wrapped(new), "utf-8")
    home = Home(tmp_path / "home")
    take_in(home, incoming_files([tmp_path / "one.xml", tmp_path / "two.xml"]))
    return home


def test_an_activity_in_two_files_is_written_once(home: Home) -> None:
    stream = io.BytesIO()
    assert export_iati(home, home.current(), stream).records == 2
    root = etree.fromstring(stream.getvalue())
    assert [a.findtext("iati-identifier") for a in root] == ["A", "B"]
    assert [a.findtext("title/narrative") for a in root] == ["Other", "New"]


def test_a_selection_by_identifier(home: Home) -> None:
    stream = io.BytesIO()
    assert export_iati(home, home.current(), stream, ["A"]).records == 1
    with pytest.raises(UnknownNameError, match="no activity C"):
        export_iati(home, home.current(), stream, ["A", "C"])


def test_a_file_is_there_as_a_whole_or_not_at_all_and_told_what_it_lacks(home: Home, tmp_path: Path) -> None:
    output = tmp_path / "out" / "written.xml"
    export = export_file(home, home.current(), output, ["A"])
    stream = io.BytesIO()
    export_iati(home, home.current(), stream, ["A"])
    assert output.read_bytes() == stream.getvalue()
    assert export.records == 1
    lacking = [f for f in export.findings if f.code.startswith("schema.")]
    assert {f.iati_identifier for f in lacking} == {"A"}
    assert {f.file for f in lacking} == {"written.xml"}
    assert any("reporting-org" in f.message for f in lacking)
    with pytest.raises(UnknownNameError):
        export_file(home, home.current(), output, ["C"])
    assert output.read_bytes() == stream.getvalue()
    assert [path.name for path in output.parent.iterdir()] == ["written.xml"]
