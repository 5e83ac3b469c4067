"""Parts of a Word document as WordprocessingML."""

from __future__ import annotations

from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from grutto.render.docx.parts import bookmark, clean, field, link, run


def text_of(runs: list[Any]) -> str:
    return "".join(t.text or "" for each in runs for t in each.iter(qn("w:t")))


@pytest.mark.parametrize(("text", "left"), [("a\x07b", "ab"), ("a\n\tb", "a\n\tb"), ("\ufffe\uffff", ""), ("é", "é")])
def test_what_xml_cannot_hold_is_left_out(text: str, left: str) -> None:
    assert clean(text) == left


def test_a_run_has_its_style_and_the_region_of_its_language() -> None:
    made = run("mot ", "GruttoLink", "fr")
    properties = made.find(qn("w:rPr"))
    assert properties.find(qn("w:rStyle")).get(qn("w:val")) == "GruttoLink"
    assert properties.find(qn("w:lang")).get(qn("w:val")) == "fr-FR"
    assert text_of([made]) == "mot "
    assert made.find(qn("w:t")).get(qn("xml:space")) == "preserve"
    assert run("x").find(qn("w:rPr")) is None
    assert run("x", language="so").find(qn("w:rPr")).find(qn("w:lang")).get(qn("w:val")) == "so"


def test_a_field_begins_computes_shows_and_ends() -> None:
    kinds = [each.get(qn("w:fldCharType")) for part in field("PAGE", "1") for each in part.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert text_of(field("PAGE", "1")) == "1"
    (words,) = [each.text for part in field("PAGE") for each in part.iter(qn("w:instrText"))]
    assert words == " PAGE "
    dirty = [next(field("TOC", dirty=flag)[0].iter(qn("w:fldChar"))).get(qn("w:dirty")) for flag in (True, False)]
    assert dirty == ["true", None]


def test_a_link_leads_to_its_bookmark_without_a_tip() -> None:
    made = link("at_1", [run("there")])
    assert (made.get(qn("w:anchor")), made.get(qn("w:tooltip")), text_of([made])) == ("at_1", None, "there")


def test_a_bookmark_holds_all_that_a_paragraph_has_after_its_properties() -> None:
    word = docx.Document()
    for style, expected in (
        ("Normal", ["bookmarkStart", "r", "bookmarkEnd"]),
        ("Title", ["pPr", "bookmarkStart", "r", "bookmarkEnd"]),
    ):
        paragraph = word.add_paragraph("x", style=style)
        bookmark(paragraph, "text_1", 7)
        assert [each.tag.rpartition("}")[2] for each in paragraph._p][-len(expected) :] == expected
        start, end = (next(paragraph._p.iter(qn(f"w:bookmark{kind}"))) for kind in ("Start", "End"))
        assert start.get(qn("w:id")) == end.get(qn("w:id")) == "7"
