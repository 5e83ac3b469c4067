"""An indicator as content: what it says in words, its charts with their tables, its source and its warnings."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from grutto.locale import msg, translate
from grutto.measures.comparability import OBSERVATION, breaks, note_of
from grutto.model.figure import Derivation, Selection
from grutto.reports.charts.table import table_of
from grutto.reports.content import (
    Bar,
    Callout,
    Chord,
    Flow,
    FlowMap,
    Label,
    Lines,
    Multiples,
    Paragraph,
    Quote,
    Ranking,
    Series,
    Shown,
)
from grutto.reports.profile.series import (
    by_other,
    in_release,
    places,
    providers,
    series,
    shares,
    union_series,
)
from grutto.sources import source_named

if TYPE_CHECKING:
    from grutto.model.figure import Figure
    from grutto.reports.content import Block, Line
    from grutto.reports.profile.asked import Asked
    from grutto.reports.profile.indicators import Indicator
    from grutto.reports.profile.series import Points

BETWEEN = 3
"""Countries beside those of the profile that a circle has."""

MOST = 12
"""Countries that a ranking or map has."""


def indicator_blocks(asked: Asked, indicator: Indicator) -> list[Block]:
    """Return the content of an indicator; where there is none, why."""
    if not any(in_release(asked, measure) for measure in indicator.measure):
        return [_not_in_release(asked, indicator)]
    drawn = _all_series(asked, indicator)
    known = [one for one in drawn if any(f.value is not None for _, f in one.points)]
    blocks: list[Block] = [
        *(Paragraph(_in_words(asked, one)) for one in known),
        *(_unknown(asked, one) for one in drawn if one not in known),
        *_time_charts(asked, indicator, known),
    ]
    for country in _subjects(asked, indicator):
        blocks += _by_country(asked, indicator, country)
    figures = tuple(f for one in known for _, f in one.points)
    return [*blocks, *_sources(asked, figures), *_warnings(asked, figures)]


def _subjects(asked: Asked, indicator: Indicator) -> tuple[str, ...]:
    """Return the countries an indicator is told for; what is about the observer is told once."""
    return asked.countries[:1] if indicator.role == "observer" else asked.countries


def _all_series(asked: Asked, indicator: Indicator) -> list[Series]:
    found = []
    for country in _subjects(asked, indicator):
        for measure in indicator.measure:
            name = _series_name(asked, indicator, country, measure)
            found.append(Series(name, _points(asked, indicator, measure, country)))
        if indicator.union:
            name = (*_short(asked, country), *asked.say("European Union"))
            found.append(Series(name, union_series(asked, indicator.measure[0], country)))
    return found


def _points(asked: Asked, indicator: Indicator, measure: str, country: str) -> Points:
    at = places(asked, indicator.role, country)
    return shares(asked, measure, indicator.share_of, at) if indicator.share_of else series(asked, measure, at)


def _series_name(asked: Asked, indicator: Indicator, country: str, measure: str) -> Line:
    if measure in REASONS:
        reason = asked.say(REASONS[measure])
        return (*_short(asked, country), *reason)
    if indicator.role == "observer":
        return (asked.country(asked.observer),)
    if indicator.union:
        return (*_short(asked, country), asked.country(asked.observer))
    return (asked.country(country),)


def _short(asked: Asked, country: str) -> Line:
    """Return the code of a country before a name, where several countries stand side by side."""
    return (Label(f"{country} · "),) if len(asked.countries) > 1 else ()


REASONS = {
    "first_permits_family": msg("Family"),
    "first_permits_education": msg("Education"),
    "first_permits_work": msg("Work"),
    "first_permits_other": msg("Other reasons"),
}
"""What small charts of several measures are called."""


def _in_words(asked: Asked, one: Series) -> Line:
    """Say the last known figure, and how it changed since the one before."""
    known = [(year, figure) for year, figure in one.points if figure.value is not None]
    (year, now) = known[-1]
    said = asked.say("{name}: {figure} in {year}", name=one.name, figure=Shown(now, "unit"), year=Label(str(year)))
    if len(known) < 2:
        return (*said, *asked.say("."))
    before, earlier = known[-2]
    return (*said, *_change(asked, now, earlier, before))


def _change(asked: Asked, now: Figure, earlier: Figure, before: int) -> Line:
    """Say a change: in percent, but as a difference where a value is a share or below zero."""
    below = min(now.value or 0, earlier.value or 0) < 0
    operation = "difference" if below or now.unit == "percent" else "change_percent"
    change = Shown(asked.book.derive(operation, now, earlier), "signed")
    if now.unit == "percent":
        return asked.say(
            "; change in percentage points since {year}: {change}.", year=Label(str(before)), change=change
        )
    return asked.say("; change since {year}: {change}.", year=Label(str(before)), change=change)


def _unknown(asked: Asked, one: Series) -> Callout:
    """Say why a series has no value."""
    reasons = dict.fromkeys(r for _, f in one.points for r, _ in f.reasons)
    if not reasons:
        text = asked.say(
            "{name}: the sources in this release have no row up to {year}.", name=one.name, year=asked.this_year()
        )
    else:
        named: Line = (Label(", ".join(map(asked.reason, reasons))),)
        text = asked.say("{name}: no value, because: {reasons}.", name=one.name, reasons=named)
    return Callout((text,))


def _not_in_release(asked: Asked, indicator: Indicator) -> Callout:
    """Say which sources would tell an indicator that the release knows nothing of."""
    names = dict.fromkeys(name for measure in indicator.measure for name in providers(measure))
    wanted: Line = (Quote(", ".join(names)),)
    return Callout((asked.say("No source of this is in the release. It would come from: {sources}.", sources=wanted),))


def title_of(asked: Asked, indicator: Indicator) -> Line:
    """Return the name of an indicator, with the country of the observer where it is about that."""
    name = asked.say(indicator.name)
    about = indicator.role in {"origin_there", "observer", "from_there"}
    return (*name, Label(" · "), asked.country(asked.observer)) if about else name


def _time_charts(asked: Asked, indicator: Indicator, known: list[Series]) -> list[Block]:
    """Draw a series of at least two years; several measures of one country as small charts on one scale."""
    long = tuple(one for one in known if sum(f.value is not None for _, f in one.points) > 1)
    if not long:
        title = title_of(asked, indicator)
        return (
            [table_of(Lines(title, title, tuple(known)), lambda text: translate(text, asked.language.code))]
            if known
            else []
        )
    figures = tuple(f for one in long for _, f in one.points)
    crossed = tuple(dict.fromkeys(year for year, _ in breaks(figures)))
    title = (*title_of(asked, indicator), *_unit(asked, figures[0]))
    description = asked.say("Figures by year, up to {year}; one line for each name.", year=asked.this_year())
    kind = Multiples if len(indicator.measure) > 1 else Lines
    return [kind(title, description, long, crossed)]


def _unit(asked: Asked, figure: Figure) -> Line:
    names = {"percent": msg("in percent"), "USD": msg("in US dollars"), "permit": msg("permits")}
    unit = names.get(figure.unit, msg("persons"))
    kind = {"stock": msg("at a moment"), "flow": msg("in the year")}.get(figure.stock_flow)
    line: Line = (Label(" ("), *asked.say(unit))
    return (*line, Label(", "), *asked.say(kind), Label(")")) if kind else (*line, Label(")"))


def _by_country(asked: Asked, indicator: Indicator, country: str) -> list[Block]:
    """Draw the countries on the other side: as bars, or as a map with the flows."""
    if not indicator.by:
        return []
    other = "ref_area" if indicator.role == "origin" else "counterpart"
    at = places(asked, indicator.role, country)
    found = by_other(asked, indicator.measure[0], at, other)[:MOST]
    if len(found) < 2:
        return []
    period = found[0][1].period
    year = Label(str(period.start.year if period else asked.year))
    title = asked.say(
        "{name}: {country}, {year}", name=asked.say(indicator.name), country=asked.country(country), year=year
    )
    if indicator.by == "map":
        described = asked.say("Curves on a map, thicker where the figure is larger; a dot marks where they end.")
        flows = tuple(_flow(asked, country, c, figure, outward=other == "ref_area") for c, figure in found)
        around = [c for c, _ in found[:BETWEEN]]
        return [FlowMap(title, described, flows), *_between(asked, indicator, found[0][1], around)]
    described = asked.say("The largest first; each bar has its figure beside it.")
    return [Ranking(title, described, tuple(Bar((asked.country(c),), figure) for c, figure in found))]


def _between(asked: Asked, indicator: Indicator, figure: Figure, around: list[str]) -> list[Block]:
    """Draw what goes between the countries of the profile, the observer and the largest others, all ways."""
    year = figure.period.start.year if figure.period else asked.year
    where = {c.column: c.values[0] for c in figure.lineage.where} if isinstance(figure.lineage, Selection) else {}
    at: dict[str, Any] = {"year": year, "dataflow": where.get("dataflow")}
    areas = list(dict.fromkeys((*asked.countries, asked.observer, *around)))
    flows = []
    for origin, destination in permutations(areas, 2):
        one = asked.book.measure(indicator.measure[0], **at, ref_area=destination, counterpart=origin)
        if one.value:
            flows.append(Flow(origin, destination, (asked.country(origin),), (asked.country(destination),), one))
    if len({f.origin for f in flows}) < 2:
        return []
    title = asked.say("{name}: between the largest, {year}", name=title_of(asked, indicator), year=Label(str(year)))
    described = asked.say(
        "A circle with an arc for each country; bands lead from it to others in its colour, as wide as the figure."
    )
    return [Chord(title, described, tuple(flows))]


def _flow(asked: Asked, country: str, other: str, figure: Figure, *, outward: bool) -> Flow:
    ends = (country, other) if outward else (other, country)
    return Flow(*ends, (asked.country(ends[0]),), (asked.country(ends[1]),), figure)


def _dataflows(asked: Asked, figures: tuple[Figure, ...]) -> list[str]:
    """Return the data flows that figures come from, those of derived figures too."""
    names: dict[str, None] = {}
    waiting = list(figures)
    for figure in waiting:
        if isinstance(figure.lineage, Derivation):
            waiting += [asked.book.figures[i] for i in figure.lineage.inputs]
        elif isinstance(figure.lineage, Selection) and figure.lineage.relation == OBSERVATION:
            where = {c.column: c.values for c in figure.lineage.where}
            names |= dict.fromkeys(str(v) for v in where.get("dataflow", ()))
    return list(names)


def _sources(asked: Asked, figures: tuple[Figure, ...]) -> list[Block]:
    blocks: list[Block] = []
    for name in _dataflows(asked, figures):
        source = source_named(name)
        line = asked.say(
            "Source: {citation}. Licence: {licence}.", citation=Quote(source.citation), licence=Quote(source.licence)
        )
        blocks.append(Paragraph(line, "small"))
    return blocks


def _warnings(asked: Asked, figures: tuple[Figure, ...]) -> list[Block]:
    """Say what to know before comparing: of the figures, and of breaks between them."""
    found = dict.fromkeys((*(w for f in figures for w in f.warnings), *(text for _, text in breaks(figures))))
    lines = tuple((Quote(in_language(asked, warning)),) for warning in found)
    return [Callout(lines, "warning")] if lines else []


def in_language(asked: Asked, warning: str) -> str:
    """Return a warning in the language of the profile, where its source's note has it."""
    note = note_of(warning)
    code = asked.language.code
    return note.text.get(code, warning) if note else asked.say(warning)[0].text  # type: ignore[union-attr]
