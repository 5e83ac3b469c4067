"""Time series: a line a series, named where it ends; a gap where a value is unknown; marks for breaks and for goals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from grutto.charts.axes import BOTTOM, TOP, PlotField, axes, axis_room, scale_of
from grutto.charts.canvas import LINE, SIZE, Box, Canvas, apart, box_of, width_of, wrapped
from grutto.charts.colours import DASHES, SERIES, series_role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from grutto.charts.axes import Curve
    from grutto.charts.canvas import Anchor, ChartText, Pen, Spot

TALL, SMALL = 300.0, 150.0
"""Height of a chart, and of one of several small ones."""
GUTTER = 172.0
"""Room for names beside the lines."""
PANEL_GAP = 22.0
SAMPLE = 26.0
"""Length of the line that a legend shows of a series."""
DENSE = 24
"""Points of a series from which on they have no dots."""


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A value to compare all series with, such as a goal: a line across the chart, with its name."""

    value: Decimal
    name: str


def line_chart(
    pen: Pen,
    chart_text: ChartText,
    curves: Sequence[Curve],
    *,
    references: Sequence[ReferenceLine] = (),
    breaks: Sequence[float] = (),
) -> str:
    """Return a time series chart as SVG.

    Args:
        pen: how it is drawn; for a phone the names stand above the lines.
        chart_text: title, description and unit.
        curves: the series, eight at most if they are to differ by colour.
        references: values that the series are compared with.
        breaks: first years after a break in the series.
    """
    canvas = Canvas(pen)
    years, marks = scale_of(curves, [r.value for r in references])
    head = legend(canvas, curves) if pen.narrow else 0.0
    gutter = 20.0 if pen.narrow else min(GUTTER, max((width_of(c.name, bold=True) for c in curves), default=0) + 14)
    left = axis_room(pen, marks, chart_text.unit)
    height = head + TALL * (0.8 if pen.narrow else 1.0)
    field = PlotField(Box(left, head + TOP, pen.width - gutter, height - BOTTOM), years, marks)
    axes(canvas, field, chart_text.unit)
    _breaks(canvas, field, breaks, named=True)
    for place, curve in enumerate(curves):
        _curve(canvas, field, curve, place)
    for reference in references:
        _reference(canvas, field, reference, curves)
    if not pen.narrow:
        _names(canvas, field, curves)
    return canvas.finished(chart_text.title, chart_text.description, height)


