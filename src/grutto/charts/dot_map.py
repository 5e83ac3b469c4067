"""Places on a map: a dot each, as large as what it stands for; on a page each dot can lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.charts.canvas import NARROW, WIDE, Box, Canvas, box_of
from grutto.charts.world import land, view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.canvas import ChartText, Pen, Spot

HEIGHTS = {WIDE: 340.0, NARROW: 220.0}
LARGEST, SMALLEST = 14.0, 3.0
"""Radius of dots, in pixels."""
NAMED = {WIDE: 12, NARROW: 5}
"""Places named beside their dots, the largest first, where there is room."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place.

    Args:
        place: longitude and latitude in degrees.
        name: as the reader knows it.
        title: name and size in words.
        size: what the area of the dot shows; all dots are alike if it is nothing.
        address: where the dot leads.
    """

    place: Spot
    name: str
    title: str
    size: float = 0.0
    address: str = ""


def dot_map(pen: Pen, chart_text: ChartText, dots: Sequence[Dot], *, whole: bool = False) -> str:
    """Return places on a map as SVG.

    Args:
        pen: how it is drawn.
        chart_text: title and description.
        dots: the places.
        whole: the whole world is shown, not only where the places are.
    """
    canvas = Canvas(pen, mirrored=False)
    view = view_of([] if whole else [d.place for d in dots], pen.width, HEIGHTS[pen.width])
    land(canvas, view)
    most = max((d.size for d in dots), default=0.0)
    ranked = sorted(dots, key=lambda d: -d.size)
    drawn = [(d, view.at(d.place), _radius(d.size, most)) for d in ranked]
    for dot, (x, y), radius in drawn:
        canvas.dot((x, y), radius, fill="c0", fill_opacity="0.8", stroke="paper", title=dot.title, address=dot.address)
        canvas.reserve(Box(x - radius, y - radius, x + radius, y + radius))
    for dot, (x, y), radius in drawn[: NAMED[pen.width]]:
        right, left = ((x + radius + 4, y + 4.5), "start"), ((x - radius - 4, y + 4.5), "end")
        for spot, anchor in (right, left):
            if dot.name and canvas.free(box_of(dot.name, *spot, anchor=anchor), view.height):  # type: ignore[arg-type]
                canvas.text(dot.name, *spot, anchor=anchor, halo=True)  # type: ignore[arg-type]
                break
    return canvas.finished(chart_text.title, chart_text.description, view.height)


def _radius(size: float, most: float) -> float:
    return max(SMALLEST, LARGEST * (max(size, 0.0) / most) ** 0.5) if most else SMALLEST
