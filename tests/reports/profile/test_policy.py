"""Agreements, dialogues and laws as dated facts: those that had begun, with countries of the profile or with all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from small_policy import POLICY
from small_report import plain
from small_statistics import asked_of

from grutto.content.blocks import Table
from grutto.model.framework import Agreement, Reference
from grutto.reports.profile.policy import policy_sections

if TYPE_CHECKING:
    from grutto.reports.profile.context import ProfileContext

NAMED = {"en": "Return", "nl": "Terugkeer"}
RETURN = Agreement("return", "agreement", NAMED, "letter", date(2009, 2, 1), countries=("SL",))
"""Of Sierra Leone, for which the list of Grutto names nothing."""


def policy(*agreements: Agreement, year: int = 2010, countries: tuple[str, ...] = ("SLE",)) -> ProfileContext:
    framework = replace(
        POLICY, agreement=agreements, reference={"letter": Reference("Letter", date(2009, 1, 1), "p. 9")}
    )
    context = asked_of(countries=countries, year=year)
    return replace(context, session=replace(context.session, framework=framework))


def shown(context: ProfileContext, language: str = "en") -> list[list[str]]:
    """Return heads and rows of the table; empty if there is none."""
    return [
        [plain(cell, language) for cell in line]
        for section in policy_sections(context, "x-")
        for table in section.blocks
        if isinstance(table, Table)
        for line in ([column.head for column in table.columns], *table.rows)
    ]


def test_an_agreement_stands_with_its_day_and_source_and_no_column_is_empty() -> None:
    """It has no end, and the country is the one that the profile is about."""
    assert shown(policy(RETURN)) == [
        ["Kind", "Name", "Since", "Source"],
        ["Agreement", "Return", "1 Feb 2009", "Letter, p. 9"],
    ]


def test_an_end_and_other_countries_are_told() -> None:
    over = replace(RETURN, code="over", kind="law", until=date(2010, 6, 1), countries=("SL", "KE"))
    every = replace(RETURN, code="every", kind="dialogue", since=date(2008, 1, 1), countries=())
    assert shown(policy(over, every)) == [
        ["Kind", "Name", "Countries", "Since", "Until", "Source"],
        ["Dialogue", "Return", "all countries", "1 Jan 2008", "", "Letter, p. 9"],
        ["Law", "Return", "Sierra Leone, Kenya", "1 Feb 2009", "1 Jun 2010", "Letter, p. 9"],
    ]


def test_what_begins_later_or_is_with_others_is_no_fact_of_this_profile() -> None:
    later = replace(RETURN, since=date(2011, 1, 1))
    assert policy_sections(policy(later, replace(RETURN, code="b", countries=("KE",))), "") == []
    assert len(shown(policy(later, year=2011))) == 2
    assert policy_sections(asked_of(countries=("SLE",)), "") == [], "without a framework"


def test_in_dutch() -> None:
    assert shown(policy(RETURN), "nl")[1][:3] == ["Overeenkomst", "Terugkeer", "1 feb 2009"]


def test_the_list_of_grutto_gives_way_to_the_framework() -> None:
    (listed, *_) = shown(asked_of(countries=("AFG",), year=2004))[1:]
    assert "Tripartite agreement with UNHCR on voluntary return" in listed
    same = replace(RETURN, code="nld-afg-unhcr", countries=("AF",))
    assert [row[1] for row in shown(policy(same, year=2004 + 5, countries=("AFG",)))[1:]].count("Return") == 1
    assert "voluntary return" not in str(shown(policy(same, year=2009, countries=("AFG",))))
