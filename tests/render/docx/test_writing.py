"""Content as a Word document: every kind of block, bookmarks, links and footnotes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, get_args

import pytest
from docx.oxml.ns import qn
from small_content import FIGURES, ONE_EACH, content_of, registered

from grutto.content.blocks import Block, FigureText, Heading, Link, Paragraph, Quote, Table, TableColumn, Words
from grutto.render.docx.writing import Manuscript
from grutto.render.fonts import lettering

if TYPE_CHECKING:
    from grutto.content.reading import Reading

KNOWN, UNKNOWN, _ = FIGURES


def written(content: Reading) -> tuple[Any, Manuscript]:
    manuscript = Manuscript(content, lettering("a"))
    return manuscript.document(), manuscript


def texts(document: Any, kind: str = "w:p") -> list[str]:
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn(kind)))
    return [text for text in found if text]


def test_every_kind_of_block_is_written() -> None:
    assert {type(block) for block in ONE_EACH} == set(get_args(Block))
    bare = len(texts(written(content_of())[0]))
    for block in ONE_EACH:
        assert len(texts(written(content_of(block))[0])) > bare, block


def test_a_block_that_it_does_not_know_is_an_error() -> None:
    unknown: Any = SimpleNamespace()
    with pytest.raises(AssertionError):
        written(content_of(unknown))


def test_paragraphs_are_known_again_by_their_bookmarks() -> None:
    """The second paragraph is the second text of its chapter."""
    first, second = (Words("One."),), (Words("Two."),)
    document, manuscript = written(content_of(Paragraph(first), Paragraph(second)))
    assert manuscript.prose == {"text_1": first, "text_2": second}
    assert manuscript.chapters["text_2"] == "summary"
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert {"text_1", "text_2"} <= set(marks)
    assert len(set(marks)) == len(marks)


def test_a_figure_leads_to_its_entry_and_unknown_is_no_zero() -> None:
    line = (FigureText(KNOWN), Words(" and "), FigureText(UNKNOWN))
    document, _ = written(content_of(Paragraph(line), register=(registered(1, KNOWN), registered(2, UNKNOWN))))
    links = [
        (each.get(qn("w:anchor")), "".join(t.text for t in each.iter(qn("w:t"))))
        for each in document.element.body.iter(qn("w:hyperlink"))
    ]
    assert links[-2:] == [("figure_1", "€\N{NO-BREAK SPACE}13"), ("figure_2", "unknown")]
    assert texts(document)[-2:] == ["1. 12.50  Name 1 2010", "2. unknown  Name 2 2010"]


def test_the_document_that_states_a_figure_is_cited_once_a_chapter() -> None:
    line = (FigureText(KNOWN), FigureText(KNOWN), FigureText(UNKNOWN))
    document, _ = written(content_of(Paragraph(line), register=(registered(1, KNOWN), registered(2, UNKNOWN))))
    assert len(list(document.element.body.iter(qn("w:footnoteReference")))) == 1


def test_links_to_what_the_document_does_not_have_are_words_and_foreign_words_have_their_language() -> None:
    line = (
        Link((Words("here"),), "there"),
        Link((Words("nowhere"),), "elsewhere"),
        Quote("mot", "fr"),
        Quote("word", "en"),
    )
    document, _ = written(content_of(Heading((Words("H"),), 3, "there"), Paragraph(line)))
    links = ["".join(t.text for t in each.iter(qn("w:t"))) for each in document.element.body.iter(qn("w:hyperlink"))]
    assert ("here" in links, "nowhere" in links) == (True, False)
    assert [each.get(qn("w:val")) for each in document.element.body.iter(qn("w:lang"))] == ["fr-FR"]


def test_in_dutch() -> None:
    table = Table((), (TableColumn((Words("x"),)),), (((FigureText(UNKNOWN),),),))
    document, _ = written(content_of(table, register=(registered(1, KNOWN),), language="nl"))
    found = texts(document)
    assert ("Inhoud" in found, "onbekend" in found, "Cijferregister" in found) == (True, True, True)
