"""Charts as SVG: one small, consistent language for pages, print and documents, without scripts.

Every picture has a role, a title and a description; nothing is told by colour alone; and `table_of` gives its figures
as a table. Colours are those of Okabe and Ito, darkened for contrast on white
(https://jfly.uni-koeln.de/color/, colour universal design).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.reports.charts.chord import chord
from grutto.reports.charts.flow_map import flow_map
from grutto.reports.charts.lines import lines, multiples
from grutto.reports.charts.ranking import ranking
from grutto.reports.content import Chord, FlowMap, Lines, Multiples, Ranking

if TYPE_CHECKING:
    from grutto.reports.charts.canvas import Pen
    from grutto.reports.content import Drawn


def svg(picture: Drawn, pen: Pen) -> str:
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
