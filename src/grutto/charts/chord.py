"""Flows between a few areas in a circle: an arc an area, a band a flow, in the colour of where it comes from."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from grutto.charts.canvas import LINE, SIZE, Canvas, apart, ticks, wrapped
from grutto.charts.colours import series_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.canvas import ChartText, Pen, Spot
    from grutto.charts.flow_map import FlowArc

RADIUS, SMALL_RADIUS, RING = 165.0, 130.0, 15.0
"""Of the circle on a page and on a phone, and how thick its arcs are."""
SHORT = 11.0
"""Bands end this far short of the circle where they arrive: it shows the direction."""
GAP = 0.05
"""Radians between two arcs."""
AROUND = 30.0
"""Room above and below the circle."""


class _Arc(NamedTuple):
    """From one angle to another, in radians, clockwise from the top."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class _Circle(NamedTuple):
    centre: Spot
    radius: float

    def at(self, angle: float, radius: float) -> Spot:
        """Return where an angle meets a circle around the centre."""
        return self.centre[0] + radius * math.sin(angle), self.centre[1] - radius * math.cos(angle)

    def along(self, arc: _Arc, radius: float, *, back: bool = False) -> tuple[str, Spot]:
        """Return the steps of a path along an arc, or back."""
        large = 1 if arc.end - arc.start > math.pi else 0
        end = self.at(arc.start if back else arc.end, radius)
        return f"A{radius:g},{radius:g} 0 {large} {0 if back else 1}", end


def chord(pen: Pen, chart_text: ChartText, moves: Sequence[FlowArc]) -> str:
    """Return flows in a circle as SVG; on a phone the arcs are numbered and named below it."""
    canvas = Canvas(pen, mirrored=False)
    flows = [m for m in moves if m.value > 0 and m.origin != m.destination]
    names = {m.origin: m.origin_name for m in flows} | {m.destination: m.destination_name for m in flows}
    arcs, ends = _layout(flows, list(names))
    roles = {code: series_role(place) for place, code in enumerate(names)}
    radius = SMALL_RADIUS if pen.narrow else RADIUS
    circle = _Circle((pen.width / 2, radius + AROUND), radius)
    for place, flow in sorted(enumerate(flows), key=lambda pair: -pair[1].value):
        _band(canvas, circle, (ends[place, 0], ends[place, 1]), roles[flow.origin], flow.title)
    for code, arc in arcs.items():
        _ring(canvas, circle, arc, roles[code])
    bottom = _scale(canvas, circle, flows, ends, 2 * (radius + AROUND))
    if pen.narrow:
        bottom = _numbers(canvas, circle, {names[code]: (arc, roles[code]) for code, arc in arcs.items()}, bottom)
    else:
        _names(canvas, circle, {names[code]: arc for code, arc in arcs.items()}, 2 * (radius + AROUND))
    return canvas.finished(chart_text.title, chart_text.description, bottom)


def _layout(flows: Sequence[FlowArc], codes: list[str]) -> tuple[dict[str, _Arc], dict[tuple[int, int], _Arc]]:
    """Return the arc of each area, and of each flow where it leaves (0) and where it arrives (1)."""
    total = 2 * float(sum(f.value for f in flows)) or 1.0
    turn = (2 * math.pi - GAP * len(codes)) / total
    arcs, ends, angle = {}, {}, 0.0
    for code in codes:
        start = angle
        for place, flow in enumerate(flows):
            for end, area in enumerate((flow.origin, flow.destination)):
                if area == code:
                    width = float(flow.value) * turn
                    ends[place, end] = _Arc(angle, angle + width)
                    angle += width
        arcs[code] = _Arc(start, angle)
        angle += GAP
    return arcs, ends


