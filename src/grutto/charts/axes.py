"""Axes of time and value, and the series that stand between them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.charts.canvas import Box, width_of
from grutto.charts.canvas import ticks as round_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grutto.charts.canvas import Canvas, Pen

TOP, BOTTOM = 26.0, 28.0
"""Room above the field of a chart, for marks of breaks, and below it, for years."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series.

    Args:
        at: year; the first quarter of a year is the year itself, the second a quarter later.
        value: none if it is unknown.
        title: what it is, in words.
    """

    at: float
    value: Decimal | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A series: its name, and its values in order of time."""

    name: str
    points: tuple[Point, ...]

    @property
    def known(self) -> list[tuple[float, Decimal]]:
        """Return year and value of what is known."""
        return [(p.at, p.value) for p in self.points if p.value is not None]


@dataclass(frozen=True, slots=True)
class PlotField:
    """Where the values of a chart stand: a box in pixels, and the years and values at its edges."""

    box: Box
    years: tuple[float, float]
    marks: list[Decimal]

    def across(self, year: float) -> float:
        """Return where a year is."""
        first, last = self.years
        part = (year - first) / (last - first) if last > first else 0.5
        return self.box.left + (self.box.right - self.box.left) * part

    def up(self, value: Decimal) -> float:
        """Return where a value is."""
        low, high = self.marks[0], self.marks[-1]
        return self.box.top + (self.box.bottom - self.box.top) * float((high - value) / (high - low))


def scale_of(
    curves: Sequence[Curve], others: Sequence[Decimal] = (), most: int = 5
) -> tuple[tuple[float, float], list[Decimal]]:
    """Return the first and last year of some series, and round values that span theirs and others."""
    years = [p.at for c in curves for p in c.points]
    values = [*(value for c in curves for _, value in c.known), *others]
    marks = round_numbers(min(values, default=Decimal(0)), max(values, default=Decimal(1)), most)
    return (min(years, default=0.0), max(years, default=0.0)), marks


def axis_room(pen: Pen, marks: list[Decimal], unit: str) -> float:
    """Return how wide the names of the axis of values are."""
    return max(width_of(pen.tick(mark, unit)) for mark in marks) + 10


def axes(canvas: Canvas, field: PlotField, unit: str, names: Mapping[float, str] | None = None) -> None:
    """Draw the lines and names of both axes.

    Args:
        canvas: what they are drawn on.
        field: where the values stand.
        unit: of the values.
        names: what is written at which year, if not the years themselves.
    """
    for mark in field.marks:
        y = field.up(mark)
        canvas.line((field.box.left, y), (field.box.right, y), stroke="soft" if mark == 0 else "rule")
        canvas.text(canvas.pen.tick(mark, unit), field.box.left - 8, y + 4.5, anchor="end", fill="soft")
    named = names or {float(year): canvas.pen.year(year) for year in _years_named(field)}
    widest = max(map(width_of, named.values()), default=0) + 8
    last = canvas.width * 2
    for year, name in sorted(named.items(), reverse=True):
        x = field.across(year)
        if last - x >= widest:
            canvas.text(name, x, field.box.bottom + 20, anchor="middle", fill="soft")
            last = x


def _years_named(field: PlotField) -> list[int]:
    """Return the years that there is room to name: the last one, and steps of 1, 2, 5 or 10 years before it."""
    first, last = -int(-field.years[0] // 1), int(field.years[1])
    room = max(int((field.box.right - field.box.left) / 46), 1)
    step = next((s for s in (1, 2, 5, 10, 20) if (last - first) / s <= room), 50)
    return list(range(last, first - 1, -step))
