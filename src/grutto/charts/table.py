"""The figures of a chart as a table: for who cannot see the picture, and for who wants the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from grutto.content.blocks import Chord, Column, FigureText, FlowMap, Label, Lines, Multiples, Ranking, Table, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.content.blocks import Flow, Line, Plot, Series


def table_of(picture: Plot, say: Callable[[str], str]) -> Table:
    """Return the figures of a picture, each once.

    Args:
        picture: the chart.
        say: a text of Grutto in the language of the page.
    """
    match picture:
        case Lines(title=title, series=series) | Multiples(title=title, panels=series):
            return _by_year(title, series, (Words(say("Year")),))
        case Ranking(title=title, bars=bars):
            rows = tuple((bar.name, (FigureText(bar.figure),)) for bar in bars)
            return _table(title, ((Words(say("Country")),),), (Words(say("Value")),), rows)
        case FlowMap(title=title, flows=flows) | Chord(title=title, flows=flows):
            heads = ((Words(say("From")),), (Words(say("To")),))
            return _table(title, heads, (Words(say("Value")),), tuple(_flow(f) for f in flows))
        case _:
            assert_never(picture)


def _flow(flow: Flow) -> tuple[Line, ...]:
    return (flow.origin_name, flow.destination_name, (FigureText(flow.figure),))


def _table(title: Line, heads: tuple[Line, ...], value: Line, rows: tuple[tuple[Line, ...], ...]) -> Table:
    return Table(title, (*(Column(h) for h in heads), Column(value, numeric=True)), rows)


def _by_year(title: Line, series: tuple[Series, ...], head: Line) -> Table:
    years = sorted({year for one in series for year, _ in one.points})
    known = [dict(one.points) for one in series]
    rows = tuple(
        ((Label(str(year)),), *((FigureText(points[year]),) if year in points else () for points in known))
        for year in years
    )
    return Table(title, (Column(head), *(Column(one.name, numeric=True) for one in series)), rows)