def small_multiples(pen: Pen, chart_text: ChartText, curves: Sequence[Curve], breaks: Sequence[float] = ()) -> str:
    """Return small time series on one scale, as SVG; each has its name above it."""
    canvas = Canvas(pen)
    years, marks = scale_of(curves, (), most=3)
    a_row = 1 if pen.narrow else 3
    width = (pen.width - (a_row - 1) * PANEL_GAP) / a_row
    names = [wrapped(curve.name, width, 3, bold=True) for curve in curves]
    head = max(map(len, names), default=1) * LINE
    for place, (curve, name) in enumerate(zip(curves, names, strict=True)):
        row, column = divmod(place, a_row)
        x, y = column * (width + PANEL_GAP), row * (SMALL + head)
        for number, line in enumerate(name):
            canvas.text(line, x, y + SIZE + number * LINE, bold=True)
        box = Box(
            x + axis_room(pen, marks, chart_text.unit), y + head + 12, x + width - 18, y + head + SMALL - BOTTOM - 8
        )
        field = PlotField(box, years, marks)
        axes(canvas, field, chart_text.unit)
        _breaks(canvas, field, breaks, named=False)
        _curve(canvas, field, curve, 0)
    rows = -(-len(curves) // a_row)
    return canvas.finished(chart_text.title, chart_text.description, rows * (SMALL + head))


def _breaks(canvas: Canvas, field: PlotField, years: Sequence[float], *, named: bool) -> None:
    """Mark breaks between the last year before and the first year after."""
    for year in years:
        x = field.across(year - 0.5)
        canvas.line((x, field.box.top - 6), (x, field.box.bottom), stroke="soft", width=1.5, dash="3 4")
        if named:
            word = canvas.pen.say("break")
            if canvas.free(box_of(word, x, field.box.top - 10, anchor="middle"), field.box.bottom):
                canvas.text(word, x, field.box.top - 10, anchor="middle", fill="soft", font_style="italic")


def _curve(canvas: Canvas, field: PlotField, curve: Curve, place: int) -> None:
    """Draw a line with a dot a value; the last one is hollow if the series ends before others."""
    colour = series_role(place)
    for piece in _pieces(curve):
        points = [(field.across(year), field.up(value)) for year, value in piece]
        canvas.polyline(points, stroke=colour, stroke_width="2.5", stroke_dasharray=DASHES[place % SERIES])
    known = curve.known
    for point in curve.points:
        if point.value is None:
            continue
        spot = (field.across(point.at), field.up(point.value))
        if point.at == known[-1][0] < field.years[1]:
            canvas.dot(spot, 4.0, fill="paper", stroke=colour, stroke_width="2", title=point.title)
        elif len(known) < DENSE or point.at == known[-1][0]:
            canvas.dot(spot, 3.2, fill=colour, title=point.title)


def _pieces(curve: Curve) -> Iterator[list[tuple[float, Decimal]]]:
    """Yield stretches of known values; an unknown one makes a gap, and so do years that the series otherwise has."""
    known = curve.known
    if not known:
        return
    steps = Counter(round(after.at - before.at, 3) for before, after in pairwise(curve.points))
    usual = steps.most_common(1)[0][0] if steps else 1.0
    piece = known[:1]
    for before, after in pairwise(known):
        if after[0] - before[0] > usual * 1.01:
            yield piece
            piece = []
        piece.append(after)
    yield piece


def _reference(canvas: Canvas, field: PlotField, reference: ReferenceLine, curves: Sequence[Curve]) -> None:
    """Draw a line across with its name above or below it, at the end where it covers least."""
    y = field.up(reference.value)
    canvas.line((field.box.left, y), (field.box.right, y), stroke="ink", width=1.3, dash="8 4")
    name = wrapped(reference.name, field.box.right - field.box.left - 12, 1)[0]
    spots = [(field.across(year), field.up(value)) for curve in curves for year, value in curve.known]
    ends: tuple[tuple[float, Anchor], ...] = ((field.box.right - 4, "end"), (field.box.left + 6, "start"))
    places = [(x, foot, anchor) for foot in (y - 5, y + SIZE + 3) for x, anchor in ends]

    def covered(place: tuple[float, float, Anchor]) -> tuple[bool, int]:
        box = box_of(name, *place[:2], anchor=place[2])
        inside = [s for s in spots if box.left < s[0] < box.right and box.top < s[1] < box.bottom]
        return not canvas.free(box, field.box.bottom), len(inside)

    x, foot, anchor = min(places, key=covered)
    canvas.text(name, x, foot, anchor=anchor, halo=True)


def legend(canvas: Canvas, curves: Sequence[Curve]) -> float:
    """Name the series above the chart; return how high that is."""
    y = 0.0
    for place, curve in enumerate(curves):
        canvas.line((0.0, y + 10), (SAMPLE, y + 10), stroke=series_role(place), width=2.5, dash=DASHES[place % SERIES])
        for line in wrapped(curve.name, canvas.width - SAMPLE - 8):
            canvas.text(line, SAMPLE + 8, y + SIZE + 1)
            y += LINE
    return y


def _names(canvas: Canvas, field: PlotField, curves: Sequence[Curve]) -> None:
    """Write each name at the end of its line; names that would touch move apart.

    The name of a series that ends before others stands beside its last value, or a dotted line leads there. None comes
    near the years below.
    """
    ends: list[tuple[float, int, Spot, list[str]]] = []
    for place, curve in enumerate(curves):
        if not curve.known:
            continue
        year, value = curve.known[-1]
        spot = (field.across(year), field.up(value))
        if year < field.years[1] and _beside(canvas, field, curve.name, spot, place):
            continue
        ends.append((spot[1], place, spot, wrapped(curve.name, canvas.width - field.box.right - 12, 3, bold=True)))
    feet = apart([(end, len(lines) * LINE) for end, _, _, lines in sorted(ends)], field.box.bottom + LINE / 2)
    for top, (_, place, spot, lines) in zip(feet, sorted(ends), strict=True):
        if spot[0] < field.box.right - 1:
            middle = (field.box.right + 8, top + len(lines) * LINE / 2)
            canvas.line((spot[0] + 5, spot[1]), middle, stroke="soft", width=0.8, dash="1 3")
        for number, line in enumerate(lines):
            foot = top + number * LINE + SIZE
            canvas.text(line, field.box.right + 12, foot, fill=series_role(place), bold=True)


def _beside(canvas: Canvas, field: PlotField, name: str, spot: Spot, place: int) -> bool:
    """Write a name right of a value if there is room, and tell whether there was."""
    foot = spot[1] + 4.5
    box = box_of(name, spot[0] + 9, foot, bold=True)
    if box.right > field.box.right or not canvas.free(box, field.box.bottom):
        return False
    canvas.text(name, spot[0] + 9, foot, fill=series_role(place), bold=True, halo=True)
    return True
