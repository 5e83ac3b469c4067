"""The parts every figure shares: a document with its alternative text, colours, axes and number formats."""

from __future__ import annotations

import json
import math
import zlib
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Okabe and Ito (2008): eight colours that stay apart under all common forms of colour blindness; yellow,
# too pale for lines and text on white, is left out.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444")
type Translation = Callable[[str], str]
INK = "#222222"
FAINT = "#d9d9d9"
FONT = "'Noto Sans', 'DejaVu Sans', Arial, sans-serif"


def document(
    body: Sequence[str],
    *,
    title: str,
    description: str,
    width: float,
    height: float,
    lineage: Mapping[str, str],
) -> str:
    """Wrap drawn parts into an SVG document with role, title, description and lineage.

    Args:
        body: drawn elements.
        title: also printed at the top.
        description: what a reader who cannot see the figure needs to know, with its figures.
        width, height: in pixels.
        lineage: model, data, seed and assumptions; kept as JSON in the metadata element.
    """
    key = f"{zlib.crc32((title + description).encode()):08x}"  # several figures may stand in one page
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title-{key} desc-{key}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'font-family="{FONT}" fill="{INK}">'
    )
    facts = escape(json.dumps(dict(lineage), ensure_ascii=False, sort_keys=True), quote=False)
    parts = [
        head,
        f'<title id="title-{key}">{escape(title)}</title>',
        f'<desc id="desc-{key}">{escape(description)}</desc>',
        f"<metadata>{facts}</metadata>",
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
        text(20, 30, title, size=18, weight="bold"),
        *body,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def english(words: str) -> str:
    """Leave the words of a figure as they are; reports hand in a translation instead."""
    return words


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    anchor: str = "start",
    weight: str = "normal",
    fill: str = INK,
) -> str:
    """Draw one line of text."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{fill}">{escape(words)}</text>'
    )


def line(start: tuple[float, float], end: tuple[float, float], *, stroke: str = FAINT, width: float = 1) -> str:
    """Draw a straight line."""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{stroke}" stroke-width="{width:g}"/>'
    )


def path(points: Sequence[tuple[float, float]], *, stroke: str = INK, width: float = 2, dash: str = "") -> str:
    """Draw an open line through points."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{joined(points)}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashes}/>'


def area(points: Sequence[tuple[float, float]], *, fill: str, opacity: float = 1) -> str:
    """Fill the polygon through points."""
    return f'<path d="{joined(points)}Z" fill="{fill}" fill-opacity="{opacity:g}"/>'


def joined(points: Sequence[tuple[float, float]]) -> str:
    """Write points as the data of a path."""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def ticks(lowest: float, highest: float, count: int = 5) -> list[float]:
    """Return about `count` round numbers that enclose a range."""
    if not highest > lowest:
        highest = lowest + 1
    raw = (highest - lowest) / count
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return [place * step for place in range(first, last + 1)]


def short(number: float) -> str:
    """Write a number of people or money for a label: 12.3 M, 450 k, 12."""
    for size, unit in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(number) >= size * 0.9995:
            scaled = number / size
            digits = f"{scaled:.0f}" if abs(scaled) >= 99.95 or abs(scaled - round(scaled)) < 0.005 else f"{scaled:.1f}"
            return digits.replace("-", "−") + unit
    return f"{number:.0f}".replace("-", "−")
