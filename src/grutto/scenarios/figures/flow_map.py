"""A map of the largest flows, on an outline of the world that comes with Grutto."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from grutto.errors import ScenarioError
from grutto.scenarios.figures.svg import INK, PALETTE, Translation, document, english, short, text
from grutto.scenarios.regions import region_areas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, TOP = 960.0, 545.0, 60.0
LAND = "#e4e4e0"
WIDEST, THINNEST = 9.0, 0.8
BEND = 0.18  # how far an arc leaves the straight line, as part of its length
SCALE = WIDTH / 5.5  # an Equal Earth map is 2 × 2.7066 wide

type Flow = tuple[str, str, float]


@cache
def world() -> dict[str, Any]:
    """Return the outline of land (rings of longitude, latitude, …) and one point for each area."""
    content = resources.files("grutto.scenarios.figures").joinpath("world.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(content)
    return found


def placed(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a point by Equal Earth (Šavrič, Patterson and Jenny 2018), which keeps areas in proportion."""
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = a + 3 * b * t**2 + t**6 * (7 * c + 9 * d * t**2)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    y = t * (a + b * t**2 + t**6 * (c + d * t**2))
    return WIDTH / 2 + SCALE * x, TOP + 243 - SCALE * y


def flow_map(
    flows: Sequence[Flow],
    *,
    title: str,
    titles: Mapping[str, str] | None = None,
    lineage: Mapping[str, str] | None = None,
    words: Translation = english,
    most: int = 40,
) -> str:
    """Draw the largest flows as arcs that grow wider towards where people arrive.

    Args:
        flows: origin, destination (ISO 3166-1 alpha-3) and persons.
        title: of the figure.
        titles: name of each region; its code by default.
        lineage: where the figures come from.
        words: translates the words within the figure.
        most: arcs drawn.

    Raises:
        ScenarioError: there is no flow, or an area has no place on the map.
    """
    largest = sorted((flow for flow in flows if flow[2] > 0), key=lambda flow: -flow[2])[:most]
    if not largest:
        raise ScenarioError("There is no flow to draw", where=title)
    lost = sorted({area for flow in largest for area in flow[:2]} - set(world()["areas"]))
    if lost:
        raise ScenarioError("Areas have no place on the map", where=", ".join(lost), repair="add them to world.json")
    regions = {area: region for region, members in region_areas().items() for area in members}
    colour = dict(zip(region_areas(), PALETTE, strict=False))
    body = [f'<path d="{outline()}" fill="{LAND}" fill-rule="evenodd"/>']
    body += [arc(flow, largest[0][2], colour[regions[flow[0]]]) for flow in largest]
    seen = [region for region in colour if any(regions[flow[0]] == region for flow in largest)]
    body += legend([(colour[region], (titles or {}).get(region, region)) for region in seen])
    told = words(
        "The {count} largest flows. An arc has the colour of the region people leave and widens to where they arrive."
    )
    body.append(text(20, 52, told.format(count=len(largest)), size=12))
    top = "; ".join(f"{orig} → {dest} {short(persons)}" for orig, dest, persons in largest[:5])
    described = f"{told.format(count=len(largest))} {top}."
    return document(body, title=title, description=described, width=WIDTH, height=HEIGHT, lineage=lineage or {})


@cache
def outline() -> str:
    """Return the land as the data of one path."""
    parts = []
    for ring in world()["land"]:
        points = [placed(*pair) for pair in zip(ring[::2], ring[1::2], strict=True)]
        parts.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
    return "".join(parts)


def arc(flow: Flow, largest: float, colour: str) -> str:
    """Draw one flow: a bent wedge, thin where people leave and wide where they arrive."""
    (ax, ay), (bx, by) = (placed(*world()["areas"][area]) for area in flow[:2])
    width = max(WIDEST * flow[2] / largest, THINNEST)
    length = math.hypot(bx - ax, by - ay) or 1.0
    nx, ny = (by - ay) / length, (ax - bx) / length
    mx, my = (ax + bx) / 2 + nx * BEND * length, (ay + by) / 2 + ny * BEND * length
    half, middle = width / 2, width / 4
    data = (
        f"M{ax:.1f},{ay:.1f}Q{mx + nx * middle:.1f},{my + ny * middle:.1f} {bx + nx * half:.1f},{by + ny * half:.1f}"
        f"L{bx - nx * half:.1f},{by - ny * half:.1f}"
        f"Q{mx - nx * middle:.1f},{my - ny * middle:.1f} {ax:.1f},{ay:.1f}Z"
    )
    name = f"{flow[0]} → {flow[1]} {short(flow[2])}"
    return (
        f'<path d="{data}" fill="{colour}" fill-opacity="0.75" stroke="{colour}" stroke-width="0.4">'
        f"<title>{name}</title></path>"
    )


def legend(names: list[tuple[str, str]]) -> list[str]:
    """Name the colours below the map."""
    drawn = []
    for place, (colour, name) in enumerate(names):
        x = 20 + place * 155
        drawn.append(f'<rect x="{x}" y="{HEIGHT - 30:g}" width="14" height="14" fill="{colour}"/>')
        drawn.append(text(x + 20, HEIGHT - 18, name, size=12, fill=INK))
    return drawn
