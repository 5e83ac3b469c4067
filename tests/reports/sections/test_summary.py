"""The first page, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from small_report import PROGRAMME, bars, facts, headings, said, table

from grutto.reports.sections.summary import section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_what_was_under_way_voted_and_spent(context_of: ContextMaker) -> None:
    """A, B, C and D were under way; D is paid by A. The account gives Aid's amount, B's 90 are Work's."""
    found = section(context_of())
    assert said(found)[0] == (
        "In 2010, 4 activities were under way for Test. At the top, or by themselves: 3. The others stand below these"
        " or are paid by them."
    )
    assert headings(found) == ["Aid", "Work"]
    shown = [b for b in str(facts(found)).split("'") if "pent" in b]
    assert shown == ["Spent, by the account", "Spent by its activities, counted once"]
    assert facts(found)["Difference"] == "−€ 310"


def test_money_of_the_priorities(context_of: ContextMaker) -> None:
    assert table(section(context_of()), "The priorities")[1:] == [
        ["1 One", "1", "€ 600", "€ 250", "not in the source"],
        ["2 Two", "1", "not in the source", "€ 90", "not in the source"],
        ["No priority", "2", "not in the source", "€ 55", "€ 0"],
        ["All", "4", "€ 600", "€ 395", "€ 0"],
    ]


def test_results_stand_with_the_period_before(context_of: ContextMaker) -> None:
    """12 of 10 is drawn; what was achieved in 2009 has no period before it to be compared with."""
    found = section(context_of())
    assert [value for drawn in bars(found).values() for _, value in drawn] == [120]
    assert [row[2:5] for row in table(found, "Results")[1:]] == [["2009", "10", "8"], ["2010", "10", "12"]]
    for year in (2009, 2011):
        assert "Results against" not in str(section(context_of(year=year)).blocks)


def test_without_budget_lines_money_stands_as_counted_once(context_of: ContextMaker) -> None:
    found = section(context_of(framework=replace(PROGRAMME, budget_line=())))
    assert facts(found) == {
        "Budgeted, counted once": "€ 600",
        "Spent, counted once": "€ 395",
        "Funds received from outside": "€ 0",
    }
    assert facts(section(context_of(year=2008, framework=replace(PROGRAMME, budget_line=())))) == {
        "Spent, counted once": "not in the source"
    }


def test_in_dutch(context_of: ContextMaker) -> None:
    found = section(context_of())
    assert said(found, "nl")[0].startswith("In 2010 liepen 4 activiteiten voor Toets.")
    assert table(found, "De prioriteiten", "nl")[3][0] == "Geen prioriteit"
