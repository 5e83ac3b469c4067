"""A drawing that stands alone in a document."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from lxml import etree
from small_content import DAY

from grutto.content.blocks import Bar, Ranking, Words
from grutto.locale import language_named
from grutto.model.figure import Figure, Statement
from grutto.render.drawings import Picture, picture_of

SIGNED = Statement("A. Person", DAY, "letter")


def drawn(language: str, key: str = "chart-1") -> Picture:
    bars = tuple(
        Bar((Words(name),), Figure(name, Decimal(value), "persons", SIGNED, None))
        for name, value in (("Here", 1234), ("There", -56))
    )
    return picture_of(Ranking((Words("How many"),), (Words("of all"),), bars), language_named(language), key)


def test_a_picture_has_its_caption_what_is_to_be_seen_and_numbers_in_the_language() -> None:
    english, dutch = drawn("en"), drawn("nl")
    assert english.title == "How many"
    assert english.alternative_text
    assert etree.fromstring(english.svg.encode()).tag == "{http://www.w3.org/2000/svg}svg"
    assert ("1,234" in english.svg, "1.234" in dutch.svg) == (True, True)


def test_a_drawing_is_no_higher_than_a_page() -> None:
    """A page of A4 has room for a drawing of 1.4 times its width; what is higher would be cut at its foot."""
    figure = Figure("a", Decimal(1), "persons", SIGNED, None)
    title = (Words("How many"),)
    high = picture_of(Ranking(title, title, (Bar(title, figure),) * 60), language_named("en"), "chart-1")
    _, _, width, height = map(float, str(etree.fromstring(high.svg.encode()).get("viewBox")).split())
    assert high.part * height / width == pytest.approx(1.4)
    assert drawn("en").part == 1


def test_names_in_one_drawing_are_unlike_those_in_another() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', drawn("en", key).svg)) for key in ("chart-1", "chart-2"))
    assert first
    assert not first & second
