"""The year of a framework: what it states, and the figures that texts of people name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_account import FRAMEWORK, LINE

from grutto.errors import VerificationError
from grutto.measures.scope import is_activity, question_in
from grutto.model.figure import Period, Statement
from grutto.model.framework import YearAmount
from grutto.model.judgement import Judgement

if TYPE_CHECKING:
    from small_account import Scoped

ABOUT_A = Judgement("one", "narrative", "A", "A. Person", date(2011, 6, 1), {"en": "It began late."})


def test_a_voted_budget_is_stated_by_its_document(scoped: Scoped) -> None:
    found = scoped().named("voted line=line year=2009", ABOUT_A)
    assert (found.value, found.unit, found.period, found.warnings) == (
        Decimal(8_000_000),
        "EUR",
        Period.year(2009),
        (),
    )
    assert found.lineage == Statement("Test", FRAMEWORK.since, "Account")


def test_a_budget_that_no_document_states_is_unknown_and_not_zero(scoped: Scoped) -> None:
    found = scoped().named("voted line=line year=2011", ABOUT_A)
    assert (found.value, found.reasons) == (None, (("document-silent", 1),))
    assert found.lineage == Statement("test", FRAMEWORK.since, "no-amount.voted-expenditure")


def test_an_amount_that_was_inferred_says_so(scoped: Scoped) -> None:
    line = replace(LINE, voted=(YearAmount(2010, Decimal(7), "account", inferred=True),))
    found = scoped(framework=replace(FRAMEWORK, budget_line=(line,))).named("voted line=line year=2010", ABOUT_A)
    assert (found.value, found.unit, found.warnings) == (Decimal(7), "EUR", ("inferred",))


def test_judgements_about_something_of_some_kinds_or_all(scoped: Scoped) -> None:
    cause = replace(ABOUT_A, id="two", kind="cause")
    other = replace(ABOUT_A, id="three", about="priority:1")
    scope = replace(scoped(), judgements=(ABOUT_A, cause, other))
    assert scope.about("A") == [ABOUT_A, cause]
    assert scope.about("A", "cause", "finding") == [cause]
    assert scope.about("B") == []


def test_a_figure_named_in_a_judgement_is_of_its_activity_unless_it_says_otherwise(scoped: Scoped) -> None:
    scope = scoped()
    assert scope.named("spent year=2009", ABOUT_A).id == "spent.iati_identifier-A.year-2009"
    assert scope.named("spent year=2009 iati_identifier=A", replace(ABOUT_A, about="B")).value == 100
    of_all = replace(ABOUT_A, about="section:summary")
    assert scope.named("spent year=2009", of_all).id == "spent.year-2009"
    assert scope.named("voted line=line year=2010", ABOUT_A).value == 9_000_000
    assert scope.traced("spent year=2009", "entry").id == "spent.year-2009"


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("realised line=line year=2010", 7_499_001),
        ("difference line=line year=2010", -1_500_999),
        ("voted line=line item=receipts year=2010", 10_000),
        ("realised line=line item=receipts year=2010", 12_345),
        ("difference line=line item=receipts year=2010", 2_345),
    ],
)
def test_a_text_can_name_each_amount_of_a_budget_line(scoped: Scoped, query: str, value: int) -> None:
    assert scoped().named(query, ABOUT_A).value == value


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("spent year=2010", "does not exist or is several"),
        ("spent year=2009 iati_identifier=B", "does not exist or is several"),
        ("spent 2009", "does not name a figure"),
        ("spent 'year=2009", "does not name a figure"),
        ("", "does not name a figure"),
        ("voted line=other year=2010", r"no amount of a budget line(.|\n)*one of: line"),
        ("voted line=line", "no amount of a budget line"),
        ("voted line=line year=last", "no amount of a budget line"),
        ("realised line=line item=commitments year=2010", "no amount of a budget line"),
    ],
)
def test_a_text_that_names_no_figure_is_refused(scoped: Scoped, query: str, words: str) -> None:
    with pytest.raises(VerificationError, match=words):
        scoped().named(query, ABOUT_A)


def test_a_count_of_nothing_is_no_figure_either(scoped: Scoped) -> None:
    assert scoped().figure_about("activities reporting_org=XM-T-1", "section:summary").value == 1
    with pytest.raises(VerificationError, match="does not exist"):
        scoped().figure_about("activities reporting_org=nobody", "section:summary")


def test_where_a_refused_figure_stands_is_told(scoped: Scoped) -> None:
    with pytest.raises(VerificationError, match=r"(.|\n)*judgement one"):
        scoped().named("spent year=2010", ABOUT_A)
    with pytest.raises(VerificationError, match=r"(.|\n)*ledger entry first"):
        scoped().traced("spent year=2010", "first")


@pytest.mark.parametrize(
    "about", ["priority:3", "section:summary", "line:aid/expenditure/2010", "figure:x", "weather:"]
)
def test_what_is_no_activity_has_a_word_of_ours_before_its_name(about: str) -> None:
    assert not is_activity(about)
    for identifier in ("XM-DAC-7-PPR", "XM-DAC-7:PPR:1", "A", "XM-a:b", "XM:PPR", "a"):
        assert is_activity(identifier)


def test_values_may_hold_spaces_and_signs() -> None:
    found = question_in("spent iati_identifier='A = B' year=2010")
    assert (found.measure, found.where) == ("spent", {"iati_identifier": "A = B", "year": "2010"})
