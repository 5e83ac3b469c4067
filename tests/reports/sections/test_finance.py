"""The financial overview, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import PROGRAMME, bars, headings, said, signatures, table

from grutto.model.judgement import Judgement
from grutto.reports.sections.finance import section

if TYPE_CHECKING:
    from small_report import ContextMaker

CAUSE = Judgement("one", "cause", "A", "A. Person", date(2011, 6, 1), {"en": "It began late."}, cause="late-start")


def test_what_was_spent_and_where_it_belongs(context_of: ContextMaker) -> None:
    """The owner spends 250 + 90 + 30 = 370; its partner 75, 50 of it from A: 370 + 75 = 445 reported, 395 once."""
    found = section(context_of())
    assert said(found) == [
        (
            "In 2010 the activities spent € 395, counted once; added up as each reports it, € 445. Of what is counted"
            " once, € 370 left the owner of the programme; others spent € 25 beyond what was sent to them."
        )
    ]
    assert table(found, "Budget and account") == [
        ["Budget line", "Voted", "Realised", "Difference"],
        ["Aid, 2010", "€ 5,000,000", "€ 3,999,001", "−€ 1,000,999"],
        ["Work, 2010", "€ 400", "€ 90", "−€ 310"],
    ]
    assert bars(found) == {
        "Spent, counted once by priority, in euros, 2010": [("1 One", Decimal(250)), ("2 Two", Decimal(90))]
    }
    assert table(found, "By implementing organisation")[1][:4] == ["Not specified", "4", "€ 600", "€ 445"]


def test_a_year_without_expenditure_is_unknown_and_not_zero(context_of: ContextMaker) -> None:
    found = section(context_of(year=2008))
    assert said(found) == [
        "The sources give no expenditure for 2008 (not in the source). Amounts that a document states stand below."
    ]
    assert bars(found) == {}


def test_the_account_and_the_causes_stand_once_in_a_report(context_of: ContextMaker) -> None:
    found = section(context_of(CAUSE))
    assert headings(found) == ["Why less was spent than budgeted", "A"]
    assert signatures(found) == ["It began late."]
    others = section(context_of(CAUSE, framework=replace(PROGRAMME, outline=("account", "finance", "underspending"))))
    assert headings(others) == []
    assert "Budget and account" not in str(others)


def test_in_dutch(context_of: ContextMaker) -> None:
    assert said(section(context_of()), "nl")[0].startswith("In 2010 gaven de activiteiten € 395 uit, eenmaal geteld")
    assert table(section(context_of()), "Begroting en verantwoording", "nl")[1:] == [
        ["Hulp, 2010", "€ 5.000.000", "€ 3.999.001", "−€ 1.000.999"],
        ["Werk, 2010", "€ 400", "€ 90", "−€ 310"],
    ]
