"""Footnotes in the package of a Word document; what LibreOffice makes of them is looked at by hand."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from grutto.render.docx.footnotes import Footnotes
from grutto.render.docx.styles import new_document


def saved(document: Any) -> zipfile.ZipFile:
    """Return the package of a document."""
    out = io.BytesIO()
    document.save(out)
    assert docx.Document(io.BytesIO(out.getvalue())).paragraphs
    return zipfile.ZipFile(io.BytesIO(out.getvalue()))


def test_footnotes_are_a_part_that_the_text_refers_to() -> None:
    """Numbers agree, the type of the part is told, the settings name the lines above, and markup in a text is text."""
    document, notes = new_document("en"), Footnotes()
    for text in ("Budget <2020>", "Note & more"):
        document.add_paragraph("Stated")._p.append(notes.add(text))
    notes.attach(document)
    with saved(document) as package:
        found = etree.fromstring(package.read("word/footnotes.xml"))
        told = {note.get(qn("w:id")): "".join(t.text or "" for t in note.iter(qn("w:t"))).strip() for note in found}
        body = etree.fromstring(package.read("word/document.xml"))
        settings = etree.fromstring(package.read("word/settings.xml"))
        assert b"footnotes+xml" in package.read("[Content_Types].xml")
        assert b"footnotes.xml" in package.read("word/_rels/document.xml.rels")
        styles = package.read("word/styles.xml")
    assert told == {"-1": "", "0": "", "1": "Budget <2020>", "2": "Note & more"}
    assert [mark.get(qn("w:id")) for mark in body.iter(qn("w:footnoteReference"))] == ["1", "2"]
    assert [note.get(qn("w:id")) for note in settings.iter(qn("w:footnote"))] == ["-1", "0"]
    assert all(f'w:styleId="{name}"'.encode() in styles for name in ("FootnoteText", "FootnoteReference"))


def test_a_document_without_footnotes_has_no_such_part() -> None:
    """Word would mend it on opening."""
    document = new_document("nl")
    document.add_paragraph("Nothing is stated")
    Footnotes().attach(document)
    with saved(document) as package:
        assert "word/footnotes.xml" not in package.namelist()
