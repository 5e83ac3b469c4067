"""Flows and waterfalls as static SVG: no script, readable without colour, with a text for who cannot see it.

The same figures stand in a table beside each drawing; a number drawn here carries the mark of its figure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from markupsafe import Markup

from grutto.content.blocks import Flows, Transfer, Waterfall
from grutto.content.display import shown
from grutto.locale import msg, translate

if TYPE_CHECKING:
    from grutto.content.blocks import Bar
    from grutto.locale import Language
    from grutto.model.figure import Figure

WIDTH, NODE, GAP, HEIGHT, LEAST = 920, 14, 26, 320, Decimal(2)
LONGEST = 30
STEPS, ROW = 480, 46
"""Width of a waterfall, narrow enough for a phone, and height of a step: its name and number above its bar."""


def draw(block: Flows | Waterfall, language: Language) -> Markup:
    """Return a drawing as SVG; widths are in proportion to figures, unknown and negative ones have none."""
    match block:
        case Flows():
            return _flows(block, language)
        case Waterfall():
            return _waterfall(block, language)
        case _:
            assert_never(block)


def _svg(look: str, width: int, height: int, told: str, parts: list[Markup]) -> Markup:
    head = Markup(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">'
    ).format(look, width, height, told)
    return head + Markup("").join(parts) + Markup("</svg>")


@dataclass(slots=True)
class _Node:
    """An activity as drawn: its column, top, height, and how much of either side is taken by flows so far."""

    column: int
    top: Decimal = Decimal(0)
    height: Decimal = Decimal(0)
    out: Decimal = Decimal(0)
    into: Decimal = Decimal(0)


def _value(figure: Figure) -> Decimal:
    return max(figure.value or Decimal(0), Decimal(0))


def _flows(block: Flows, language: Language) -> Markup:
    nodes = _columns(block.flows)
    scale = _place(nodes, block.flows)
    last = max((n.column for n in nodes.values()), default=0)
    height = int(max((n.top + n.height for n in nodes.values()), default=Decimal(0))) + 20
    names = dict(block.names)
    parts = [_band(flow, nodes, scale, last, language) for flow in block.flows]
    parts += [_box(node, names.get(name, name), last) for name, node in nodes.items()]
    told = translate(msg("Drawing of the flows; the table below has the same figures"), language.code)
    return _svg("flows", WIDTH, height, told, parts)


def _columns(flows: tuple[Transfer, ...]) -> dict[str, _Node]:
    """Return the nodes, each one column after the last of those that pay it; a circle stops at the number of nodes."""
    nodes = {name: _Node(0) for flow in flows for name in (flow.source, flow.target)}
    for _ in nodes:
        for flow in flows:
            after = nodes[flow.source].column + 1
            if nodes[flow.target].column < after <= len(nodes):
                nodes[flow.target].column = after
    return nodes


def _place(nodes: dict[str, _Node], flows: tuple[Transfer, ...]) -> Decimal:
    """Give each node its height and top; return how many units of the drawing one euro takes."""
    totals: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for flow in flows:
        totals[flow.source][0] += _value(flow.figure)
        totals[flow.target][1] += _value(flow.figure)
    by_column: dict[int, Decimal] = defaultdict(Decimal)
    for name, node in nodes.items():
        by_column[node.column] += max(totals[name])
    scale = Decimal(HEIGHT) / (max(by_column.values(), default=Decimal(0)) or Decimal(1))
    filled: dict[int, Decimal] = defaultdict(lambda: Decimal(10))
    for name, node in nodes.items():
        node.height = max(max(totals[name]) * scale, LEAST)
        node.top = filled[node.column]
        filled[node.column] += max(node.height, Decimal(16)) + GAP
    return scale


def _left(column: int, last: int) -> int:
    return 4 + column * ((WIDTH - 200) // max(last, 1))


def _band(flow: Transfer, nodes: dict[str, _Node], scale: Decimal, last: int, language: Language) -> Markup:
    source, target = nodes[flow.source], nodes[flow.target]
    width = max(_value(flow.figure) * scale, LEAST)
    start, end = source.top + source.out + width / 2, target.top + target.into + width / 2
    source.out += width
    target.into += width
    ends = (_left(source.column, last) + NODE, start, _left(target.column, last), end)
    band = Markup('<path class="{}" d="{}" stroke-width="{}"></path>').format(
        "flow" if flow.agreed else "flow open", _curve(*ends), f"{width:.1f}"
    )
    edges = Markup("")
    if not flow.agreed:
        for half in (-width / 2, width / 2):
            edge = _curve(ends[0], start + half, ends[2], end + half)
            edges += Markup('<path class="edge" d="{}"></path>').format(edge)
    return band + edges + _number(flow.figure, ends[2] - 6, end + 4, language, anchor="end")


def _curve(x1: int, y1: Decimal, x2: int, y2: Decimal) -> str:
    middle = (x1 + x2) // 2
    return f"M{x1},{y1:.1f} C{middle},{y1:.1f} {middle},{y2:.1f} {x2},{y2:.1f}"


def _number(
    figure: Figure, x: int, y: Decimal, language: Language, *, anchor: str = "start", signed: bool = False
) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" data-figure="{}">{}</text>').format(
        x, f"{y:.1f}", anchor, figure.id, shown(figure, language, signed=signed)
    )


def _box(node: _Node, name: str, last: int) -> Markup:
    x = _left(node.column, last)
    box = Markup('<rect class="node" x="{}" y="{}" width="{}" height="{}"></rect>').format(
        x, f"{node.top:.1f}", NODE, f"{node.height:.1f}"
    )
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    y = node.top + max(node.height, Decimal(16)) / 2 + 5
    return box + Markup('<text class="name" x="{}" y="{}" data-quote="">{}</text>').format(
        x + NODE + 6, f"{y:.1f}", short
    )


def _waterfall(block: Waterfall, language: Language) -> Markup:
    bars = (block.start, *block.steps, block.end)
    levels = _levels(block)
    top = max((max(pair) for pair in levels), default=Decimal(1)) or Decimal(1)
    parts = [_step(i, bar, levels[i], top, language) for i, bar in enumerate(bars)]
    told = translate(msg("Drawing of the steps; the table below has the same figures"), language.code)
    return _svg("steps", STEPS, len(bars) * ROW + 4, told, parts)


def _levels(block: Waterfall) -> list[tuple[Decimal, Decimal]]:
    """Return where each bar begins and ends: whole figures from zero, steps from where the one before ended."""
    start = _value(block.start.figure)
    levels, at = [(Decimal(0), start)], start
    for step in block.steps:
        after = at + (step.figure.value or Decimal(0))
        levels.append((at, after))
        at = after
    return [*levels, (Decimal(0), _value(block.end.figure))]


def _step(place: int, bar: Bar, level: tuple[Decimal, Decimal], top: Decimal, language: Language) -> Markup:
    x0, x1 = (max(v, Decimal(0)) / top * STEPS for v in (min(level), max(level)))
    y = place * ROW
    look = "whole" if level[0] == 0 else "less" if level[1] < level[0] else "more"
    name = "".join(i.text for i in bar.name if hasattr(i, "text"))
    label = Markup('<text x="0" y="{}" data-quote="">{}</text>').format(y + 15, name)
    lane = Markup('<rect class="lane" x="0" y="{}" width="{}" height="16"></rect>').format(y + 22, STEPS)
    box = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="16"></rect>').format(
        look, f"{x0:.1f}", y + 22, f"{max(x1 - x0, LEAST):.1f}"
    )
    signed = look != "whole"
    number = _number(bar.figure, STEPS, Decimal(y + 15), language, anchor="end", signed=signed)
    return label + number + lane + box
