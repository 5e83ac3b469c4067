"""Charts as SVG: one small, consistent language for pages, print and documents, without scripts.

Every drawing has a role, a title and a description; nothing is told by colour alone; it has no style outside it; and
`table_of` gives its figures as a table. Each kind has a file with a function that takes names and numbers; here blocks
of a document are drawn by them. `pen.for_phone()` draws the same for a phone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from grutto.charts.axes import Curve, Point
from grutto.charts.bars import NamedValue, ranking
from grutto.charts.canvas import ChartText
from grutto.charts.chord import chord
from grutto.charts.fan import FanSpan, fan
from grutto.charts.flow_map import FlowArc, flow_map
from grutto.charts.flows import DrawnTransfer, flows
from grutto.charts.lines import line_chart, small_multiples
from grutto.charts.pyramid import Side, pyramid
from grutto.charts.waterfall import waterfall
from grutto.content.blocks import Chord, Fan, FlowMap, Flows, Lines, Multiples, Pyramid, Quote, Ranking, Waterfall
from grutto.content.display import marks
from grutto.content.wording import in_words
from grutto.locale import msg

if TYPE_CHECKING:
    from grutto.charts.canvas import Pen
    from grutto.content.blocks import AgeSide, Bar, Drawing, Flow, Interval, Plot, Series


def svg(drawing: Drawing, pen: Pen) -> str:  # noqa: PLR0911 - one case a kind of drawing
    """Return a drawing as SVG; the same drawing gives the same text."""
    chart_text = chart_text_of(drawing, pen)
    match drawing:
        case Lines(series=series, breaks=breaks):
            return line_chart(pen, chart_text, [_curve(s, pen) for s in series], breaks=breaks)
        case Multiples(panels=panels, breaks=breaks):
            return small_multiples(pen, chart_text, [_curve(s, pen) for s in panels], breaks)
        case Ranking(bars=bars):
            return ranking(pen, chart_text, [_marked(b, pen) for b in bars])
        case FlowMap(flows=moves):
            return flow_map(pen, chart_text, _moves(moves, pen))
        case Chord(flows=moves):
            return chord(pen, chart_text, _moves(moves, pen))
        case Fan(observed=observed, median=median, intervals=intervals, periods=periods):
            spans = [_span(i, pen) for i in intervals]
            names = {float(year): name for year, name in periods}
            return fan(pen, chart_text, _curve(observed, pen), _curve(median, pen), spans, names)
        case Pyramid(ages=ages, sides=(left, right), before=before):
            return pyramid(pen, chart_text, ages, (_side(left, pen), _side(right, pen)), pen.plain(before))
        case Flows(flows=transfers, names=called):
            passed = [
                DrawnTransfer(t.source, t.target, t.figure.value, pen.figure_text(t.figure), t.agreed, t.figure.id)
                for t in transfers
            ]
            return flows(pen, chart_text, passed, dict(called))
        case Waterfall(start=start, steps=steps, end=end):
            inner = [_named(s, pen, signed=True) for s in steps]
            return waterfall(pen, chart_text, _named(start, pen), inner, _named(end, pen))
        case _:
            assert_never(drawing)


def chart_text_of(drawing: Drawing, pen: Pen) -> ChartText:
    """Return what a drawing says in words: its title, and what is to be seen in it."""
    title = pen.plain(drawing.title)
    match drawing:
        case Flows(flows=transfers, names=called):
            names = dict(called)
            parts = [
                f"{names.get(t.source, t.source)} → {names.get(t.target, t.target)}: {pen.figure_text(t.figure)}"
                for t in transfers
            ]
            return ChartText(
                title, _description(pen.say(msg("Drawing of the flows; the table below has the same figures")), parts)
            )
        case Waterfall(start=start, steps=steps, end=end):
            bars = [(start, False), *((step, True) for step in steps), (end, False)]
            parts = [f"{pen.plain(bar.name)}: {pen.figure_text(bar.figure, signed=signed)}" for bar, signed in bars]
            return ChartText(
                title, _description(pen.say(msg("Drawing of the steps; the table below has the same figures")), parts)
            )
        case _:
            return ChartText(title, pen.plain(drawing.description), _unit(drawing))


def _description(what: str, parts: list[str]) -> str:
    return f"{what}. {'; '.join(parts)}."


def _unit(plot: Plot) -> str:
    """Return the unit of its figures, which is one; none of a chart without figures."""
    match plot:
        case Lines(series=series) | Multiples(panels=series):
            units = [f.unit for s in series for _, f in s.points]
        case Ranking(bars=bars):
            units = [bar.figure.unit for bar in bars]
        case FlowMap(flows=moves) | Chord(flows=moves):
            units = [move.figure.unit for move in moves]
        case Fan(observed=observed, median=median):
            units = [f.unit for s in (observed, median) for _, f in s.points]
        case Pyramid(sides=sides):
            units = [f.unit for side in sides for f in side.figures]
        case _:
            assert_never(plot)
    return next(iter(units), "")


def _named(bar: Bar, pen: Pen, *, signed: bool = False) -> NamedValue:
    figure = bar.figure
    return NamedValue(
        pen.plain(bar.name),
        figure.value,
        pen.figure_text(figure, signed=signed),
        bar.target.value if bar.target else None,
        figure.id,
    )


def _marked(bar: Bar, pen: Pen) -> NamedValue:
    """Return a bar whose value tells beside it that it is not whole or not quite comparable."""
    one = _named(bar, pen)
    quoted = any(isinstance(part, Quote) for part in in_words(bar.name, pen.language))
    return replace(
        one, quoted=quoted, value_text=" ".join([one.value_text, *(f"({pen.say(mark)})" for mark in marks(bar.figure))])
    )


def _curve(series: Series, pen: Pen) -> Curve:
    points = (Point(year, f.value, f"{pen.year(year)}: {pen.figure_text(f)}") for year, f in series.points)
    return Curve(pen.plain(series.name), tuple(points))


def _span(interval: Interval, pen: Pen) -> FanSpan:
    return FanSpan(pen.plain(interval.name), _curve(interval.lower, pen), _curve(interval.upper, pen))


def _side(side: AgeSide, pen: Pen) -> Side:
    return Side(
        pen.plain(side.name),
        tuple(f.value for f in side.figures if f.value is not None),
        tuple(f.value for f in side.before if f.value is not None),
    )


def _moves(moves: tuple[Flow, ...], pen: Pen) -> list[FlowArc]:
    return [
        FlowArc(
            m.origin,
            m.destination,
            pen.plain(m.origin_name),
            pen.plain(m.destination_name),
            m.figure.value,
            pen.figure_text(m.figure),
            pen.brief(m.figure),
        )
        for m in moves
        if m.figure.value is not None
    ]
