"""The policy as it held at the end of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_report import headings, said

from grutto.reports.sections.policy import section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_what_held_stands_with_since_when_and_where_it_is_written(context_of: ContextMaker) -> None:
    """The second focus holds from 2011 on."""
    found = section(context_of())
    assert headings(found) == ["Priorities", "Focus"]
    assert said(found) == [
        "What held on 31 December 2010, and the document it stands in.",
        "1 One",
        "2 Two",
        "Since 1 January 2010. Stands in Account, p. 4.",
        "Return",
        "Since 1 July 2008. Stands in Letter, p. 9.",
    ]


def test_a_year_before_the_priorities_has_none_and_a_later_one_has_both_themes(context_of: ContextMaker) -> None:
    assert headings(section(context_of(year=2009))) == ["Focus"]
    assert said(section(context_of(year=2007)))[1:] == []
    assert said(section(context_of(year=2011)))[-2:] == ["Later", "Since 1 January 2011. Stands in Letter, p. 9."]


def test_in_dutch(context_of: ContextMaker) -> None:
    found = section(context_of())
    assert headings(found, "nl") == ["Prioriteiten", "Accenten"]
    assert said(found, "nl")[1:3] == ["1 Een", "2 Twee"]
