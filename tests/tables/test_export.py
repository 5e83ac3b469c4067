"""A release written back as IATI: what counts, once, from the tables alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from iati_samples import activity, wrapped
from lxml import etree

from grutto.errors import UnknownNameError
from grutto.store.home import Home
from grutto.tables.export import export_iati
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
