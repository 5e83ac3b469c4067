"""The first table of a profile: last figures and their change; what is old or unknown is left to its chapter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from small_report import plain
from small_statistics import PEOPLE, asked_of, by_year, data_of, figure

from grutto.content.blocks import Link, Sentence, Table
from grutto.reports.profile.glance import glance

if TYPE_CHECKING:
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData

BOTH = ("AFG", "ETH")


def shown(context: ProfileContext, *data: IndicatorData) -> list[list[str]]:
    """Return heads and rows of the table."""
    (section,) = glance(context, data, "x-")
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    return [[plain(cell) for cell in line] for line in ([c.head for c in table.columns], *table.rows)]


def test_the_last_figure_and_its_change_stand_with_their_years() -> None:
    """90 after 60 is +50 %; what is unknown of 2010 is not the last figure."""
    one = by_year("Afghanistan", figure(2000, 60), figure(2005, 90), figure(2010, None, "suppressed"))
    assert shown(asked_of(), data_of(one)) == [
        ["Indicator", "For", "Last figure", "Year", "Change", "Since"],
        [PEOPLE.name, "Afghanistan", "90", "2005", "+50.0 %", "2000"],
    ]


def test_a_single_figure_has_no_change() -> None:
    assert shown(asked_of(), data_of(by_year("A", figure(2010, 5))))[1][2:] == ["5", "2010", "", ""]


def test_what_is_older_than_five_years_stands_in_its_chapter_only() -> None:
    old, young = (data_of(by_year("A", figure(year, 5))) for year in (2004, 2005))
    assert glance(asked_of(), [old], "") == []
    assert len(shown(asked_of(), old, young)) == 2


def test_what_is_unknown_has_no_row() -> None:
    assert (
        glance(asked_of(), [data_of(by_year("A", figure(2010, None, "suppressed"))), data_of(provided=False)], "") == []
    )


def test_several_countries_have_a_column_each_and_one_may_be_unknown() -> None:
    data = data_of(by_year("A", figure(2010, 5)), by_year("E", figure(2010, None)), countries=BOTH)
    assert shown(asked_of(countries=BOTH), data) == [
        ["Indicator", "Afghanistan", "Ethiopia"],
        [PEOPLE.name, "5 (2010)", "unknown"],
    ]


def test_what_is_about_the_observer_is_not_compared_between_countries() -> None:
    observer = data_of(by_year("Netherlands", figure(2010, 5)), indicator=replace(PEOPLE, role="observer"))
    assert glance(asked_of(countries=BOTH), [observer], "") == []
    assert len(shown(asked_of(), observer)) == 2


def test_of_decisions_by_level_the_first_instance_stands_here() -> None:
    series = by_year("first instance", figure(2010, 5)), by_year("appeal", figure(2010, 7))
    levels = data_of(*series, indicator=replace(PEOPLE, levels=True))
    assert [row[1] for row in shown(asked_of(), levels)[1:]] == ["first instance"]
    assert [row[1] for row in shown(asked_of(), data_of(*series))[1:]] == ["first instance", "appeal"]


def test_the_name_leads_to_the_chapter() -> None:
    (section,) = glance(asked_of(), [data_of(by_year("A", figure(2010, 5)))], "x-")
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert table.rows[0][0] == (Link((Sentence(PEOPLE.name),), "x-emigrants"),)
    assert section.anchor == "x-glance"
