"""The words of a line in the reader's language; what is not in it stands in another one, and is marked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from small_content import FIGURES
from small_report import DUTCH, ENGLISH, plain

from grutto.content.blocks import (
    AuthoredText,
    Code,
    Country,
    FigureText,
    Inline,
    Label,
    Link,
    Names,
    Number,
    Quote,
    Reason,
    Sentence,
    Time,
    Words,
    between,
)
from grutto.content.wording import in_words, text_of
from grutto.errors import VerificationError

OF_TWO = AuthoredText((("en", (Quote("Aid"),)), ("nl", (Quote("Hulp"),))))


@pytest.mark.parametrize(
    ("inline", "english", "dutch"),
    [
        (Sentence("unknown"), "unknown", "onbekend"),
        (Sentence("Cause: {cause}", (("cause", (Sentence("unknown"),)),)), "Cause: unknown", "Oorzaak: onbekend"),
        (OF_TWO, "Aid", "Hulp"),
        (Reason("no-rate|currency=XYZ"), "no rate of XYZ is known on or before the value date", None),
        (Code("unit", "person"), "persons", "personen"),
        (Code("unit", "goats"), "goats", "goats"),
        (Country("AF"), "Afghanistan", "Afghanistan"),
        (Country("NLD"), "Netherlands", "Nederland"),
        (Country("NLD", within=True), "the Netherlands", "Nederland"),
        (Country("XXA"), "stateless", "staatloos"),
        (Country("ZZZ"), "ZZZ", "ZZZ"),
        (Time("2010-12-31"), "31 December 2010", "31 december 2010"),
        (Time("2010-12-31", short=True), "31 Dec 2010", "31 dec 2010"),
        (Time("2024-Q3"), "3rd quarter 2024", "3e kwartaal 2024"),
        (Time("2024"), "2024", "2024"),
        (Number(Decimal("1234.5")), "1,234.5", "1.234,5"),
        (Number(Decimal("1234.5"), cents=True), "1,234.50", "1.234,50"),
        (Number(Decimal("1234.5"), "EUR"), "€ 1,234.50", "€ 1.234,50"),
        (Number(Decimal(5), "percent", points=True), "5 percentage points", "5 procentpunt"),
        (Names(((Country("NLD"),), (Country("DEU"),))), "Germany, Netherlands", "Duitsland, Nederland"),
        (Link((Sentence("unknown"),), "there"), "unknown", "onbekend"),
        (FigureText(FIGURES[0]), "€ 13", "€ 13"),
    ],
)
def test_each_kind_has_words_in_each_language(inline: Inline, english: str, dutch: str | None) -> None:
    assert plain((inline,)) == english
    assert dutch is None or plain((inline,), "nl") == dutch


def test_figures_stay_figures_and_what_names_something_a_label() -> None:
    line = (Sentence("Cause: {cause}", (("cause", (FigureText(FIGURES[0]),)),)), Label(" · "), Country("NLD"))
    assert in_words(line, DUTCH) == (Words("Oorzaak: "), FigureText(FIGURES[0]), Label(" · "), Label("Nederland"))


def test_a_text_that_a_language_lacks_is_in_its_first_and_marked() -> None:
    french = replace(DUTCH, code="fr", formats="fr")
    assert in_words((OF_TWO,), french) == (Quote("Aid", "en"),)
    assert in_words((AuthoredText((("nl", (Words("Hulp"),)),)),), ENGLISH) == (Quote("Hulp", "nl"),)
    assert in_words((AuthoredText((("", (Quote("Hulp"),)),)),), ENGLISH) == (Quote("Hulp"),), (
        "of no language that is told"
    )
    assert in_words((AuthoredText(()),), ENGLISH) == ()


def test_a_sentence_that_is_not_translated_is_in_english_and_marked() -> None:
    line = (Sentence("Nobody translated this: {figure}", (("figure", (FigureText(FIGURES[0]),)),)),)
    assert in_words(line, DUTCH) == (Quote("Nobody translated this: ", "en"), FigureText(FIGURES[0]))
    assert text_of(line, ENGLISH).startswith("Nobody translated this: ")


def test_within_another_sentence_it_has_no_full_stop() -> None:
    assert plain((Sentence("The first figure less the second.", within=True),)) == "The first figure less the second"


def test_no_digit_stands_in_a_sentence() -> None:
    with pytest.raises(VerificationError):
        Sentence("12 people")


def test_a_mark_stands_between_lines_only() -> None:
    one, two = (Label("a"), Label("b")), (Label("c"),)
    assert plain(between("; ", [one, two])) == "ab; c"
    assert between("; ", [one]) == one
    assert between("; ", []) == ()
