"""The figures of a chart as a table: for who cannot see the picture, and for who wants the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from grutto.content.blocks import (
    Chord,
    Fan,
    FigureText,
    FlowMap,
    Label,
    Lines,
    Multiples,
    Pyramid,
    Ranking,
    Sentence,
    Series,
    Table,
    TableColumn,
)
from grutto.message import msg

if TYPE_CHECKING:
    from grutto.content.blocks import Flow, Line, Plot
    from grutto.model.figure import Figure


def table_of(picture: Plot) -> Table:
    """Return the figures of a picture, each once."""
    match picture:
        case Lines(title=title, series=series) | Multiples(title=title, panels=series):
            return _by_year(title, series, (Sentence(msg("Year")),))
        case Ranking(title=title, bars=bars):
            rows = tuple((bar.name, (FigureText(bar.figure),)) for bar in bars)
            return _table(title, ((Sentence(msg("Name")),),), (Sentence(msg("Value")),), rows)
        case FlowMap(title=title, flows=flows) | Chord(title=title, flows=flows):
            heads = ((Sentence(msg("From")),), (Sentence(msg("To")),))
            return _table(title, heads, (Sentence(msg("Value")),), tuple(_flow(f) for f in flows))
        case Fan():
            return _by_period(picture)
        case Pyramid():
            return _by_age(picture)
        case _:
            assert_never(picture)


def _flow(flow: Flow) -> tuple[Line, ...]:
    return (flow.origin_name, flow.destination_name, (FigureText(flow.figure),))


def _table(title: Line, heads: tuple[Line, ...], value: Line, rows: tuple[tuple[Line, ...], ...]) -> Table:
    return Table(title, (*(TableColumn(h) for h in heads), TableColumn(value, numeric=True)), rows)


def _by_year(title: Line, series: tuple[Series, ...], head: Line) -> Table:
    years = sorted({year for one in series for year, _ in one.points})
    known = [dict(one.points) for one in series]
    rows = tuple(
        ((Label(str(year)),), *((FigureText(points[year]),) if year in points else () for points in known))
        for year in years
    )
    return Table(title, (TableColumn(head), *(TableColumn(one.name, numeric=True) for one in series)), rows)


def _by_period(fan: Fan) -> Table:
    series = [fan.observed, fan.median]
    for interval in fan.intervals:
        for bound, one in (
            (Sentence(msg("lower bound")), interval.lower),
            (Sentence(msg("upper bound")), interval.upper),
        ):
            series.append(Series((*interval.name, Label(", "), bound), one.points))
    known = [dict(one.points) for one in series]
    rows = tuple(
        ((Label(name),), *((FigureText(points[year]),) if year in points else () for points in known))
        for year, name in fan.periods
    )
    columns = (TableColumn((Sentence(msg("Period")),)), *(TableColumn(one.name, numeric=True) for one in series))
    return Table(fan.title, columns, rows)


def _by_age(pyramid: Pyramid) -> Table:
    heads: list[Line] = []
    lists: list[tuple[Figure, ...]] = []
    for side in pyramid.sides:
        heads.append(side.name)
        lists.append(side.figures)
        if side.before:
            heads.append((*side.name, Label(", "), *pyramid.before))
            lists.append(side.before)
    rows: tuple[tuple[Line, ...], ...] = tuple(
        ((Label(age),), *((FigureText(figures[place]),) for figures in lists)) for place, age in enumerate(pyramid.ages)
    )
    columns = (TableColumn((Sentence(msg("Age")),)), *(TableColumn(head, numeric=True) for head in heads))
    return Table(pyramid.title, columns, rows)
