"""The words of a report: texts with places filled, days and countries in its language, figures in what people wrote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_report import DUTCH, ENGLISH, plain

from grutto.content.blocks import FigureText, Label, Quote, Words
from grutto.errors import VerificationError
from grutto.model.figure import Period
from grutto.model.judgement import Judgement
from grutto.reports.context import Wording, fill, group_by

if TYPE_CHECKING:
    from small_report import ContextMaker

DAY = date(2011, 6, 1)


def test_places_are_filled_with_what_they_are_and_with_lines_part_by_part() -> None:
    line = fill("{a} of {b}.", {"a": Quote("Plan 9"), "b": (Label("2010"), Words(" or later"))})
    assert line == (Quote("Plan 9"), Words(" of "), Label("2010"), Words(" or later"), Words("."))
    assert fill("{a}", {"a": ()}) == ()


def test_a_place_that_nothing_fills_is_no_blank() -> None:
    with pytest.raises(KeyError, match="year"):
        fill("In {year}", {})


def test_words_of_the_program_may_not_hold_a_number() -> None:
    with pytest.raises(VerificationError):
        fill("In 2010", {})


def test_texts_are_in_the_language() -> None:
    assert plain(Wording(DUTCH).say("Cause: {cause}", cause=Quote("X")), "nl") == "Oorzaak: X"
    assert Wording(ENGLISH).words("unknown") == Words("unknown")
    assert Wording(DUTCH).words("unknown") == Words("onbekend")


def test_a_whole_year_is_told_as_a_year_and_other_periods_by_their_days(context_of: ContextMaker) -> None:
    context, dutch = context_of(), context_of(language="nl")
    quarter = Period(date(2010, 1, 1), date(2010, 3, 31))
    assert context.period(Period.year(2010)) == Label("2010")
    assert context.period(quarter) == Label("1 Jan 2010 – 31 Mar 2010")
    assert dutch.period(quarter) == Label("1 jan 2010 – 31 mrt 2010")
    assert context.period(None) == Words("days unknown")


def test_countries_days_and_texts_of_the_framework(context_of: ContextMaker) -> None:
    context, dutch = context_of(), context_of(language="nl")
    assert (context.country("DE"), dutch.country("DE")) == (Label("Germany"), Label("Duitsland"))
    assert dutch.country("unspecified") == dutch.words("not specified")
    assert (context.date(DAY), dutch.date(DAY)) == (Label("1 June 2011"), Label("1 juni 2011"))
    assert dutch.text({"en": "Aid", "nl": "Hulp"}) == Quote("Hulp")
    assert dutch.text({"en": "Aid"}) == Quote("Aid"), "what is not translated is shown in the language there is"
    assert dutch.reason("no-rule") == (Quote("geen regel van het beleidskader past"),)


def test_a_judgement_has_its_figures_in_its_prose(context_of: ContextMaker) -> None:
    """A spent 250 in 2010, and its budget was 600."""
    text = {"en": "[[spent year=2010]] of [[budgeted year=2010]] was spent."}
    judgement = Judgement("one", "narrative", "A", "A. Person", DAY, text)
    context = context_of(judgement)
    line = context.prose(judgement)
    assert plain(line) == "€ 250 of € 600 was spent."
    assert [part.figure.id for part in line if isinstance(part, FigureText)] == [
        "spent.iati_identifier-A.year-2010",
        "budgeted.iati_identifier-A.year-2010",
    ]
    assert plain(context_of(judgement, language="nl").prose(judgement), "nl") == "€ 250 of € 600 was spent."


def test_groups_keep_the_order_of_what_is_given() -> None:
    assert list(group_by([("b", 2), ("a", 1), ("b", 1)]).items()) == [("b", [2, 1]), ("a", [1])]


@pytest.mark.parametrize("words", ["unknown", "the file is empty", "None was explained."])
def test_a_judgement_is_shown_as_written_also_if_grutto_has_the_same_words(
    context_of: ContextMaker, words: str
) -> None:
    judgement = Judgement("j", "narrative", "section:summary", "A", DAY, {"en": words})
    assert context_of(language="nl").prose(judgement) == (Words(words),)
