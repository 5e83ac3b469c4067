"""Ranked bars: name, bar and value of each, in the order given."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.charts.canvas import COLOURS, WASH, WIDTH, element, frame, shortened, text

if TYPE_CHECKING:
    from grutto.charts.canvas import Pen
    from grutto.content.blocks import Ranking

ROW, BAR = 26.0, 15.0
NAMES, VALUES = 190.0, 130.0


def ranking(picture: Ranking, pen: Pen) -> str:
    """Return ranked bars as SVG."""
    longest = max((b.figure.value or Decimal(0) for b in picture.bars), default=Decimal(0))
    room = WIDTH - NAMES - VALUES
    parts = []
    for place, bar in enumerate(picture.bars):
        y = place * ROW
        share = float((bar.figure.value or Decimal(0)) / longest) if longest else 0.0
        parts += [
            text(shortened(pen.plain(bar.name), NAMES - 12), NAMES - 12, y + 17, text_anchor="end"),
            element("rect", x=NAMES, y=y + 5, width=room, height=BAR, fill=WASH),
            element("rect", x=NAMES, y=y + 5, width=max(room * share, 1.0), height=BAR, fill=COLOURS[0]),
            text(pen.shown(bar.figure), NAMES + room + 10, y + 17, font_weight="600"),
        ]
    return frame(pen, picture, len(picture.bars) * ROW + 6, parts)
