"""Drawings for documents: an SVG that stands alone, its caption, and what is to be seen in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.charts import chart_text_of, svg
from grutto.charts.canvas import Pen

if TYPE_CHECKING:
    from grutto.content.blocks import Drawing
    from grutto.locale import Language


TALLEST = 1.4
"""Height of a drawing on a page with its caption, in widths of the page's text, at most."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in a document.

    Args:
        svg: the drawing, whole in itself.
        title: its caption.
        alternative_text: what is to be seen, for who cannot see it.
        part: of the width of a page's text that it takes.
    """

    svg: str
    title: str
    alternative_text: str
    part: float


def picture_of(drawing: Drawing, language: Language, key: str) -> Picture:
    """Return a drawing as a picture that stands alone.

    Args:
        drawing: the block.
        language: of the document.
        key: name of the drawing, unlike that of any other in the document.
    """
    pen = Pen(language, key)
    chart_text = chart_text_of(drawing, pen)
    drawn = svg(drawing, pen)
    return Picture(drawn, chart_text.title, chart_text.description or chart_text.title, _part(drawn))


def _part(drawn: str) -> float:
    """Return the part of the width of a page that a drawing has, so that it is no higher than a page."""
    _left, _top, width, height = map(float, drawn.partition(' viewBox="')[2].partition('"')[0].split())
    return min(1.0, TALLEST * width / height)
