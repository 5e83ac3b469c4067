"""The account of the budget, worked by hand: in thousands, rounded up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from small_report import AID, PROGRAMME, headings, said, table

from grutto.reports.sections.account import section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_each_line_as_voted_and_realised(context_of: ContextMaker) -> None:
    """3,999,001 is 4,000 rounded up, 1,000 less than the 5,000 voted; B has 90 euros for Work, which states none."""
    found = section(context_of())
    assert headings(found) == ["Aid", "Work"]
    assert table(found, "Aid") == [
        ["Year and item", "Voted", "Supplementary", "Realised", "Difference"],
        ["2010, Expenditure", "5,000", "−500", "4,000", "−1,000"],
    ]
    assert table(found, "Work")[1:] == [["2010, Expenditure", "1", "1", "0"]], "nothing supplementary: no column"
    assert said(found)[1:] == [
        "Where the account states no realised amount, what its owner's activities report stands in, counted once.",
        "Activities of no budget line spent € 30; it is in none of these accounts.",
        "Others spent € 25 beyond what was sent to them; it is in none of these accounts.",
    ]


def test_a_line_with_a_stated_amount_alone(context_of: ContextMaker) -> None:
    found = section(context_of(framework=replace(PROGRAMME, budget_line=(AID,))))
    assert headings(found) == []
    assert "stands in, counted once" not in " ".join(said(found))


def test_no_line_no_table(context_of: ContextMaker) -> None:
    assert [type(b).__name__ for b in section(context_of(framework=replace(PROGRAMME, budget_line=()))).blocks] == [
        "Paragraph",
        "Callout",
    ]


def test_in_dutch(context_of: ContextMaker) -> None:
    assert table(section(context_of()), "Hulp", "nl") == [
        ["Jaar en post", "Vastgesteld", "Suppletoir", "Gerealiseerd", "Verschil"],
        ["2010, Uitgaven", "5.000", "−500", "4.000", "−1.000"],
    ]
