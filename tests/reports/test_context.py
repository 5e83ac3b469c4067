"""What sentences are made with: places that are filled, periods, texts in languages, figures in what people wrote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_report import plain

from grutto.content.blocks import Label, Quote, Sentence, Words
from grutto.content.figures import figures_in
from grutto.errors import VerificationError
from grutto.model.figure import Period
from grutto.model.judgement import Judgement
from grutto.reports.context import authored, day, group_by, published, say

if TYPE_CHECKING:
    from small_report import ContextMaker

DAY = date(2011, 6, 1)


def test_places_are_filled_with_what_they_are_and_with_lines_in_the_order_of_the_text() -> None:
    line = say("{a} of {b}.", b=(Label("2010"), Words(" or later")), a=Quote("Plan 9"))
    assert line == (Sentence("{a} of {b}.", (("a", (Quote("Plan 9"),)), ("b", (Label("2010"), Words(" or later"))))),)
    assert say("{a}", a=(), b=Quote("what no place asks for")) == (Sentence("{a}", (("a", ()),)),)


def test_a_place_that_nothing_fills_is_no_blank() -> None:
    with pytest.raises(KeyError, match="year"):
        say("In {year}")


def test_words_of_the_program_may_not_hold_a_number() -> None:
    with pytest.raises(VerificationError):
        say("In 2010")


def test_a_whole_year_is_told_as_a_year_and_other_periods_by_their_days(context_of: ContextMaker) -> None:
    context = context_of()
    quarter = context.period(Period(date(2010, 1, 1), date(2010, 3, 31)))
    assert context.period(Period.year(2010)) == (Label("2010"),)
    assert (plain(quarter), plain(quarter, "nl")) == ("1 Jan 2010 – 31 Mar 2010", "1 jan 2010 – 31 mrt 2010")
    assert plain(context.period(None)) == "days unknown"


def test_countries_days_and_texts_of_the_framework(context_of: ContextMaker) -> None:
    context = context_of()
    assert [plain((context.country("DE"),), code) for code in ("en", "nl")] == ["Germany", "Duitsland"]
    assert plain((context.country("unspecified"),), "nl") == "niet opgegeven"
    assert [plain((day(DAY),), code) for code in ("en", "nl")] == ["1 June 2011", "1 juni 2011"]
    assert plain((authored({"nl": "Hulp", "en": "Aid"}),), "nl") == "Hulp"
    assert authored({"nl": "Hulp", "en": "Aid"}).texts[0][0] == "en", "it stands in for others, wherever it stands"
    assert plain((authored({"fr": "Aide", "en": ""}),), "nl") == "Aide", "an empty text is none"


def test_what_a_publisher_wrote_falls_back_to_its_own_language() -> None:
    title = published((("fr", "Aide"), ("en", "Aid")))
    assert [plain((title,), code) for code in ("en", "nl")] == ["Aid", "Aide"]
    assert published((("", "A-1"),)) == Quote("A-1")


def test_an_activity_has_its_title_and_one_in_no_file_its_identifier(context_of: ContextMaker) -> None:
    assert [plain((context_of().title(name),)) for name in ("A", "nobody")] == ["A", "nobody"]


def test_a_judgement_has_its_figures_in_its_prose(context_of: ContextMaker) -> None:
    """A spent 250 in 2010, and its budget was 600."""
    text = {"en": "[[spent year=2010]] of [[budgeted year=2010]] was spent."}
    judgement = Judgement("one", "narrative", "A", "A. Person", DAY, text)
    line = context_of(judgement).prose(judgement)
    assert plain(line) == plain(line, "nl") == "€ 250 of € 600 was spent."
    assert [figure.id for figure in figures_in(line)] == [
        "spent.iati_identifier-A.year-2010",
        "budgeted.iati_identifier-A.year-2010",
    ]


def test_groups_keep_the_order_of_what_is_given() -> None:
    assert list(group_by([("b", 2), ("a", 1), ("b", 1)]).items()) == [("b", [2, 1]), ("a", [1])]


@pytest.mark.parametrize("words", ["unknown", "the file is empty", "None was explained."])
def test_a_judgement_is_shown_as_written_also_if_grutto_has_the_same_words(
    context_of: ContextMaker, words: str
) -> None:
    judgement = Judgement("j", "narrative", "section:summary", "A", DAY, {"en": words})
    assert plain(context_of().prose(judgement), "nl") == words
