"""A report as pages: its own names in each language, and a chapter that leads to the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import html
from small_content import FIGURES, TITLE, content_of, registered

from grutto.content.blocks import FigureText, Heading, Link, Paragraph, Section, Words
from grutto.errors import UnknownNameError
from grutto.render.html import chapter, render

if TYPE_CHECKING:
    from grutto.content.reading import Reading

REGISTER = tuple(registered(number, figure) for number, figure in enumerate(FIGURES, start=1))
BOTH = ("en", "nl")


def content(language: str = "en") -> Reading:
    """Return a report of two chapters, the second of which has a named heading and a part."""
    first = content_of(
        Paragraph((FigureText(FIGURES[0]), Link((Words("There"),), "inner"), Link((Words("Here"),), "summary"))),
        register=REGISTER,
        language=language,
    )
    part = Section("part", TITLE)
    other = Section("other", TITLE, (Heading(TITLE, anchor="inner"),), (part,))
    document = replace(first.document, sections=(*first.document.sections, other))
    return replace(first, document=document)


def addresses(page: str) -> list[str]:
    return [str(a.get("href")) for a in html.document_fromstring(page).iter("a")]


def test_the_first_language_has_the_plain_names_and_each_leads_to_the_others() -> None:
    english, dutch = render(content(), BOTH), render(content("nl"), BOTH)
    assert list(english) == ["index.html", "register.html"]
    assert list(dutch) == ["index.nl.html", "register.nl.html"]
    assert "index.nl.html" in addresses(english["index.html"])
    assert "index.html" not in addresses(english["index.html"]), "it does not lead to itself"
    assert "register.html" in addresses(dutch["register.nl.html"])
    assert "index.nl.html" not in addresses(render(content(), ("en",))["index.html"])


def test_the_same_content_gives_the_same_bytes_and_no_script() -> None:
    pages = render(content(), BOTH)
    assert pages == render(content(), BOTH)
    assert "<script" not in pages["index.html"]


def test_a_chapter_leads_to_the_report_for_what_it_does_not_have() -> None:
    ((name, page),) = chapter(content(), BOTH, "summary").items()
    assert name == "summary.html"
    found = addresses(page)
    assert "index.html#inner" in found
    assert "#summary" in found
    assert "summary.nl.html" in found
    assert 'id="other"' not in page
    ((_, other),) = chapter(content(), BOTH, "other").items()
    assert 'id="inner"' in other
    assert 'id="part"' in other


def test_a_chapter_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"no chapter “weather”(.|\n)*summary, other"):
        chapter(content(), BOTH, "weather")
