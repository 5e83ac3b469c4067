"""The chapters of the priorities, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import PROGRAMME, bars, headings, plain, said, signatures, table

from grutto.content.blocks import Facts
from grutto.model.judgement import Judgement
from grutto.reports.sections import priorities
from grutto.reports.sections.priorities import section

if TYPE_CHECKING:
    import pytest
    from small_report import ContextMaker

    from grutto.content.blocks import Section

CAUSE = Judgement("one", "cause", "A", "A. Person", date(2011, 6, 1), {"en": "It began late."}, cause="late-start")
STORY = replace(CAUSE, id="two", kind="narrative", about="C", cause="", text={"en": "It belongs nowhere."})


def each_facts(section: Section, language: str = "en") -> list[dict[str, str]]:
    blocks = [b for b in section.blocks if isinstance(b, Facts)]
    return [{plain(name, language): plain(value, language) for name, value in b.pairs} for b in blocks]


def test_a_chapter_has_its_money_results_and_activities(context_of: ContextMaker) -> None:
    """12 after 8 is +4, half of 8; of targets of 10 that is 80 and 120 %. A spent 250 in 2010, of 600."""
    first, second = section(context_of()).parts
    assert [plain(p.title) for p in (first, second)] == ["1 One", "2 Two"]
    money, own = each_facts(first)
    assert money == {
        "Activities under way": "1",
        "Budgeted, counted once": "€ 600",
        "Spent, counted once": "€ 250",
        "Funds received from outside": "not in the source",
    }
    assert own["Period"] == "1 January 2009 – 30 June 2011"
    assert (own["Countries"], own["Spent, as reported"], own["Identifier"]) == ("Kenya, Uganda", "€ 250", "A")
    assert bars(first) == {"Achieved, in percent of the target, 2010": [("Trained", Decimal(120))]}
    assert table(first, "Results")[1:] == [
        ["Trained", "not specified", "2009", "10", "8", "80.0 %", ""],
        ["Trained", "not specified", "2010", "10", "12", "120.0 %", "+4 · +50.0 %"],
    ]
    assert said(first) == ["Basis: Account, p. 4."]


def test_what_was_not_under_way_stands_apart(context_of: ContextMaker) -> None:
    """E ended in 2009: it is of the priority, and not one of its activities under way."""
    second = section(context_of()).parts[1]
    assert headings(second) == ["B", "E"]
    assert each_facts(second)[0]["Activities under way"] == "1"
    assert said(second)[1] == "By their dates, the activities below were not under way in 2010."


def test_what_people_say_stands_with_its_activity_and_causes_stand_once(context_of: ContextMaker) -> None:
    first, _, others = section(context_of(CAUSE, STORY)).parts
    assert signatures(first) == ["It began late."]
    assert (plain(others.title), headings(others), signatures(others)) == (
        "No single priority",
        ["C"],
        ["It belongs nowhere."],
    )
    with_causes = replace(PROGRAMME, outline=("priorities", "underspending"))
    assert signatures(section(context_of(CAUSE, framework=with_causes)).parts[0]) == []


def test_a_priority_without_activities_says_so_and_a_year_before_them_has_none(context_of: ContextMaker) -> None:
    third = replace(PROGRAMME.priority[0], code="3")
    (found,) = section(context_of(framework=replace(PROGRAMME, priority=(third,)))).parts
    assert said(found)[0] == "No activity in the sources is attributed to this priority."
    assert each_facts(found)[0]["Spent, counted once"] == "not in the source"
    assert section(context_of(year=2009)).parts == ()


def test_in_dutch(context_of: ContextMaker) -> None:
    first = section(context_of()).parts[0]
    assert plain(first.title, "nl") == "1 Een"
    assert each_facts(first, "nl")[1]["Landen"] == "Kenia, Oeganda"
    assert said(first, "nl") == ["Grondslag: Account, p. 4."]


def test_a_priority_with_many_results_draws_those_furthest_below(
    context_of: ContextMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(priorities, "MOST", 0)
    assert bars(section(context_of()).parts[0]) == {
        "Achieved, in percent of the target: the furthest below it, 2010": []
    }
