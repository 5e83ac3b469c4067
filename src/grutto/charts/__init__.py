"""Charts as SVG: one small, consistent language for pages, print and documents, without scripts.

Every picture has a role, a title and a description; nothing is told by colour alone; and `table_of` gives its figures
as a table. Colours are those of Okabe and Ito, darkened for contrast on white
(https://jfly.uni-koeln.de/color/, colour universal design).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from grutto.charts.chord import chord
from grutto.charts.flow_map import flow_map
from grutto.charts.lines import lines, multiples
from grutto.charts.ranking import ranking
from grutto.content.blocks import Chord, FlowMap, Lines, Multiples, Ranking

if TYPE_CHECKING:
    from grutto.charts.canvas import Pen
    from grutto.content.blocks import Plot


def svg(picture: Plot, pen: Pen) -> str:
    """Return a picture as SVG; the same picture gives the same text."""
    match picture:
        case Lines():
            return lines(picture, pen)
        case Multiples():
            return multiples(picture, pen)
        case Ranking():
            return ranking(picture, pen)
        case FlowMap():
            return flow_map(picture, pen)
        case Chord():
            return chord(picture, pen)
        case _:
            assert_never(picture)
