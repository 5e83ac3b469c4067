"""The first table of a profile: the last figure of every indicator, and how it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Country, FigureText, Label, Link, Paragraph, Section, Table, TableColumn
from grutto.reports.context import say
from grutto.reports.profile.indicator_data import figures_of, last_known, period_of, title_of
from grutto.reports.profile.words import change_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.content.blocks import Line, Series
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData


OLD = 5
"""Years after which a last figure stands in its chapter only."""


def glance(context: ProfileContext, data: Iterable[IndicatorData], anchor: str) -> list[Section]:
    """Return the table, of several countries with a column each; what has no value is named at the profile's end."""
    table = _side_by_side(context, data, anchor) if len(context.countries) > 1 else _alone(context, data, anchor)
    caution = say("How a source counts, rounds and covers stands under each chart; read it before comparing.")
    section = Section(f"{anchor}glance", say("At a glance"), (table, Paragraph(caution, "small")))
    return [section] if table.rows else []


def _alone(context: ProfileContext, data: Iterable[IndicatorData], anchor: str) -> Table:
    heads = (say("Last figure"), say("Year"), say("Change"), say("Since"))
    columns = (
        TableColumn(say("Indicator")),
        TableColumn(say("For")),
        *(TableColumn(head, numeric=True) for head in heads),
    )
    rows = tuple(row for one in data if one.known for row in _rows(context, one, anchor))
    return Table(say("The last figure of each indicator, up to {year}", year=context.this_year()), columns, rows)


def _side_by_side(context: ProfileContext, data: Iterable[IndicatorData], anchor: str) -> Table:
    """Return a table with a column for each country; what is about the observer alone is left to its chapter."""
    columns = (
        TableColumn(say("Indicator")),
        *(TableColumn((Country(c),), numeric=True) for c in context.countries),
    )
    rows = tuple(
        row for one in data if one.known and one.indicator.role != "observer" for row in _beside(context, one, anchor)
    )
    return Table(say("The last figure of each indicator, up to {year}", year=context.this_year()), columns, rows)


def _beside(context: ProfileContext, data: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    found = [[pair for pair in main_series(data, c) if _fresh(context, pair[0])] for c in context.countries]
    name = link(context, data, anchor)
    for place in range(max(len(one) for one in found)):
        missing = say("unknown") if not place else ()
        yield name, *(_cell(*one[place]) if place < len(one) else () if one else missing for one in found)


def main_series(data: IndicatorData, country: str) -> list[tuple[Series, Line]]:
    """Return the series of a country for the first page: of decisions by level the first level only."""
    known = data.known_of(country)
    return known[:1] if data.indicator.levels else known


def _fresh(context: ProfileContext, one: Series) -> bool:
    """Tell whether the last figure of a series is young enough for the first page."""
    period = last_known(one)[0].period
    return not period or period.start.year >= context.year - OLD


def _cell(one: Series, line: Line) -> Line:
    now, *_ = last_known(one)
    beside: Line = line if not line or line[0] in {Label(" ("), Label(", ")} else (Label(" "), *line)
    return (FigureText(now, "unit"), *beside, Label(" ("), period_of(now, short=True), Label(")"))


def link(context: ProfileContext, data: IndicatorData, anchor: str) -> Line:
    """Return the title of an indicator as a way to its chapter."""
    return (Link(title_of(context, data.indicator), f"{anchor}{data.indicator.anchor}"),)


def _rows(context: ProfileContext, data: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    name = link(context, data, anchor)
    known = [one for country in dict(data.about) for one, _ in main_series(data, country)]
    for one in known:
        if not _fresh(context, one):
            continue
        now, *before = last_known(one)
        change_cells: tuple[Line, ...] = ((), ())
        if before:
            change_cells = (
                (change_of(context, figures_of(one), now, before[0]),),
                (period_of(before[0], short=True),),
            )
        yield name, one.name, (FigureText(now, "unit"),), (period_of(now, short=True),), *change_cells
