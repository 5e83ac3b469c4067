"""Flows between a few areas in a circle: an arc an area, a band a flow, in the colour of where it comes from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from grutto.charts.canvas import COLOURS, WIDTH, element, frame, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.charts.canvas import Pen
    from grutto.content.blocks import Chord, Flow

HEIGHT = 430.0
OUTER, INNER = 165.0, 150.0
LINE, WIDEST = 16.0, 90.0
"""Height of a line, and width within which two names may cover each other."""

GAP = 0.05
"""Radians between two arcs."""


class _Arc(NamedTuple):
    """From one angle to another, in radians, clockwise from the top."""

    start: float
    end: float


def chord(picture: Chord, pen: Pen) -> str:
    """Return flows in a circle as SVG."""
    flows = [f for f in picture.flows if f.figure.value and f.origin != f.destination]
    names = {f.origin: f.origin_name for f in flows} | {f.destination: f.destination_name for f in flows}
    arcs, ends = _layout(flows, list(names))
    order = {code: place for place, code in enumerate(names)}
    parts = list(_bands(flows, ends, order, pen))
    parts += [_ring(arc, COLOURS[order[code] % len(COLOURS)]) for code, arc in arcs.items()]
    parts += _names({pen.plain(names[code]): arc for code, arc in arcs.items()})
    middle = element("g", "".join(parts), transform=f"translate({number(WIDTH / 2)} {number(HEIGHT / 2)})")
    return frame(pen, picture, HEIGHT, [middle])


def _layout(flows: list[Flow], codes: list[str]) -> tuple[dict[str, _Arc], dict[tuple[int, int], _Arc]]:
    """Return the arc of each area, and of each flow where it leaves (0) and where it arrives (1)."""
    total = 2 * sum(float(f.figure.value or 0) for f in flows) or 1.0
    turn = (2 * math.pi - GAP * len(codes)) / total
    arcs, ends, angle = {}, {}, 0.0
    for code in codes:
        start = angle
        for place, flow in enumerate(flows):
            for end, area in enumerate((flow.origin, flow.destination)):
                if area == code:
                    width = float(flow.figure.value or 0) * turn
                    ends[place, end] = _Arc(angle, angle + width)
                    angle += width
        arcs[code] = _Arc(start, angle)
        angle += GAP
    return arcs, ends


def _at(angle: float, radius: float) -> str:
    return f"{number(radius * math.sin(angle))},{number(-radius * math.cos(angle))}"


def _along(arc: _Arc, radius: float, *, back: bool = False) -> str:
    large = 1 if arc.end - arc.start > math.pi else 0
    return (
        f"A{number(radius)},{number(radius)} 0 {large} {0 if back else 1} {_at(arc.start if back else arc.end, radius)}"
    )


def _ring(arc: _Arc, colour: str) -> str:
    outer = f"M{_at(arc.start, OUTER)}{_along(arc, OUTER)}"
    return element("path", d=f"{outer}L{_at(arc.end, INNER)}{_along(arc, INNER, back=True)}Z", fill=colour)


def _bands(flows: list[Flow], ends: dict[tuple[int, int], _Arc], order: dict[str, int], pen: Pen) -> Iterator[str]:
    radius = INNER - 3
    for place, flow in enumerate(flows):
        leaves, arrives = ends[place, 0], ends[place, 1]
        path = (
            f"M{_at(leaves.start, radius)}{_along(leaves, radius)}Q0,0 {_at(arrives.start, radius - 8)}"
            f"{_along(arrives, radius - 8)}Q0,0 {_at(leaves.start, radius)}Z"
        )
        name = f"{pen.plain(flow.origin_name)} → {pen.plain(flow.destination_name)}: {pen.shown(flow.figure)}"
        colour = COLOURS[order[flow.origin] % len(COLOURS)]
        yield element("path", element("title", name), d=path, fill=colour, fill_opacity="0.55", stroke="#fff")


def _names(arcs: dict[str, _Arc]) -> Iterator[str]:
    """Write each name beside its arc; a name that would cover the one before stands further out."""
    before = (0.0, 0.0)
    out = 0
    for name, arc in arcs.items():
        angle = (arc.start + arc.end) / 2
        close = abs(_beside(angle, 0)[1] - before[1]) < LINE and abs(_beside(angle, 0)[0] - before[0]) < WIDEST
        out = out + 1 if close else 0
        x, y = _beside(angle, out)
        before = _beside(angle, 0)
        anchor = "start" if x > 8 else "end" if x < -8 else "middle"
        yield text(name, x, y + 4.5, text_anchor=anchor, font_weight="600")


def _beside(angle: float, out: int) -> tuple[float, float]:
    radius = OUTER + 12 + out * LINE
    return radius * math.sin(angle), -radius * math.cos(angle)
