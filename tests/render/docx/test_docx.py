"""The report as a Word document: the same content gives the same bytes, whenever it is written."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from small_content import FIGURES, TITLE, content_of, registered

from grutto.content.blocks import Heading
from grutto.render.docx import DATE, render, without_times

REGISTER = tuple(registered(number, figure) for number, figure in enumerate(FIGURES, start=1))
CONTENT = content_of(Heading(TITLE), register=REGISTER)


@pytest.fixture(scope="module")
def document() -> bytes:
    """A heading with three figures in the register, as a document."""
    return render(CONTENT)


def test_the_same_content_gives_the_same_bytes_and_no_file_within_has_a_day(document: bytes) -> None:
    assert render(CONTENT) == document
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert {part.date_time for part in archive.infolist()} == {DATE}


def test_the_register_is_an_annex_with_every_figure(document: bytes) -> None:
    opened = docx.Document(io.BytesIO(document))
    text = "\n".join([p.text for p in opened.paragraphs] + [c.text for t in opened.tables for c in t._cells])
    assert all(f"Name {number}" in text for number in (1, 2, 3))


def test_what_stands_in_the_files_within_is_left_as_it_was() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.xml", (2026, 1, 2, 3, 4, 6)), b"<a/>")
    with zipfile.ZipFile(io.BytesIO(without_times(out.getvalue()))) as archive:
        assert (archive.namelist(), archive.read("a.xml")) == (["a.xml"], b"<a/>")
