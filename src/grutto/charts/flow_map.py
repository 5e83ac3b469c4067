"""Flows on a map: curves from origin to destination as wide as the figure, each with its name and number beside it.

Only flows whose label has a place are drawn, the largest first; the others stand in the table, and the drawing says so.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.charts.canvas import LINE, NARROW, SIZE, WIDE, Box, Canvas, box_of, shortened, ticks, width_of, wrapped
from grutto.charts.world import land, view_of
from grutto.codelists import areas
from grutto.locale import msg
from grutto.locale.mixed import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grutto.charts.canvas import Anchor, ChartText, Pen, Spot
    from grutto.charts.world import View

HEIGHTS = {WIDE: 400.0, NARROW: 330.0}
DRAWN = {WIDE: 12, NARROW: 6}
"""Flows drawn at most, by width of the drawing."""
WIDEST, THINNEST = 11.0, 0.8
BEND = 0.16
"""How far a curve leaves the straight line, as part of its length."""
LONGEST = {WIDE: 230.0, NARROW: 190.0}
NEAR = 13.0
"""A label farther from its dot than this has a thin line that leads there."""


@dataclass(frozen=True, slots=True)
class FlowArc:
    """What goes from one area to another.

    Args:
        origin, destination: codes (ISO 3166-1 alpha-3), which say where they are.
        origin_name, destination_name: as the reader knows them.
        value: its size.
        value_text: the value as text.
        brief: the value as a label has it, if shorter.
    """

    origin: str
    destination: str
    origin_name: str
    destination_name: str
    value: Decimal
    value_text: str
    brief: str = ""

    @property
    def label(self) -> str:
        """What stands on the drawing."""
        return self.brief or self.value_text

    @property
    def title(self) -> str:
        """What it is, in one line."""
        return f"{self.origin_name} → {self.destination_name}: {self.value_text}"


def flow_map(pen: Pen, chart_text: ChartText, moves: Sequence[FlowArc]) -> str:
    """Return flows on a map as SVG; those whose places are not known stand in the table only."""
    canvas = Canvas(pen, mirrored=False)
    height = HEIGHTS[pen.width]
    ranked = sorted((m for m in moves if m.value > 0 and m.origin != m.destination), key=lambda m: -m.value)
    placed = [m for m in ranked if _place(m.origin) and _place(m.destination)][: DRAWN[pen.width]]
    view = view_of([p for m in placed for c in (m.origin, m.destination) if (p := _place(c))], pen.width, height)
    land(canvas, view)
    labels = _Labels(canvas, view, placed)
    drawn = [m for m in placed if labels.find(m)]
    largest = drawn[0].value if drawn else Decimal(1)
    for move in reversed(drawn):
        _curve(canvas, view, move, largest)
    for code in dict.fromkeys(m.destination for m in drawn):
        canvas.dot(view.at(_sure(code)), 3.4, fill="c1", stroke="paper", stroke_width="1")
    labels.write()
    foot = _foot(canvas, drawn, len(ranked), height)
    return canvas.finished(chart_text.title, chart_text.description, foot)


def _place(code: str) -> Spot | None:
    area = areas().get(code)
    return area.place if area else None


def _sure(code: str) -> Spot:
    place = _place(code)
    assert place, code  # noqa: S101 - only flows between known places are drawn
    return place


def _curve(canvas: Canvas, view: View, move: FlowArc, largest: Decimal) -> None:
    """Draw a curve that bends to the left of its way, so that those of both ways do not cover each other."""
    (x0, y0), (x1, y1) = view.at(_sure(move.origin)), view.at(_sure(move.destination))
    middle = ((x0 + x1) / 2 + BEND * (y1 - y0), (y0 + y1) / 2 - BEND * (x1 - x0))
    canvas.path(
        "M", (x0, y0), "Q", middle, (x1, y1), title=move.title, fill="none", stroke="c0",
        stroke_width=_width(move.value, largest), stroke_opacity="0.6", stroke_linecap="round",
    )  # fmt: skip


def _width(value: Decimal, largest: Decimal) -> float:
    return max(WIDEST * float(value / largest), THINNEST)


@dataclass(frozen=True, slots=True)
class _Label:
    """A text beside a place, and from where to where a line leads to it."""

    content: str
    foot: Spot
    anchor: Anchor
    bold: bool
    lead: tuple[Spot, Spot] | None


class _Labels:
    """The names of places, found before anything is drawn.

    A place with one flow is named with its figure. One with several is named alone: each figure then stands at the
    other end, or at the middle of its curve if both ends have several.
    """

    def __init__(self, canvas: Canvas, view: View, moves: Sequence[FlowArc]) -> None:
        self._canvas, self._view = canvas, view
        self._count = Counter(code for m in moves for code in (m.origin, m.destination))
        self._named: set[str] = set()
        self._found: list[_Label] = []
        for code in self._count:
            x, y = view.at(_sure(code))
            canvas.reserve(Box(x - 4, y - 4, x + 4, y + 4))

    def find(self, move: FlowArc) -> bool:
        """Find places for what a flow needs to be read, and tell whether there were."""
        wanted = list(self._wanted(move))
        found: list[_Label] = []
        for code, content, bold in wanted:
            spot = self._view.at(_sure(code)) if code else self._middle(move)
            label = self._free(content, spot, bold=bold)
            if label is None:
                return False
            self._canvas.reserve(box_of(label.content, *label.foot, anchor=label.anchor, bold=bold))
            found.append(label)
        self._named |= {code for code, _, _ in wanted}
        self._found += found
        return True

    def _wanted(self, move: FlowArc) -> Iterator[tuple[str, str, bool]]:
        """Yield each text that a flow needs with the place that it names, or none for the middle of the curve."""
        amount_placed = False
        for code, name in ((move.destination, move.destination_name), (move.origin, move.origin_name)):
            if self._count[code] == 1 and not amount_placed:
                amount_placed = True
                room = LONGEST[self._canvas.width] - width_of(f" {move.label}")
                yield code, f"{shortened(name, room)} {move.label}", False
            elif code not in self._named:
                yield code, shortened(name, LONGEST[self._canvas.width], bold=True), True
        if not amount_placed:
            yield "", move.label, False

    def _middle(self, move: FlowArc) -> Spot:
        (x0, y0), (x1, y1) = self._view.at(_sure(move.origin)), self._view.at(_sure(move.destination))
        return (x0 + x1 + BEND * (y1 - y0)) / 2, (y0 + y1 - BEND * (x1 - x0)) / 2

    def _free(self, content: str, spot: Spot, *, bold: bool) -> _Label | None:
        for away in (9.0, 20.0, 34.0, 48.0, 66.0):
            for turn in (0, 180, 330, 30, 210, 150, 300, 60, 240, 120, 270, 90):
                x = spot[0] + away * math.cos(math.radians(turn))
                y = spot[1] + away * math.sin(math.radians(turn))
                anchor: Anchor = "middle" if turn in {90, 270} else "start" if turn < 90 or turn > 270 else "end"
                foot = (x, y + 4.5)
                if self._canvas.free(box_of(content, *foot, anchor=anchor, bold=bold), self._view.height):
                    return _Label(content, foot, anchor, bold, (spot, (x, y)) if away > NEAR else None)
        return None

    def write(self) -> None:
        """Write what was found."""
        for label in self._found:
            if label.lead:
                self._canvas.line(*label.lead, stroke="soft", width=0.8)
        for label in self._found:
            self._canvas.text(label.content, *label.foot, anchor=label.anchor, bold=label.bold, halo=True)


def _foot(canvas: Canvas, drawn: Sequence[FlowArc], count: int, top: float) -> float:
    """Write below the map how wide a figure is, and how many flows are drawn; return where that ends."""
    pen, x, y = canvas.pen, 0.0, top + LINE + 4
    largest = drawn[0].value if drawn else Decimal(0)
    for value in _examples(largest):
        value_text = pen.tick(value)
        canvas.line((x, y - 4.5), (x + 34, y - 4.5), stroke="c0", width=_width(value, largest))
        canvas.text(value_text, x + 42, y, fill="soft")
        x += 42 + width_of(value_text) + 24
    drawn_text = pen.say(msg("Drawn: the {count} largest of {all}; the table has all of them."))
    if len(drawn) < count:
        text = filled(drawn_text, {"count": pen.tick(Decimal(len(drawn))), "all": pen.tick(Decimal(count))})
        y += LINE + 2
        for line in wrapped(text, pen.width, 3):
            canvas.text(line, 0, y, fill="soft")
            y += LINE
        y -= LINE
    return y + SIZE / 2


def _examples(largest: Decimal) -> list[Decimal]:
    """Return two or three round values to show how wide they are."""
    marks = [m for m in ticks(Decimal(0), largest, 4) if 0 < m <= largest]
    return [marks[0], marks[-1]] if len(marks) > 1 else marks
