"""Judgements as a report shows them, and what is wrong with them: each with what its author can do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest
from small_report import plain

from grutto.model.judgement import CRITERIA, EVIDENCE, Judgement, Kind
from grutto.reports import judgements
from grutto.reports.judgements import KINDS, signed, stale, unresolved

if TYPE_CHECKING:
    from small_report import ContextMaker

SAID = Judgement(
    "one", "narrative", "A", "A. Person", date(2011, 6, 1), {"en": "It began late.", "nl": "Het begon laat."}
)


def test_every_kind_criterion_and_evidence_has_a_name() -> None:
    assert set(KINDS) == set(get_args(Kind.__value__ if hasattr(Kind, "__value__") else Kind))
    assert tuple(judgements.CRITERIA) == CRITERIA
    assert tuple(judgements.EVIDENCE) == EVIDENCE


@pytest.mark.parametrize(
    ("judgement", "kind", "by"),
    [
        (SAID, "Narrative", "A. Person"),
        (replace(SAID, reference="letter"), "Narrative", "A. Person · Letter, p. 9"),
        (replace(SAID, reference="a note of 2011"), "Narrative", "A. Person · a note of 2011"),
        (replace(SAID, kind="cause", cause="price"), "Cause: other price than planned", "A. Person"),
        (
            replace(SAID, kind="assessment", criterion="impact", evidence="weak"),
            "Assessment: impact; evidence: weak",
            "A. Person",
        ),
    ],
)
def test_a_judgement_stands_with_its_kind_its_author_and_its_document(
    context_of: ContextMaker, judgement: Judgement, kind: str, by: str
) -> None:
    found = signed(context_of(judgement), judgement)
    assert (plain(found.text), plain(found.kind), plain(found.by)) == ("It began late.", kind, by)


def test_the_same_in_dutch(context_of: ContextMaker) -> None:
    found = signed(context_of(), replace(SAID, kind="cause", cause="price"))
    assert plain(found.text, "nl") == "Het begon laat."
    assert plain(found.kind, "nl").startswith("Oorzaak: ")


@pytest.mark.parametrize(
    "about",
    ["A", "an activity of another release", "priority:1", "section:summary", "line:aid/expenditure/2010"],
)
def test_what_there_is_may_be_judged(context_of: ContextMaker, about: str) -> None:
    assert unresolved(context_of(replace(SAID, about=about))) == []


@pytest.mark.parametrize(
    "about",
    [
        "figure:spent.year-2010",
        "weather:x",
        "priority:9",
        "section:weather",
        "line:aid/expenditure",
        "line:aid/weather/2010",
        "line:other/expenditure/2010",
    ],
)
def test_what_the_framework_does_not_have_cannot_be_judged(context_of: ContextMaker, about: str) -> None:
    (problem,) = unresolved(context_of(replace(SAID, about=about)))
    assert (problem.judgement, problem.code, problem.where) == ("one", "unresolved", about)
    assert "expenditure" in problem.repair


def test_a_bare_digit_and_a_figure_that_is_none_are_told_each_once(context_of: ContextMaker) -> None:
    """The figure stands in both languages; the digit in one."""
    text = {"en": "[[spent year=1999]] was spent.", "nl": "In 1999 is [[spent year=1999]] uitgegeven."}
    found = unresolved(context_of(replace(SAID, text=text)))
    assert [(problem.code, problem.where) for problem in found] == [
        ("unresolved", "[[spent year=1999]]"),
        ("digit", "“In 1999 is”"),
    ]


def test_a_figure_that_is_one_and_prose_without_digits_are_right(context_of: ContextMaker) -> None:
    assert unresolved(context_of(replace(SAID, text={"en": "[[spent year=2010]] was spent."}))) == []


@pytest.mark.parametrize(
    ("figure", "seen", "now", "words"),
    [
        ("spent.year-2010", 370, Decimal(370), ""),
        ("spent.year-2010", 360, Decimal(370), "its author saw 360, now it is 370"),
        ("spent.year-1999", 0, None, "its author saw 0, now it is unknown"),
        ("spent.year-2011", 370, None, "now it is not in the report"),
    ],
)
def test_a_judgement_is_stale_when_its_figure_is_another_now(
    context_of: ContextMaker, figure: str, seen: int, now: Decimal | None, words: str
) -> None:
    """The report has 370 of 2010 and an unknown amount of 1999: who saw nothing at all, saw no zero."""
    context = context_of(replace(SAID, seen={figure: Decimal(seen)}))
    for year in (2010, 1999):
        context.book.measure("spent", year=year, reporting_org="XM-T-1")
    figures = {f.id.replace("reporting_org-XM-T-1.", ""): f for f in context.book.figures.values()}
    context.book.figures.update(figures)
    found = stale(context)
    if not words:
        assert found == []
        return
    (problem,) = found
    assert words in problem.what
    assert (problem.where, problem.seen, problem.now) == (figure, Decimal(seen), now)
