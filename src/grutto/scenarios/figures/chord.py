"""A chord diagram of the flows between regions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grutto.errors import ScenarioError
from grutto.scenarios.figures.svg import PALETTE, Translation, document, english, short, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

CENTRE = (400.0, 420.0)
RADIUS = 240.0
BAND = 16.0
GAP = 0.05  # radians between two regions
NARROW, LIFT = 0.3, 44.0  # labels nearer than this, in radians; pixels that one of them stands farther out
STEP = 14.0  # ribbons end this far short of the circle where people arrive: it shows the direction


@dataclass(frozen=True)
class Piece:
    """A stretch of the circle, in radians clockwise from the top."""

    start: float
    end: float


def chord_diagram(
    flows: xr.DataArray,
    *,
    title: str,
    titles: Mapping[str, str] | None = None,
    lineage: Mapping[str, str] | None = None,
    words: Translation = english,
) -> str:
    """Draw flows between regions as ribbons, coloured by origin; flows within a region are left out.

    The form follows Abel and Sander (2014): a ribbon touches the circle where people leave and stops short
    of it where they arrive; its width is the flow.

    Args:
        flows: persons (region_orig, region_dest), such as a median over draws.
        title: of the figure.
        titles: name of each region; its code by default.
        lineage: where the figures come from.
        words: translates the words within the figure.

    Raises:
        ScenarioError: there is no flow at all.
    """
    table = flows.to_numpy().astype(float).copy()
    np.fill_diagonal(table, 0)
    if not table.sum() > 0:
        raise ScenarioError("There is no flow between regions to draw", where=title)
    regions = [str(region) for region in flows.region_orig.to_numpy()]
    names = [(titles or {}).get(region, region) for region in regions]
    pieces = layout(table)
    body = ribbons(table, pieces)
    for place, name in enumerate(names):
        colour = PALETTE[place % len(PALETTE)]
        body.append(ring(pieces[place], colour))
        told = (
            name,
            words("{number} leave").format(number=short(table[place].sum())),
            words("{number} arrive").format(number=short(table[:, place].sum())),
        )
        body += label(pieces[place], told, lifts(pieces)[place])
    body.append(
        text(
            20,
            52,
            words("A ribbon has the colour of the region people leave and stops short where they arrive."),
            size=12,
        )
    )
    described = describe(table, names, words)
    return document(body, title=title, description=described, width=800, height=785, lineage=lineage or {})


def layout(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[Piece]:
    """Give each region a stretch in proportion to those who leave and those who arrive."""
    size = table.sum(1) + table.sum(0)
    scale = (2 * math.pi - GAP * len(size)) / size.sum()
    ends = np.cumsum(size * scale + GAP)
    return [Piece(float(end - s * scale - GAP), float(end - GAP)) for end, s in zip(ends, size, strict=True)]


def ribbons(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]], pieces: list[Piece]) -> list[str]:
    """Draw one ribbon for each flow, the large ones first so that small ones stay in sight."""
    scale = (pieces[0].end - pieces[0].start) / max(table[0].sum() + table[:, 0].sum(), 1e-300)
    leave = [piece.start for piece in pieces]
    arrive = [piece.start + table[place].sum() * scale for place, piece in enumerate(pieces)]
    drawn = []
    count = len(pieces)
    for orig in range(count):
        for turn in range(1, count):
            dest = (orig + count - turn) % count
            width = table[orig, dest] * scale
            drawn.append((orig, dest, leave[orig], width))
            leave[orig] += width
    found: list[tuple[float, str]] = []
    for orig, dest, start, width in sorted(drawn, key=lambda ribbon: (ribbon[1], (ribbon[0] - ribbon[1]) % count)):
        if width > 0:
            source = Piece(start, start + width)
            target = Piece(arrive[dest], arrive[dest] + width)
            found.append((width, ribbon_path(source, target, PALETTE[orig % len(PALETTE)])))
        arrive[dest] += width
    return [shape for _, shape in sorted(found, key=lambda item: -item[0])]


def ribbon_path(source: Piece, target: Piece, colour: str) -> str:
    """Draw one ribbon between two stretches of the circle."""
    near, far = RADIUS - 2, RADIUS - STEP
    a, b = point(source.start, near), point(source.end, near)
    c, d = point(target.start, far), point(target.end, far)
    middle = f"{CENTRE[0]:.1f},{CENTRE[1]:.1f}"
    wide = [int(piece.end - piece.start > math.pi) for piece in (source, target)]
    data = (
        f"M{a[0]:.1f},{a[1]:.1f}A{near:g},{near:g} 0 {wide[0]} 1 {b[0]:.1f},{b[1]:.1f}"
        f"Q{middle} {c[0]:.1f},{c[1]:.1f}A{far:g},{far:g} 0 {wide[1]} 1 {d[0]:.1f},{d[1]:.1f}"
        f"Q{middle} {a[0]:.1f},{a[1]:.1f}Z"
    )
    return f'<path d="{data}" fill="{colour}" fill-opacity="0.65" stroke="{colour}" stroke-width="0.5"/>'


def ring(piece: Piece, colour: str) -> str:
    """Draw the band of one region on the circle."""
    inner, outer = RADIUS, RADIUS + BAND
    wide = int(piece.end - piece.start > math.pi)
    a, b, c, d = (
        point(piece.start, outer),
        point(piece.end, outer),
        point(piece.end, inner),
        point(piece.start, inner),
    )
    data = (
        f"M{a[0]:.1f},{a[1]:.1f}A{outer:g},{outer:g} 0 {wide} 1 {b[0]:.1f},{b[1]:.1f}"
        f"L{c[0]:.1f},{c[1]:.1f}A{inner:g},{inner:g} 0 {wide} 0 {d[0]:.1f},{d[1]:.1f}Z"
    )
    return f'<path d="{data}" fill="{colour}"/>'


def lifts(pieces: list[Piece]) -> list[float]:
    """Return how much farther out each label stands, so that those of two narrow neighbours do not meet."""
    middles = [(piece.start + piece.end) / 2 for piece in pieces]
    found = [0.0] * len(pieces)
    for place in range(1, len(pieces)):
        if middles[place] - middles[place - 1] < NARROW and not found[place - 1]:
            found[place] = LIFT
    return found


def label(piece: Piece, words: tuple[str, str, str], lift: float) -> list[str]:
    """Name a region outside the circle, with how many leave and arrive."""
    angle = (piece.start + piece.end) / 2
    x, y = point(angle, RADIUS + BAND + 22 + lift)
    side = math.sin(angle)
    anchor = "middle" if abs(side) < 0.35 else ("start" if side > 0 else "end")
    top = y - 10 - 18 * math.cos(angle)
    sizes = ((13.0, "bold"), (11.0, "normal"), (11.0, "normal"))
    return [
        text(x, top + 14 * row, line, anchor=anchor, size=size, weight=weight)
        for row, (line, (size, weight)) in enumerate(zip(words, sizes, strict=True))
    ]


def point(angle: float, radius: float) -> tuple[float, float]:
    """Return where an angle, clockwise from the top, meets a circle."""
    return CENTRE[0] + radius * math.sin(angle), CENTRE[1] - radius * math.cos(angle)


def describe(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]], names: list[str], words: Translation) -> str:
    """Tell the five largest flows in words."""
    order = np.argsort(-table, axis=None)[:5]
    pairs = [np.unravel_index(place, table.shape) for place in order]
    largest = "; ".join(f"{names[i]} → {names[j]} {short(float(table[i, j]))}" for i, j in pairs if table[i, j] > 0)
    told = words("{number} people move between regions. Largest flows: {flows}.")
    return told.format(number=short(table.sum()), flows=largest)