def _ring(canvas: Canvas, circle: _Circle, arc: _Arc, role: str) -> None:
    outer, inner = circle.radius, circle.radius - RING
    canvas.path(
        "M", circle.at(arc.start, outer), *circle.along(arc, outer), "L", circle.at(arc.end, inner),
        *circle.along(arc, inner, back=True), "Z", fill=role,
    )  # fmt: skip


def _band(canvas: Canvas, circle: _Circle, ends: tuple[_Arc, _Arc], role: str, title: str) -> None:
    leaves, arrives = ends
    far = circle.radius - RING - 2
    near = far - SHORT
    canvas.path(
        "M", circle.at(leaves.start, far), *circle.along(leaves, far),
        "Q", circle.centre, circle.at(arrives.start, near), *circle.along(arrives, near), "Q", circle.centre,
        circle.at(leaves.start, far), "Z",
        title=title, fill=role, fill_opacity="0.6", stroke="paper", stroke_width="0.6",
    )  # fmt: skip


def _scale(
    canvas: Canvas, circle: _Circle, flows: Sequence[FlowArc], ends: dict[tuple[int, int], _Arc], top: float
) -> float:
    """Draw below the circle how wide a band of a round figure is; return where that ends."""
    place, largest = max(enumerate(flows), key=lambda pair: pair[1].value, default=(0, None))
    if largest is None:
        return top
    arc = ends[place, 0]
    unit = (arc.end - arc.start) * (circle.radius - RING) / float(largest.value)
    marks = [mark for mark in ticks(Decimal(0), largest.value) if mark > 0 and float(mark) * unit < canvas.width / 3]
    example = max(marks, default=largest.value / 5)
    wide = float(example) * unit
    canvas.line((0.0, top + 8), (wide, top + 8), stroke="soft", width=6.0)
    canvas.text(canvas.pen.tick(example), wide + 8, top + 12.5, fill="soft")
    return top + LINE + 4


def _names(canvas: Canvas, circle: _Circle, arcs: dict[str, _Arc], bottom: float) -> None:
    """Write the names in two columns beside the circle, with a line from each to its arc."""
    for side in (1, -1):
        edge = circle.centre[0] + side * (circle.radius + 34)
        room = canvas.width - edge if side > 0 else edge
        here = [
            (circle.at(arc.middle, circle.radius)[1], arc, wrapped(name, room, bold=True))
            for name, arc in arcs.items()
            if (math.sin(arc.middle) >= 0) == (side > 0)
        ]
        here.sort(key=lambda found: found[0])
        tops = apart([(y, len(lines) * LINE) for y, _, lines in here], bottom)
        for top, (_, arc, lines) in zip(tops, here, strict=True):
            for number, line in enumerate(lines):
                foot = top + number * LINE + SIZE
                canvas.text(line, edge, foot, anchor="start" if side > 0 else "end", bold=True)
            level = top + len(lines) * LINE / 2
            turn = (edge - side * 18, level)
            canvas.line(circle.at(arc.middle, circle.radius + 2), turn, stroke="soft", width=0.8)
            canvas.line(turn, (edge - side * 4, level), stroke="soft", width=0.8)


def _numbers(canvas: Canvas, circle: _Circle, arcs: dict[str, tuple[_Arc, str]], top: float) -> float:
    """Number the arcs and name the numbers below; return where that ends."""
    least, high = -math.pi, SIZE * 1.5 / (circle.radius + 12)
    for place, (name, (arc, role)) in enumerate(arcs.items(), start=1):
        number = canvas.pen.tick(Decimal(place))
        angle = max(arc.middle, least)
        least = angle + high
        x, y = circle.at(angle, circle.radius + 14)
        canvas.text(number, x, y + 4.5, anchor="middle", bold=True)
        canvas.text(number, 16, top + SIZE, anchor="end", bold=True)
        canvas.dot((28.0, top + 8.5), 5.0, fill=role)
        for line in wrapped(name, canvas.width - 40):
            canvas.text(line, 40, top + SIZE)
            top += LINE
    return top + 2
