"""An indicator as content: what it says in words, its charts with their tables, its sources and its warnings."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from grutto.charts.table import table_of
from grutto.content.blocks import (
    Bar,
    Chord,
    Country,
    Flow,
    FlowMap,
    Label,
    Lines,
    Multiples,
    Paragraph,
    Ranking,
)
from grutto.measures.comparability import breaks
from grutto.model.figure import Selection
from grutto.reports.context import say
from grutto.reports.profile.indicator_data import period_of, title_of
from grutto.reports.profile.missing import silent_blocks
from grutto.reports.profile.notes import note_blocks
from grutto.reports.profile.purposes import purpose_of
from grutto.reports.profile.series import span_of
from grutto.reports.profile.words import in_words, unit_of

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line, Series
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import FigureParts, IndicatorData
    from grutto.reports.profile.indicators import Indicator
    from grutto.reports.profile.series import At

BETWEEN = 3
"""Countries beside those of the profile that a circle has."""


def indicator_blocks(context: ProfileContext, data: IndicatorData) -> list[Block]:
    """Return the content of an indicator that has something to show."""
    indicator = data.indicator
    blocks: list[Block] = [
        *(Paragraph(in_words(context, one)) for one in data.known),
        *silent_blocks(context, data),
        *_time_charts(context, indicator, data.known),
    ]
    for country, found in data.divided.items():
        blocks += _divided(context, indicator, country, found)
    return [*blocks, *note_blocks(context, data)]


def _time_charts(context: ProfileContext, indicator: Indicator, known: tuple[Series, ...]) -> list[Block]:
    """Draw a series of at least two years; several measures of one country as small charts on one scale."""
    long = tuple(one for one in known if sum(f.value is not None for _, f in one.points) > 1)
    if not known:
        return []
    if not long:
        title = title_of(context, indicator)
        return [table_of(Lines(title, title, known))]
    figures = tuple(f for one in long for _, f in one.points)
    crossed = tuple(dict.fromkeys(year for year, _ in breaks(figures)))
    unit = unit_of(indicator, figures[0])
    title = (*title_of(context, indicator), Label(" ("), *unit, Label(f"), {span_of(long)}"))
    description = say("Figures by year, up to {year}; one line for each name.", year=context.this_year())
    kind = Multiples if len(indicator.measure) > 1 else Lines
    return [kind(title, description, long, crossed)]


def _divided(context: ProfileContext, indicator: Indicator, country: str, found: FigureParts) -> list[Block]:
    """Draw the countries on the other side as bars or as a map with the flows, or the purposes of aid as bars."""
    title = say(
        "{name}: {country}, {year}",
        name=say(indicator.name),
        country=Country(country),
        year=period_of(found[0][1]),
    )
    if indicator.by == "map":
        return _mapped(context, indicator, country, found, title)
    described = say("The largest first; each bar has its figure beside it.")
    named = purpose_of if indicator.by == "purpose" else None
    bars = tuple(Bar(say(named(c)) if named else (Country(c),), figure) for c, figure in found)
    return [Ranking(title, described, bars)]


def _mapped(
    context: ProfileContext, indicator: Indicator, country: str, found: FigureParts, title: Line
) -> list[Block]:
    described = say("Curves on a map, thicker where the figure is larger; a dot marks where they end.")
    outward = indicator.role == "origin"
    flows = tuple(_flow(country, other, figure, outward=outward) for other, figure in found)
    around = [c for c, _ in found[:BETWEEN]]
    return [FlowMap(title, described, flows), *_between(context, indicator, found[0][1], around)]


def _between(context: ProfileContext, indicator: Indicator, figure: Figure, around: list[str]) -> list[Block]:
    """Draw what goes between the countries of the profile, the observer and the largest others, all ways."""
    where = {c.column: c.values[0] for c in figure.lineage.where} if isinstance(figure.lineage, Selection) else {}
    at: At = {"year": figure.period.start.year if figure.period else context.year, "dataflow": where.get("dataflow")}
    areas = list(dict.fromkeys((*context.countries, context.observer, *around)))
    flows = []
    for origin, destination in permutations(areas, 2):
        one = context.book.measure(indicator.measure[0], **at, ref_area=destination, counterpart=origin)
        if one.value:
            flows.append(Flow(origin, destination, (Country(origin),), (Country(destination),), one))
    if len({f.origin for f in flows}) < 2:
        return []
    title = say("{name}: between the largest, {year}", name=title_of(context, indicator), year=period_of(figure))
    described = say(
        "A circle with an arc for each country; bands lead from it to others in its colour, as wide as the figure."
    )
    return [Chord(title, described, tuple(flows))]


def _flow(country: str, other: str, figure: Figure, *, outward: bool) -> Flow:
    ends = (country, other) if outward else (other, country)
    return Flow(*ends, (Country(ends[0]),), (Country(ends[1]),), figure)
