"""The progress report: the sections of an outline in each language, and all that is wrong with judgements at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_account import LINE
from small_report import PROGRAMME, facts, plain, said, signatures

from grutto.content.blocks import Section
from grutto.errors import DeclarationError, JudgementsError
from grutto.model.framework import Threshold
from grutto.model.judgement import Judgement
from grutto.reports.progress import progress_report, still_open

if TYPE_CHECKING:
    from small_report import ContextMaker

    from grutto.content.blocks import Document

SAID = Judgement("one", "narrative", "section:summary", "A. Person", date(2011, 6, 1), {"en": "It began late."})
STRICT = replace(
    PROGRAMME, threshold=(Threshold(Decimal(0), Decimal(1000), Decimal(1000), "account", date(2000, 1, 1)),)
)


def told(document: Document) -> dict[str, str]:
    return facts(Section("", (), (document.facts,)))


def test_one_document_has_the_sections_of_the_outline_for_each_language(context_of: ContextMaker) -> None:
    framework = replace(PROGRAMME, outline=("method", "summary"), note={"en": "Made up.", "nl": "Verzonnen."})
    document = progress_report(context_of(framework=framework))
    assert [s.anchor for s in document.sections] == ["method", "summary"]
    assert [plain(document.title, code) for code in ("en", "nl")] == [
        "Progress report 2010",
        "Voortgangsrapportage 2010",
    ]
    assert (plain(document.note, "nl"), plain(document.subtitle, "nl")) == ("Verzonnen.", "Toets")


def test_a_section_begins_with_what_people_tell_about_it(context_of: ContextMaker) -> None:
    document = progress_report(context_of(SAID))
    assert signatures(document.sections[0]) == ["It began late."]
    assert document.sections[0].blocks[0] != progress_report(context_of()).sections[0].blocks[0]


def test_a_section_that_there_is_not_is_refused(context_of: ContextMaker) -> None:
    with pytest.raises(DeclarationError, match="There is no section “weather”"):
        progress_report(context_of(framework=replace(PROGRAMME, outline=("weather",))))


def test_all_that_is_wrong_with_judgements_is_told_at_once(context_of: ContextMaker) -> None:
    """A digit, a figure that there is not, and a value that is another now: each author can begin."""
    digit = replace(SAID, id="digit", text={"en": "In 2010 it began."})
    lost = replace(SAID, id="lost", text={"en": "[[spent year=1999]] was spent."})
    before = replace(
        SAID, id="before", text={"en": "[[spent year=2010]] was spent."}, seen={"spent.year-2010": Decimal(1)}
    )
    with pytest.raises(JudgementsError) as caught:
        progress_report(context_of(digit, lost, before))
    assert [(p.judgement, p.code) for p in caught.value.problems] == [
        ("digit", "digit"),
        ("lost", "unresolved"),
        ("before", "stale"),
    ]


def test_an_edition_may_be_adopted_only_when_what_must_be_explained_is(context_of: ContextMaker) -> None:
    """Of 4,500,000 to be spent 3,999,001 was: a cause must be signed."""
    cause = replace(SAID, id="two", kind="cause", cause="price", about="line:aid/expenditure/2010")
    silent = context_of(framework=STRICT)
    explained = context_of(cause, framework=STRICT)
    assert still_open(silent) == ("line:aid/expenditure/2010",)
    assert still_open(explained) == ()
    assert "may not be adopted" in told(progress_report(silent))["State"]
    assert told(progress_report(explained))["State"] == "every difference that must be explained is"
    assert "State" not in told(progress_report(context_of())), "without thresholds nothing is required"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This edition is without data, and cannot be adopted: no activity, amount or result of the release"),
        ("nl", "Deze editie is zonder gegevens en kan niet worden vastgesteld: geen activiteit, bedrag of resultaat"),
    ],
)
def test_a_report_without_data_says_so_first(context_of: ContextMaker, language: str, words: str) -> None:
    found = progress_report(context_of(year=1850))
    assert said(found.sections[0], language)[0].startswith(words)
    state = plain(found.facts.pairs[-1][1], language)
    assert state.startswith(("draft: it may not be adopted", "concept: "))
    assert "without data" not in str(progress_report(context_of()))


def test_that_all_is_explained_is_said_of_differences_that_were_computed(context_of: ContextMaker) -> None:
    """What was voted is not known, or all of it was spent: of the first nothing can be said."""
    unknown = replace(LINE, voted=(), voted_receipts=())
    spent = replace(LINE, expenditure=(LINE.voted[0],), voted_receipts=(), receipts=())
    texts = [
        told(progress_report(context_of(framework=replace(STRICT, budget_line=(line,)))))["State"]
        for line in (unknown, spent)
    ]
    assert texts == [
        "no difference of this year could be compared with a threshold",
        "every difference that must be explained is",
    ]
