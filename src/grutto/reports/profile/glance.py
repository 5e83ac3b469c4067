"""The first table of a profile: the last figure of every indicator, and how it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Column, FigureText, Label, Link, Paragraph, Section, Table
from grutto.reports.profile.indicator_data import figures_of, last_known, period_of, title_of
from grutto.reports.profile.words import change_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.content.blocks import Line, Series
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData


OLD = 5
"""Years after which a last figure stands in its chapter only."""


def glance(asked: ProfileContext, told: Iterable[IndicatorData], anchor: str) -> list[Section]:
    """Return the table, of several countries with a column each; what has no value is named at the profile's end."""
    table = _side_by_side(asked, told, anchor) if len(asked.countries) > 1 else _alone(asked, told, anchor)
    said = asked.say("How a source counts, rounds and covers stands under each chart; read it before comparing.")
    section = Section(f"{anchor}glance", asked.say("At a glance"), (table, Paragraph(said, "small")))
    return [section] if table.rows else []


def _alone(asked: ProfileContext, told: Iterable[IndicatorData], anchor: str) -> Table:
    heads = (asked.say("Last figure"), asked.say("Year"), asked.say("Change"), asked.say("Since"))
    columns = (
        Column(asked.say("Indicator")),
        Column(asked.say("For")),
        *(Column(head, numeric=True) for head in heads),
    )
    rows = tuple(row for one in told if one.known for row in _rows(asked, one, anchor))
    return Table(asked.say("The last figure of each indicator, up to {year}", year=asked.this_year()), columns, rows)


def _side_by_side(asked: ProfileContext, told: Iterable[IndicatorData], anchor: str) -> Table:
    """Return a table with a column for each country; what is about the observer alone is left to its chapter."""
    columns = (Column(asked.say("Indicator")), *(Column((asked.country(c),), numeric=True) for c in asked.countries))
    rows = tuple(
        row for one in told if one.known and one.indicator.role != "observer" for row in _beside(asked, one, anchor)
    )
    return Table(asked.say("The last figure of each indicator, up to {year}", year=asked.this_year()), columns, rows)


def _beside(asked: ProfileContext, told: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    found = [[pair for pair in told.known_of(c) if _fresh(asked, pair[0])] for c in asked.countries]
    link = _link(asked, told, anchor)
    for place in range(max(len(one) for one in found)):
        yield link, *(_cell(*one[place]) if place < len(one) else () for one in found)


def _fresh(asked: ProfileContext, one: Series) -> bool:
    """Tell whether the last figure of a series is young enough for the first page."""
    period = last_known(one)[0].period
    return not period or period.start.year >= asked.year - OLD


def _cell(one: Series, said: Line) -> Line:
    now, *_ = last_known(one)
    beside: Line = (Label(" "), *said) if said else ()
    return (FigureText(now, "unit"), *beside, Label(" ("), period_of(now), Label(")"))


def _link(asked: ProfileContext, told: IndicatorData, anchor: str) -> Line:
    name = title_of(asked, told.indicator)
    plain = "".join(part.text for part in name if not isinstance(part, FigureText))
    return (Link(plain, f"{anchor}{told.indicator.anchor}"),)


def _rows(asked: ProfileContext, told: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    link = _link(asked, told, anchor)
    for one in told.known:
        if not _fresh(asked, one):
            continue
        now, *before = last_known(one)
        told_before: tuple[Line, ...] = ((), ())
        if before:
            told_before = ((change_of(asked, figures_of(one), now, before[0]),), (period_of(before[0]),))
        yield link, one.name, (FigureText(now, "unit"),), (period_of(now),), *told_before
