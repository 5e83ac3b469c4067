"""Bars: name, bar and value of each, in the order given; and columns by year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.charts.canvas import LINE, SIZE, Box, Canvas, shortened, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.charts.canvas import ChartText, Pen

BAR, GAP = 15.0, 9.0
"""Height of a bar, and room between two."""
NAMES, VALUES = 250.0, 240.0
"""Room for names and for values, at most."""
LEAST = 1.5
COLUMNS, HIGH = 200.0, 30.0
"""Height of columns by year, and of what stands below and above them."""


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value with its name.

    Args:
        name: what it is.
        value: none if it is unknown.
        value_text: the value as text.
        target: a value to be reached, marked on the bar.
        figure: id of the figure that the value is.
        quoted: the name is as a source wrote it, in its language.
    """

    name: str
    value: Decimal | None
    value_text: str
    target: Decimal | None = None
    figure: str = ""
    quoted: bool = False

    @property
    def mark(self) -> dict[str, Any]:
        """The attribute of what a source wrote."""
        return {"data_quote": "name"} if self.quoted else {}


def ranking(pen: Pen, chart_text: ChartText, bars: Sequence[NamedValue]) -> str:
    """Return bars from a common zero as SVG; on a phone each name stands above its bar."""
    canvas = Canvas(pen)
    values = max((width_of(b.value_text, bold=True) for b in bars), default=0) + 10
    names = 0.0 if pen.narrow else min(NAMES, max((width_of(b.name) for b in bars), default=0) + 12)
    lane = (names, pen.width - (0.0 if pen.narrow else min(values, VALUES)))
    across = _scale(bars, lane, percent=chart_text.unit == "percent")
    y = 0.0
    for bar in bars:
        y = _row_below_name(canvas, bar, lane, across, y) if pen.narrow else _row(canvas, bar, lane, across, y)
    return canvas.finished(chart_text.title, chart_text.description, max(y, LINE))


class Scale:
    """Where a value is on a lane: bars begin at zero, wherever that is."""

    def __init__(self, low: Decimal, high: Decimal, lane: tuple[float, float]) -> None:
        self._low, self._span = low, (high - low) or Decimal(1)
        self._lane = lane

    def at(self, value: Decimal) -> float:
        """Return where a value is."""
        left, right = self._lane
        return left + (right - left) * float((value - self._low) / self._span)


def _scale(bars: Sequence[NamedValue], lane: tuple[float, float], *, percent: bool) -> Scale:
    known = [v for b in bars for v in (b.value, b.target) if v is not None]
    return Scale(min([*known, Decimal(0)]), max([*known, Decimal(100 if percent else 0)]), lane)


def _row(canvas: Canvas, bar: NamedValue, lane: tuple[float, float], scale: Scale, y: float) -> float:
    lines = wrapped(bar.name, lane[0] - 12)
    high = max(len(lines) * LINE, BAR) + GAP
    middle = y + high / 2
    for number, line in enumerate(lines):
        foot = middle + (number - (len(lines) - 1) / 2) * LINE + 4.5
        canvas.text(line, lane[0] - 12, foot, anchor="end", **bar.mark)
    _bar(canvas, bar, lane, scale, middle)
    _value(canvas, bar, middle + 4.5)
    return y + high


def _row_below_name(canvas: Canvas, bar: NamedValue, lane: tuple[float, float], scale: Scale, y: float) -> float:
    value = _value(canvas, bar, y + SIZE)
    lines = wrapped(bar.name, value.left - 12, 3)
    for number, line in enumerate(lines):
        canvas.text(line, 0, y + SIZE + number * LINE, **bar.mark)
    foot = y + len(lines) * LINE + 4
    _bar(canvas, bar, lane, scale, foot + BAR / 2)
    return foot + BAR + GAP


def _value(canvas: Canvas, bar: NamedValue, foot: float) -> Box:
    """Write the value at the end of the row, and return where it stands."""
    value_text = shortened(bar.value_text, VALUES - 10, bold=True)
    return canvas.text(value_text, canvas.width, foot, anchor="end", bold=True, data_figure=bar.figure)


def _bar(canvas: Canvas, bar: NamedValue, lane: tuple[float, float], scale: Scale, middle: float) -> None:
    top, foot = middle - BAR / 2, middle + BAR / 2
    canvas.bar(Box(lane[0], top, lane[1], foot), fill="wash")
    zero = scale.at(Decimal(0))
    if bar.value is not None:
        left, right = sorted((zero, _end(zero, scale.at(bar.value), -1 if bar.value < 0 else 1)))
        canvas.bar(Box(left, top, right, foot), fill="c1" if bar.value < 0 else "c0")
    if bar.target is not None:
        x = scale.at(bar.target)
        canvas.line((x, top - 2), (x, foot + 2), stroke="ink", width=2.0)


def _end(zero: float, end: float, way: int) -> float:
    """Return where a bar ends that is seen however short it is, on its own side of zero."""
    return zero + way * max(abs(end - zero), LEAST)


def columns(pen: Pen, chart_text: ChartText, values: Sequence[NamedValue]) -> str:
    """Return columns with each value above and each name below; bars below each other where these have no room."""
    widest = max((max(width_of(v.value_text), width_of(v.name)) for v in values), default=1) + 8
    step = pen.width / max(len(values), 1)
    if widest > step:
        return ranking(pen, chart_text, values)
    canvas = Canvas(pen)
    known = [v.value for v in values if v.value is not None]
    scale = Scale(min([*known, Decimal(0)]), max([*known, Decimal(0)]), (COLUMNS - HIGH, HIGH))
    canvas.line((0, scale.at(Decimal(0))), (pen.width, scale.at(Decimal(0))), stroke="soft")
    for place, value in enumerate(values):
        _column(canvas, value, scale, (place * step, step))
    return canvas.finished(chart_text.title, chart_text.description, COLUMNS)


def _column(canvas: Canvas, value: NamedValue, scale: Scale, lane: tuple[float, float]) -> None:
    left, step = lane
    middle = left + step / 2
    zero = scale.at(Decimal(0))
    top = min(scale.at(value.value or Decimal(0)), zero)
    if value.value is not None:
        side = min(step * 0.12, 20.0)
        upper, lower = sorted((zero, _end(zero, scale.at(value.value), 1 if value.value < 0 else -1)))
        canvas.bar(Box(left + side, upper, left + step - side, lower), fill="c0")
    canvas.text(value.value_text, middle, top - 8, anchor="middle", fill="ink" if value.value is not None else "soft")
    canvas.text(value.name, middle, COLUMNS - 10, anchor="middle", fill="soft")
