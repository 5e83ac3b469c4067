"""Time series: one line a series, named at its end; a gap where a value is unknown; a mark where a series breaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from grutto.charts.canvas import (
    COLOURS,
    DASHES,
    INK,
    LETTER,
    RULE,
    SOFT,
    WIDTH,
    element,
    frame,
    number,
    shortened,
    text,
    ticks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.charts.canvas import Pen
    from grutto.content.blocks import Lines, Multiples, Series

HEIGHT, TOP, BOTTOM, LEFT = 300.0, 28.0, 30.0, 62.0
NAME_ROOM = 172.0
PANEL_HEIGHT, PANELS_A_ROW, PANEL_GAP = 170.0, 3, 18.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """The area between the axes, in pixels, and the years and values at its edges."""

    x: float
    y: float
    width: float
    height: float
    years: tuple[int, int]
    marks: list[Decimal]

    def across(self, year: float) -> float:
        """Return where a year is."""
        first, last = self.years
        return self.x + self.width * ((year - first) / (last - first) if last > first else 0.5)

    def up(self, value: Decimal) -> float:
        """Return where a value is."""
        low, high = self.marks[0], self.marks[-1]
        return self.y + self.height * float((high - value) / (high - low))


def lines(picture: Lines, pen: Pen) -> str:
    """Return a time series chart as SVG."""
    years, marks = _scale(picture.series)
    plot = _Plot(LEFT, TOP, WIDTH - LEFT - NAME_ROOM, HEIGHT - TOP - BOTTOM, years, marks)
    parts = [*_axes(plot, pen), *_breaks(plot, picture.breaks, pen)]
    for place, series in enumerate(picture.series):
        parts += _series(plot, series, pen, place)
    parts += _names(plot, picture.series, pen)
    return frame(pen, picture, HEIGHT, parts)


def multiples(picture: Multiples, pen: Pen) -> str:
    """Return small time series on one scale as SVG."""
    years, marks = _scale(picture.panels, most=3)
    width = (WIDTH - (PANELS_A_ROW - 1) * PANEL_GAP) / PANELS_A_ROW
    parts: list[str] = []
    for place, series in enumerate(picture.panels):
        row, column = divmod(place, PANELS_A_ROW)
        x, y = column * (width + PANEL_GAP), row * PANEL_HEIGHT
        plot = _Plot(x + 44, y + TOP, width - 66, PANEL_HEIGHT - TOP - BOTTOM - 8, years, marks)
        parts.append(text(shortened(pen.plain(series.name), width), x, y + 14, font_weight="600"))
        parts += [*_axes(plot, pen), *_breaks(plot, picture.breaks, None), *_series(plot, series, pen, 0)]
    rows = -(-len(picture.panels) // PANELS_A_ROW)
    return frame(pen, picture, rows * PANEL_HEIGHT, parts)


def _scale(series: tuple[Series, ...], most: int = 5) -> tuple[tuple[int, int], list[Decimal]]:
    years = [year for s in series for year, _ in s.points]
    values = [f.value for s in series for _, f in s.points if f.value is not None]
    return (min(years), max(years)), ticks(min(values, default=Decimal(0)), max(values, default=Decimal(1)), most)


def _axes(plot: _Plot, pen: Pen) -> Iterator[str]:
    for mark in plot.marks:
        y = plot.up(mark)
        colour = INK if mark == 0 else RULE
        yield element("line", x1=plot.x, x2=plot.x + plot.width, y1=y, y2=y, stroke=colour)
        yield text(pen.tick(mark), plot.x - 8, y + 4.5, text_anchor="end", fill=SOFT)
    for year in _years_named(plot):
        yield text(str(year), plot.across(year), plot.y + plot.height + 20, text_anchor="middle", fill=SOFT)


def _years_named(plot: _Plot) -> list[int]:
    """Return the years that there is room to name: the last one, and steps of 1, 2, 5 or 10 years before it."""
    first, last = plot.years
    room = max(int(plot.width / 46), 1)
    step = next((s for s in (1, 2, 5, 10, 20) if (last - first) / s <= room), 50)
    return list(range(last, first - 1, -step))


def _breaks(plot: _Plot, years: tuple[int, ...], pen: Pen | None) -> Iterator[str]:
    """Mark breaks between the last year before and the first year after."""
    for year in years:
        x = plot.across(year - 0.5)
        yield element(
            "line", x1=x, x2=x, y1=plot.y - 6, y2=plot.y + plot.height, stroke=SOFT, stroke_dasharray="3 4",
            stroke_width="1.5",
        )  # fmt: skip
        if pen:
            yield text(pen.say("break"), x, plot.y - 11, text_anchor="middle", fill=SOFT, font_style="italic")


def _series(plot: _Plot, series: Series, pen: Pen, place: int) -> Iterator[str]:
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    for piece in _pieces(series):
        path = " ".join(f"{number(plot.across(year))},{number(plot.up(value))}" for year, value in piece)
        yield element("polyline", points=path, fill="none", stroke=colour, stroke_width="2.5", stroke_dasharray=dash)
    for year, figure in series.points:
        if figure.value is not None:
            told = element("title", f"{year}: {pen.shown(figure)}")
            yield element("circle", told, cx=plot.across(year), cy=plot.up(figure.value), r="3.2", fill=colour)


def _pieces(series: Series) -> Iterator[list[tuple[int, Decimal]]]:
    """Yield stretches of known values; an unknown one makes a gap, and so do years that the series otherwise has."""
    known = [(year, figure.value) for year, figure in series.points if figure.value is not None]
    if not known:
        return
    years = [year for year, _ in series.points]
    steps = Counter(after - before for before, after in pairwise(years))
    usual = steps.most_common(1)[0][0] if steps else 1
    piece = known[:1]
    for before, after in pairwise(known):
        if after[0] - before[0] > usual:
            yield piece
            piece = []
        piece.append(after)
    yield piece


def _names(plot: _Plot, series: tuple[Series, ...], pen: Pen) -> Iterator[str]:
    """Write each name at the end of its line; names that would touch move apart.

    A thin line leads to the name of a series that ends before the last year.
    """
    ends = []
    for place, one in enumerate(series):
        known = [(year, f.value) for year, f in one.points if f.value is not None]
        if known:
            ends.append((plot.up(known[-1][1]), known[-1][0], place))
    lowest = 0.0
    for end, year, place in sorted(ends):
        y = max(end + 4.5, lowest)
        lowest = y + 17
        name = shortened(pen.plain(series[place].name), NAME_ROOM - 2 * LETTER)
        colour = COLOURS[place % len(COLOURS)]
        right = plot.x + plot.width
        if year < plot.years[1]:
            yield element("line", x1=plot.across(year), x2=right, y1=end, y2=y - 4.5, stroke=colour, stroke_width="0.7")
        yield text(name, right + 10, y, fill=colour, font_weight="600")
