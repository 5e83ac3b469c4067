"""Flows on a map: curves from origin to destination, thicker where they are larger, the largest ones named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.charts.canvas import COLOURS, INK, LAND, LETTER, WIDTH, element, frame, number, text
from grutto.codelists import areas, world_outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.charts.canvas import Pen
    from grutto.content.blocks import Flow, FlowMap

HEIGHT = 390.0
THICKEST = 9.0
NAMED = 8
"""Flows named on the map; the table has all."""
MARGIN = 14.0
"""Degrees around the places shown."""


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the world that is shown: longitude and latitude of its upper left corner, pixels a degree."""

    west: float
    north: float
    scale: float

    def at(self, place: tuple[float, float]) -> tuple[float, float]:
        """Return pixels of longitude and latitude (plate carrée: a degree is as wide as it is high)."""
        return (place[0] - self.west) * self.scale, (self.north - place[1]) * self.scale


def flow_map(picture: FlowMap, pen: Pen) -> str:
    """Return flows on a map as SVG; those whose places are not known stand in the table only."""
    flows = [f for f in picture.flows if f.figure.value and _place(f.origin) and _place(f.destination)]
    view = _view(flows)
    parts = [_land(view), *_curves(flows, view, pen), *_labels(flows, view, pen)]
    clip = element("clipPath", element("rect", width=WIDTH, height=HEIGHT), id=f"frame-{pen.key}")
    inside = element("g", "".join(parts), clip_path=f"url(#frame-{pen.key})")
    return frame(pen, picture, HEIGHT, [clip, inside])


def _place(code: str) -> tuple[float, float] | None:
    area = areas().get(code)
    return area.place if area else None


def _places(flows: list[Flow]) -> list[tuple[float, float]]:
    codes = dict.fromkeys(c for f in flows for c in (f.origin, f.destination))
    return [place for c in codes if (place := _place(c))]


def _view(flows: list[Flow]) -> _View:
    """Return the smallest view of the map's shape that shows all places."""
    places = _places(flows) or [(-150.0, -50.0), (150.0, 70.0)]
    west, east = min(p[0] for p in places) - MARGIN, max(p[0] for p in places) + MARGIN
    south, north = min(p[1] for p in places) - MARGIN, max(p[1] for p in places) + MARGIN
    scale = min(WIDTH / (east - west), HEIGHT / (north - south))
    return _View((west + east - WIDTH / scale) / 2, (north + south + HEIGHT / scale) / 2, scale)


def _land(view: _View) -> str:
    rings = (" ".join(f"{number(x)},{number(y)}" for x, y in map(view.at, ring)) for ring in world_outline())
    return element("path", d=" ".join(f"M{ring}Z" for ring in rings), fill=LAND, stroke="#fff", stroke_width="0.7")


def _curves(flows: list[Flow], view: _View, pen: Pen) -> Iterator[str]:
    largest = max((float(f.figure.value or 0) for f in flows), default=1.0)
    for flow in sorted(flows, key=lambda f: f.figure.value or 0):
        origin, destination = _place(flow.origin), _place(flow.destination)
        if origin is None or destination is None:
            continue
        (x0, y0), (x1, y1) = view.at(origin), view.at(destination)
        width = max(THICKEST * math.sqrt(float(flow.figure.value or 0) / largest), 0.8)
        lift = 0.18 * math.hypot(x1 - x0, y1 - y0)
        curve = f"M{number(x0)},{number(y0)}Q{number((x0 + x1) / 2)},{number((y0 + y1) / 2 - lift)} "
        name = f"{pen.plain(flow.origin_name)} → {pen.plain(flow.destination_name)}: {pen.shown(flow.figure)}"
        yield element(
            "path", element("title", name), d=f"{curve}{number(x1)},{number(y1)}", fill="none", stroke=COLOURS[0],
            stroke_width=width, stroke_opacity="0.62", stroke_linecap="round",
        )  # fmt: skip
        yield element("circle", cx=x1, cy=y1, r=max(width / 2 + 1.4, 2.4), fill=COLOURS[1])


def _labels(flows: list[Flow], view: _View, pen: Pen) -> Iterator[str]:
    """Name the origins and the largest destinations, where names do not cover each other."""
    taken: list[tuple[float, float, float]] = []
    ranked = sorted(flows, key=lambda f: -(f.figure.value or 0))
    named = {f.origin: (pen.plain(f.origin_name), "700") for f in ranked}
    named |= {
        f.destination: (f"{pen.plain(f.destination_name)} {pen.shown(f.figure)}", "400")
        for f in ranked[:NAMED]
        if f.destination not in named
    }
    for code, (name, weight) in named.items():
        place = _place(code)
        if place is None:
            continue
        x, y = view.at(place)
        width = len(name) * LETTER
        left = x + 8 if x + 8 + width < WIDTH else x - 8 - width
        free = next((y + d for d in (4.5, 20, -11, 35, -26) if _free(left, y + d, width, taken)), None)
        if free is not None:
            taken.append((left, free, width))
            yield text(
                name, left, free, fill=INK, font_weight=weight, stroke="#fff", stroke_width="3", paint_order="stroke"
            )


def _free(left: float, y: float, width: float, taken: list[tuple[float, float, float]]) -> bool:
    inside = 12 < y < HEIGHT - 4
    return inside and all(abs(y - ty) > 14 or left > tx + tw or tx > left + width for tx, ty, tw in taken)
