"""A population by age: two sides, one of each sex, and as a line how it was before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.charts.canvas import LINE, SIZE, Box, Canvas, ticks, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.canvas import ChartText, Pen

ROW, BAR = 16.0, 13.0
GAP = 8.0


@dataclass(frozen=True, slots=True)
class Side:
    """A side of the pyramid: its name, and values from the youngest; also as they were before."""

    name: str
    values: tuple[Decimal, ...]
    before: tuple[Decimal, ...] = ()


def pyramid(pen: Pen, chart_text: ChartText, ages: Sequence[str], sides: tuple[Side, Side], before: str = "") -> str:
    """Return a population pyramid as SVG, the youngest at the bottom.

    Args:
        pen: how it is drawn.
        chart_text: title, description and unit.
        ages: name of each group, from the youngest.
        sides: the left and the right one.
        before: what the line shows.
    """
    canvas = Canvas(pen, mirrored=False)
    spine = max(map(width_of, ages), default=0) / 2 + GAP
    marks = ticks(Decimal(0), max(v for s in sides for v in (*s.values, *s.before)), 2 if pen.narrow else 4)
    room = width_of(pen.tick(marks[-1], chart_text.unit)) / 2
    half = pen.width / 2 - spine - room
    top = LINE * (2.4 if before else 1.2)
    bottom = top + ROW * len(ages)
    if before:
        canvas.line((0.0, 9.0), (26.0, 9.0), stroke="ink", width=1.6)
        canvas.text(before, 34, SIZE)
    for name, row in zip(ages, range(len(ages)), strict=True):
        canvas.text(name, pen.width / 2, bottom - ROW * row - 3.5, anchor="middle", fill="soft", size=11.5)
    for way, role, side in zip((-1, 1), ("c0", "c1"), sides, strict=True):
        _axis(canvas, way, spine, half, (marks, top, bottom, chart_text.unit))
        edge = pen.width / 2 + way * spine
        for row, value in enumerate(side.values):
            far = edge + way * half * float(value / marks[-1])
            foot = bottom - ROW * row
            canvas.bar(Box(min(edge, far), foot - BAR - 1, max(edge, far), foot - 1), fill=role, fill_opacity="0.8")
        canvas.text(side.name, edge + way * half / 2, top - 6, anchor="middle", bold=True, fill=role)
        _outline(canvas, way, edge, [half * float(v / marks[-1]) for v in side.before], bottom)
    return canvas.finished(chart_text.title, chart_text.description, bottom + LINE + 8)


def _axis(canvas: Canvas, way: int, spine: float, half: float, scale: tuple[list[Decimal], float, float, str]) -> None:
    marks, top, bottom, unit = scale
    for mark in marks:
        x = canvas.width / 2 + way * (spine + half * float(mark / marks[-1]))
        canvas.line((x, top), (x, bottom))
        canvas.text(canvas.pen.tick(mark, unit), x, bottom + LINE, anchor="middle", fill="soft", size=11.5)


def _outline(canvas: Canvas, way: int, edge: float, lengths: list[float], bottom: float) -> None:
    points = [
        (edge + way * length, bottom - ROW * (row + step)) for row, length in enumerate(lengths) for step in (0, 1)
    ]
    if points:
        canvas.polyline(points, stroke="ink", stroke_width="1.6")
