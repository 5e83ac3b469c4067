"""Charts and drawings as pictures that stand alone: for documents, which have no style sheet around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from grutto.charts import svg
from grutto.charts.canvas import Pen
from grutto.charts.money import draw
from grutto.content.blocks import Chord, FlowMap, Flows, Lines, Multiples, Picture, Ranking, Waterfall
from grutto.content.display import shown, text_of
from grutto.locale import msg, translate

if TYPE_CHECKING:
    from grutto.content.blocks import Bar, Plot
    from grutto.locale import Language

STYLE = """
text { font-family: 'Noto Sans', 'Noto Sans Arabic'; }
.flows text, .steps text { fill: #1b2733; stroke: #ffffff; stroke-width: 4px; paint-order: stroke; }
.flows text { font-size: 13px; } .steps text { font-size: 15px; }
.lane { fill: #f4f6f8; } .node, .whole { fill: #154273; } .less { fill: #a04a1c; } .more { fill: #4a7c59; }
.flow { fill: none; stroke: #154273; stroke-opacity: .35; } .flow.open { stroke: #a04a1c; stroke-opacity: .2; }
.edge { fill: none; stroke: #a04a1c; stroke-width: 1.5px; stroke-dasharray: 6 4; }
"""
"""What the style sheet of the pages says of drawings, in plain SVG."""
FIRST_TAG = re.compile(r"<svg\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture.

    Args:
        svg: the drawing, whole in itself.
        title: its caption; empty if the drawing bears it.
        told: what is to be seen, for who cannot see it.
    """

    svg: str
    title: str
    told: str


def drawing_of(block: Plot | Flows | Waterfall | Picture, language: Language, key: str) -> Drawing:
    """Return a chart as a picture that stands alone.

    Args:
        block: the chart.
        language: of the document.
        key: name of the chart, unlike that of any other in the document.
    """
    match block:
        case Lines() | Multiples() | Ranking() | FlowMap() | Chord():
            title, told = text_of(block.title, language), text_of(block.description, language)
            return Drawing(_alone(svg(block, _pen(language, key))), title, told or title)
        case Flows():
            return Drawing(_alone(str(draw(block, language))), text_of(block.title, language), _told(block, language))
        case Waterfall():
            return Drawing(_alone(str(draw(block, language))), text_of(block.title, language), _steps(block, language))
        case Picture():
            return Drawing(_alone(block.svg), "", block.title)
        case _:
            assert_never(block)


def _pen(language: Language, key: str) -> Pen:
    return Pen(
        language,
        lambda line: text_of(line, language),
        lambda figure: shown(figure, language),
        lambda text: translate(text, language.code),
        key,
    )


def _alone(drawing: str) -> str:
    return FIRST_TAG.sub(lambda tag: f"{tag.group()}<style>{STYLE}</style>", drawing, count=1)


def _told(block: Flows, language: Language) -> str:
    names = dict(block.names)
    told = translate(msg("Drawing of the flows; the table below has the same figures"), language.code)
    flows = (
        f"{names.get(f.source, f.source)} → {names.get(f.target, f.target)}: {shown(f.figure, language)}"
        for f in block.flows
    )
    return f"{told}. {'; '.join(flows)}."


def _steps(block: Waterfall, language: Language) -> str:
    def step(bar: Bar, *, signed: bool) -> str:
        return f"{text_of(bar.name, language)}: {shown(bar.figure, language, signed=signed)}"

    told = translate(msg("Drawing of the steps; the table below has the same figures"), language.code)
    inner = (step(bar, signed=True) for bar in block.steps)
    return f"{told}. {'; '.join([step(block.start, signed=False), *inner, step(block.end, signed=False)])}."
