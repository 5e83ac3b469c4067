"""Maps: the part of the world that is shown, its land, and where a place is in the drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.charts.canvas import Box, number
from grutto.codelists import world_outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.canvas import Canvas, Spot

MARGIN = 12.0
"""Degrees around the places shown."""
WORLD = ((-150.0, -52.0), (175.0, 72.0))


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that is shown: degrees of its left upper corner, pixels a degree, size in pixels.

    Degrees of longitude are as wide as they are in the middle of the view (equirectangular projection).
    """

    west: float
    north: float
    across: float
    down: float
    width: float
    height: float

    def at(self, place: Spot) -> Spot:
        """Return where longitude and latitude are."""
        return (place[0] - self.west) * self.across, (self.north - place[1]) * self.down


def view_of(places: Sequence[Spot], width: float, height: float, margin: float = MARGIN) -> View:
    """Return the smallest view of a size that shows all places."""
    spots = places or WORLD
    west, east = min(p[0] for p in spots) - margin, max(p[0] for p in spots) + margin
    south, north = min(p[1] for p in spots) - margin, max(p[1] for p in spots) + margin
    narrowing = math.cos(math.radians((south + north) / 2))
    down = min(width / ((east - west) * narrowing), height / (north - south))
    across = down * narrowing
    return View(
        (west + east) / 2 - width / across / 2, (north + south) / 2 + height / down / 2, across, down, width, height
    )


def land(canvas: Canvas, view: View) -> None:
    """Draw the land that lies in a view."""
    rings = []
    for ring in world_outline():
        spots = [view.at(place) for place in ring]
        if _within(spots, view):
            rings.append("M" + " ".join(f"{number(x)},{number(y)}" for x, y in spots) + "Z")
    clip = canvas.clip(Box(0.0, 0.0, view.width, view.height))
    canvas.add("path", d="".join(rings), fill="land", stroke="paper", stroke_width="0.7", clip_path=clip)


def _within(spots: list[Spot], view: View) -> bool:
    across, down = [x for x, _ in spots], [y for _, y in spots]
    return max(across) >= 0 and min(across) <= view.width and max(down) >= 0 and min(down) <= view.height
