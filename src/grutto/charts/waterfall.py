"""How one figure becomes another by steps that add up: whole bars at both ends, each step from where the last ended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.charts.bars import BAR, GAP, LEAST, NAMES, Scale
from grutto.charts.canvas import LINE, SIZE, Box, Canvas, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.bars import NamedValue
    from grutto.charts.canvas import ChartText, Pen


def waterfall(pen: Pen, chart_text: ChartText, start: NamedValue, steps: Sequence[NamedValue], end: NamedValue) -> str:
    """Return a waterfall as SVG, with a row a step; on a phone each name stands above its bar.

    An unknown step has no bar; those after it begin where the last known one ended.
    """
    canvas = Canvas(pen)
    bars = (start, *steps, end)
    levels = _levels(start, steps, end)
    names = 0.0 if pen.narrow else min(NAMES, max(width_of(b.name, bold=True) for b in bars) + 12)
    right = pen.width - (0.0 if pen.narrow else max(width_of(b.value_text, bold=True) for b in bars) + 12)
    ends = [value for level in levels for value in level]
    scale = Scale(min(*ends, Decimal(0)), max(*ends, Decimal(0)), (names, right))
    y, joint = 0.0, None
    for place, (bar, level) in enumerate(zip(bars, levels, strict=True)):
        whole = place in {0, len(bars) - 1}
        top = _named(canvas, bar, names, y, whole=whole)
        lane = Box(names, top, right, top + BAR)
        canvas.bar(lane, fill="wash")
        left, far = sorted(map(scale.at, level))
        role = "c0" if whole else "c1" if level[1] < level[0] else "c2"
        if bar.value is not None:
            canvas.bar(Box(left, top, max(far, left + LEAST), top + BAR), fill=role)
        if joint is not None:
            canvas.line((joint[0], joint[1]), (joint[0], top), stroke="soft", dash="2 3")
        joint = (scale.at(level[1]), top + BAR)
        y = top + BAR + GAP
    return canvas.finished(chart_text.title, chart_text.description, y)


def _named(canvas: Canvas, bar: NamedValue, names: float, y: float, *, whole: bool) -> float:
    """Write name and value of a step; return where the top of its bar is."""
    room = names - 12 if names else canvas.width - width_of(bar.value_text, bold=True) - 12
    lines = wrapped(bar.name, room, bold=whole)
    top = y + len(lines) * LINE + 3 if canvas.pen.narrow else y + max(len(lines) * LINE - BAR, 0) / 2
    first = y + SIZE if canvas.pen.narrow else top + BAR / 2 + 4.5 - (len(lines) - 1) * LINE / 2
    for number, line in enumerate(lines):
        canvas.text(line, 0, first + number * LINE, bold=whole)
    foot = first if canvas.pen.narrow else top + BAR / 2 + 4.5
    canvas.text(bar.value_text, canvas.width, foot, anchor="end", bold=True, data_figure=bar.figure)
    return top


def _levels(start: NamedValue, steps: Sequence[NamedValue], end: NamedValue) -> list[tuple[Decimal, Decimal]]:
    """Return where each bar begins and ends: whole figures from zero, steps from where the one before ended."""
    at = start.value or Decimal(0)
    levels = [(Decimal(0), at)]
    for step in steps:
        after = at + (step.value or Decimal(0))
        levels.append((at, after))
        at = after
    return [*levels, (Decimal(0), end.value or Decimal(0))]
