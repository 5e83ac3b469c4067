"""What was observed, and what may come: a line and the bands in which a model expects the future."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.charts.axes import BOTTOM, TOP, PlotField, axes, axis_room, scale_of
from grutto.charts.canvas import LINE, SIZE, Box, Canvas, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from grutto.charts.axes import Curve
    from grutto.charts.canvas import ChartText, Pen, Spot

TALL = 300.0
OPACITY = ("0.16", "0.26", "0.4")
"""Of the bands from the widest; they lie on each other."""
SAMPLE = 26.0


@dataclass(frozen=True, slots=True)
class FanSpan:
    """An interval over time: its name, its lower and its upper bounds."""

    name: str
    lower: Curve
    upper: Curve


def fan(
    pen: Pen,
    chart_text: ChartText,
    observed: Curve,
    median: Curve,
    spans: Sequence[FanSpan],
    names: Mapping[float, str],
) -> str:
    """Return a fan chart as SVG.

    Args:
        pen: how it is drawn.
        chart_text: title, description and unit.
        observed: what was; the future begins at its last value.
        median: the middle of the future.
        spans: the widest first.
        names: what is written below which year.
    """
    canvas = Canvas(pen)
    drawn = [_joined(observed, c) for span in spans for c in (span.lower, span.upper)]
    middle = _joined(observed, median)
    years, marks = scale_of([observed, median, *(c for s in spans for c in (s.lower, s.upper))])
    head = _legend(canvas, observed, median, spans)
    sides = max(map(width_of, names.values()), default=0) / 2
    left = max(axis_room(pen, marks, chart_text.unit), sides)
    field = PlotField(Box(left, head + TOP / 2, pen.width - sides, head + TALL - BOTTOM), years, marks)
    axes(canvas, field, chart_text.unit, names)
    for place in range(len(spans)):
        lower, upper = ([_spot(field, p) for p in c] for c in drawn[2 * place : 2 * place + 2])
        canvas.path("M", *lower, *reversed(upper), "Z", fill="c0", fill_opacity=OPACITY[place % len(OPACITY)])
    canvas.polyline([_spot(field, p) for p in middle], stroke="c0", stroke_width="2.2", stroke_dasharray="6 3")
    canvas.polyline([_spot(field, p) for p in observed.known], stroke="ink", stroke_width="2.5")
    for point in (*observed.points, *median.points):
        if point.value is not None:
            canvas.dot(
                _spot(field, (point.at, point.value)),
                2.8,
                fill="ink" if point in observed.points else "c0",
                title=point.title,
            )
    return canvas.finished(chart_text.title, chart_text.description, head + TALL)


def _joined(observed: Curve, future: Curve) -> list[tuple[float, Decimal]]:
    """Begin a line of the future at the last observed value."""
    return [*observed.known[-1:], *future.known]


def _spot(field: PlotField, point: tuple[float, Decimal]) -> Spot:
    return field.across(point[0]), field.up(point[1])


def _legend(canvas: Canvas, observed: Curve, median: Curve, spans: Sequence[FanSpan]) -> float:
    """Explain lines and bands above the chart; return how high that is."""
    x, y = 0.0, 0.0
    for place, name in enumerate((observed.name, median.name, *(span.name for span in spans))):
        wide = SAMPLE + 8 + width_of(name) + 20
        if x and x + wide > canvas.width + 20:
            x, y = 0.0, y + LINE
        level = y + 9
        if place < 2:
            look = {"stroke": "ink", "width": 2.5} if place == 0 else {"stroke": "c0", "width": 2.2, "dash": "6 3"}
            canvas.line((x, level), (x + SAMPLE, level), **look)  # type: ignore[arg-type]
        for deeper in range(place - 1):
            box = Box(x, level - 6, x + SAMPLE, level + 6)
            canvas.bar(box, fill="c0", fill_opacity=OPACITY[deeper % len(OPACITY)])
        canvas.text(name, x + SAMPLE + 8, y + SIZE)
        x += wide
    return y + LINE + 4
