"""What the totals leave out, and what is wrong in the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from small_iati import activity, budget, one, paid, released
from small_report import PROGRAMME, headings, rule, said, signatures, table

from grutto.model.framework import LevelRule
from grutto.model.judgement import Judgement
from grutto.reports.context import Context
from grutto.reports.sections.attribution import section

if TYPE_CHECKING:
    from small_report import ContextMaker

LOST = Judgement("lost", "narrative", "Z", "A. Person", date(2011, 6, 1), {"en": "It was stopped."})


def test_of_the_owner_what_has_no_priority_is_listed_and_of_partners_it_is_said(context_of: ContextMaker) -> None:
    found = section(context_of())
    assert table(found, "Activities of no priority") == [
        ["Activity", "Reason", "Identifier"],
        ["C", "no rule of the framework matches", "C"],
    ]
    assert said(found)[0].startswith("Activities of partners to which no rule for a priority applies are not listed")
    assert said(found)[-1] == "Reading the files gave no remarks."


def test_a_judgement_about_what_the_report_does_not_show_is_not_lost(context_of: ContextMaker) -> None:
    shown = replace(LOST, id="shown", about="A")
    line = replace(LOST, id="line", about="line:aid/expenditure/2010", kind="cause", cause="price")
    other_year = replace(line, id="other", about="line:aid/expenditure/2009")
    narrative = replace(LOST, id="narrative", about="line:aid/expenditure/2010")
    found = section(context_of(LOST, shown, line, other_year, narrative))
    assert headings(found) == [
        "Judgements about what this report does not show",
        "Z",
        "Aid, Expenditure, 2009",
        "Aid, Expenditure, 2010",
        "Remarks on the files",
    ]
    assert signatures(found) == ["It was stopped."] * 3


def test_levels_rules_and_remarks() -> None:
    """The programme counts, and not the 7 euros of the project; P matches both rules; a budget is no number."""
    tags = '<tag vocabulary="99" code="p1"/><tag vocabulary="99" code="p2"/>'
    files = one(
        activity("P", tags, paid(7), attributes='hierarchy="1"'),
        activity("Q", paid(7), budget("oops", "2010-01-01", "2010-12-31"), attributes='hierarchy="2"'),
    )
    level = LevelRule("XM-T-1", (1,), {"en": "The file says so.", "nl": "Het bestand zegt het."})
    policy = replace(PROGRAMME, attribution=PROGRAMME.attribution[:2], level=(level,))
    with released(files, policy) as session:
        found = section(Context(session, policy, 2010))
        dutch = section(Context(session, policy, 2010))
    ((title, why, _),) = table(found, "Activities of no priority")[1:]
    assert (title, why.partition(" (")[0]) == ("P", "rules of 1, 2 match: code is p1")
    assert table(found, "Left out at these levels")[1:] == [
        ["Budgeted, as reported", "unknown"],
        ["Budgeted, counted once", "unknown"],
        ["Spent, as reported", "€ 7"],
    ]
    assert table(found, "Activities at other levels")[1:] == [["Q", "The file says so.", "Q"]]
    assert table(dutch, "Activiteiten op andere niveaus", "nl")[1][1] == "Het bestand zegt het."
    assert ["Errors", "1"] in table(found, "Remarks by severity")
    ((place, repair),) = [row[1:] for row in table(found, "Remarks") if row[0] == "This is not a number"]
    assert place == "a.xml 1 /iati-activities/iati-activity[2]/budget[1]/value/text()"
    assert repair == "write digits with a point: 1234567.89"


def test_where_all_is_attributed_it_says_so() -> None:
    policy = replace(PROGRAMME, attribution=(rule("activity", "reporting_org", "XM-T-1", priority="1"),))
    with released(one(activity("A", paid(1))), policy) as session:
        assert said(section(Context(session, policy, 2010)))[0] == (
            "Every activity is attributed to exactly one priority."
        )
