"""Money passed on, from left to right: a column a step, bands as wide as the figure, dashed where the sides differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.charts.bars import NamedValue, ranking
from grutto.charts.canvas import LINE, SIZE, Box, Canvas, box_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.canvas import Anchor, ChartText, Pen, Spot

TALLEST, NODE, GAP = 260.0, 12.0, 18.0
"""Height of what the fullest column passes on, thickness of a node, room between two."""
LEAST = 2.0
NAME_LINES, LAST_NAME = 3, 210.0
"""Lines of a name at most, and room for those of the last column."""


@dataclass(frozen=True, slots=True)
class DrawnTransfer:
    """Money from one to another.

    Args:
        source, target: keys of who passes it on, and to whom.
        value: none if it is unknown.
        value_text: the value as text.
        agreed: both sides say the same.
        figure: id of the figure that the value is.
    """

    source: str
    target: str
    value: Decimal | None
    value_text: str
    agreed: bool = True
    figure: str = ""


@dataclass(slots=True)
class _Node:
    """Who passes on or receives: its column, its name, where it stands, and how much of each side is taken so far."""

    column: int = 0
    name: list[str] = field(default_factory=list)
    top: float = 0.0
    height: float = 0.0
    out: float = 0.0
    into: float = 0.0


def flows(pen: Pen, chart_text: ChartText, passed: Sequence[DrawnTransfer], names: dict[str, str]) -> str:
    """Return flows as SVG; on a phone as a list with a bar each, as columns would not fit.

    Args:
        pen: how it is drawn.
        chart_text: title and description.
        passed: from who comes first to who comes last; without circles.
        names: key to name.
    """
    if pen.narrow:
        return ranking(pen, chart_text, [_listed(p, names) for p in passed])
    canvas = Canvas(pen)
    nodes = _columns(passed)
    last = max((n.column for n in nodes.values()), default=0)
    end = min(LAST_NAME, pen.width / (last + 1))
    step = (pen.width - end) / max(last, 1)
    for key, node in nodes.items():
        node.name = wrapped(names.get(key, key), (end if node.column == last else step) - 16, NAME_LINES, bold=True)
    bottom, scale = _place(nodes, passed)
    bands = [(p, *_ends(p, nodes, scale, step)) for p in passed]
    for passing, start, far, width in bands:
        _band(canvas, start, far, width, agreed=passing.agreed)
    for node in nodes.values():
        left = node.column * step
        canvas.bar(Box(left, node.top, left + NODE, node.top + node.height), fill="c0")
        _name(canvas, node, step)
    for passing, start, far, _ in bands:
        _number(canvas, passing, start, far, bottom)
    return canvas.finished(chart_text.title, chart_text.description, bottom)


def _listed(passing: DrawnTransfer, names: dict[str, str]) -> NamedValue:
    ends = " → ".join(names.get(key, key) for key in (passing.source, passing.target))
    return NamedValue(ends, passing.value, passing.value_text, figure=passing.figure)


def _columns(passed: Sequence[DrawnTransfer]) -> dict[str, _Node]:
    """Return the nodes, each one column after the last of those that pay it; a circle stops at the number of nodes."""
    nodes = {key: _Node() for p in passed for key in (p.source, p.target)}
    for _ in nodes:
        for passing in passed:
            after = nodes[passing.source].column + 1
            if nodes[passing.target].column < after <= len(nodes):
                nodes[passing.target].column = after
    return nodes


def _size(passing: DrawnTransfer) -> float:
    return float(max(passing.value or Decimal(0), Decimal(0)))


def _place(nodes: dict[str, _Node], passed: Sequence[DrawnTransfer]) -> tuple[float, float]:
    """Give each node its height and top; return where the lowest ends, and how many pixels a unit of money takes."""
    sides: dict[str, list[list[float]]] = defaultdict(lambda: [[], []])
    for passing in passed:
        sides[passing.source][0].append(_size(passing))
        sides[passing.target][1].append(_size(passing))
    by_column: dict[int, float] = defaultdict(float)
    for key, node in nodes.items():
        by_column[node.column] += max(map(sum, sides[key]))
    scale = TALLEST / (max(by_column.values(), default=0) or 1)
    filled: dict[int, float] = defaultdict(float)
    for key, node in nodes.items():
        node.height = max(sum(_slot(size * scale) for size in side) for side in sides[key])
        node.top = filled[node.column] + len(node.name) * LINE + 4
        filled[node.column] = node.top + node.height + GAP
    return max(filled.values(), default=LINE) - GAP + 6, scale


def _slot(width: float) -> float:
    """Return how much of a node a band takes: at least the height of its number."""
    return max(width, LINE)


def _name(canvas: Canvas, node: _Node, step: float) -> None:
    """Write a name above its node."""
    for number, line in enumerate(node.name):
        foot = node.top - 6 - (len(node.name) - 1 - number) * LINE
        canvas.text(line, node.column * step, foot, bold=True, halo=True)


def _ends(passing: DrawnTransfer, nodes: dict[str, _Node], scale: float, step: float) -> tuple[Spot, Spot, float]:
    """Return where a band begins and ends, at its middle, and how wide it is; takes that of both nodes."""
    source, target = nodes[passing.source], nodes[passing.target]
    width = max(_size(passing) * scale, LEAST)
    room = _slot(_size(passing) * scale)
    start = (source.column * step + NODE, source.top + source.out + room / 2)
    end = (target.column * step, target.top + target.into + room / 2)
    source.out += room
    target.into += room
    return start, end, width


def _band(canvas: Canvas, start: Spot, end: Spot, width: float, *, agreed: bool) -> None:
    role = "c0" if agreed else "c1"
    opacity = "0.35" if agreed else "0.2"
    canvas.path(*_curve(start, end), fill="none", stroke=role, stroke_width=width, stroke_opacity=opacity)
    if not agreed:
        for half in (-width / 2, width / 2):
            edge = _curve((start[0], start[1] + half), (end[0], end[1] + half))
            canvas.path(*edge, fill="none", stroke=role, stroke_width="1.5", stroke_dasharray="6 4")


def _curve(start: Spot, end: Spot) -> tuple[str | Spot, ...]:
    middle = (start[0] + end[0]) / 2
    return "M", start, "C", (middle, start[1]), (middle, end[1]), end


def _number(canvas: Canvas, passing: DrawnTransfer, start: Spot, end: Spot, bottom: float) -> None:
    """Write the figure of a band where it arrives, else where it leaves or in its middle; else the table has it."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    places: tuple[tuple[Spot, Anchor], ...] = (
        ((end[0] - 6, end[1] + 4.5), "end"),
        ((start[0] + 6, start[1] + 4.5), "start"),
        ((middle[0], middle[1] + 4.5), "middle"),
    )
    for spot, anchor in places:
        if canvas.free(box_of(passing.value_text, *spot, anchor=anchor), bottom + SIZE):
            canvas.text(passing.value_text, *spot, anchor=anchor, halo=True, data_figure=passing.figure)
            return
