"""What a reader must know of figures: where they come from, and what to mind before comparing them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.codelists import eu_members
from grutto.content.blocks import Callout, Country, Label, Paragraph, Quote, Reason, between
from grutto.measures.comparability import OBSERVATION, breaks, breaks_a_series, note_of
from grutto.message import msg
from grutto.model.figure import Derivation, Selection
from grutto.reports.context import authored, say
from grutto.reports.profile.indicator_data import subjects
from grutto.reports.profile.series import SIDES, places, sum_of_few, values_by_year
from grutto.sources import source_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.content.blocks import Block, Inline, Line
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData

LARGE = Decimal("0.05")
"""Part of a year's total from which a country that is missing in other years is named."""
NAMED = 3
KINDS = {f"{side}_kind" for side in SIDES}


def note_blocks(context: ProfileContext, data: IndicatorData) -> list[Block]:
    """Return the sources of an indicator with what always holds for them, and warnings of what breaks its series."""
    broken = dict.fromkeys(text for one in data.known for _, text in breaks(tuple(f for _, f in one.points)))
    warnings = dict.fromkeys((*broken, *(w for figure in data.figures for w in figure.warnings)))
    standing = _texts(w for w in warnings if not breaks_a_series(w))
    marked: list[Line] = [(text,) for text in _texts(filter(breaks_a_series, warnings))]
    marked += _gaps(context, data)
    if any(_of_publisher(figure) for figure in data.figures):
        marked.append(say("Where a part is unknown, the total is the one that the source gives itself."))
    callout: list[Block] = [Callout(tuple(marked), "warning")] if marked else []
    return [*callout, *_sources(context, data.figures, standing)]


def _texts(warnings: Iterable[str]) -> list[Inline]:
    """Return what warnings say, each once: notes of several sources may say the same."""
    return list(dict.fromkeys(map(_text, warnings)))


def _text(warning: str) -> Inline:
    """Return the note of a warning as its source declares it, or ours."""
    note = note_of(warning)
    return authored(note.text) if note else Reason(warning)


def _sources(context: ProfileContext, figures: tuple[Figure, ...], standing: list[Inline]) -> list[Block]:
    notes: list[Inline] = [part for text in standing for part in (Label(" "), text)]
    blocks: list[Block] = []
    for name in dataflows(context, figures):
        source = source_named(name)
        line = say(
            "Source: {citation}. Licence: {licence}.", citation=Quote(source.citation), licence=Quote(source.licence)
        )
        blocks.append(Paragraph((*line, *notes), "small"))
        notes = []
    return blocks


def dataflows(context: ProfileContext, figures: tuple[Figure, ...]) -> list[str]:
    """Return the data flows that figures come from, those of derived figures too."""
    names: dict[str, None] = {}
    waiting = list(figures)
    for figure in waiting:
        if isinstance(figure.lineage, Derivation):
            waiting += [context.book.figures[i] for i in figure.lineage.inputs]
        elif isinstance(figure.lineage, Selection) and figure.lineage.relation == OBSERVATION:
            where = {c.column: c.values for c in figure.lineage.where}
            names |= dict.fromkeys(str(v) for v in where.get("dataflow", ()))
    return list(names)


def _of_publisher(figure: Figure) -> bool:
    """Tell whether a figure is a total that a source gives itself."""
    lineage = figure.lineage
    conditions = lineage.where if isinstance(lineage, Selection) else ()
    return any(c.column in KINDS and c.values == ("aggregate",) for c in conditions)


def _gaps(context: ProfileContext, data: IndicatorData) -> list[Line]:
    """Warn of sums over countries that are of few countries only, or in which a large one is missing in some years."""
    indicator = data.indicator
    lines = []
    for country in subjects(context, indicator) if data.known else ():
        at = places(context, indicator.role, country)
        if indicator.role in {"origin", "hosted"} and not sum_of_few(context, indicator.measure[0], at):
            other = "ref_area" if indicator.role == "origin" else "counterpart"
            values = values_by_year(context, indicator.measure[0], at, other)
            lines += [_of(context, country, note) for note in _in_sum(values)]
        if indicator.union:
            values = values_by_year(context, indicator.measure[0], {"counterpart": country}, "ref_area")
            lines += [_of(context, country, note) for note in _in_union(values)]
    return lines


def _of(context: ProfileContext, country: str, line: Line) -> Line:
    return (Country(country), Label(": "), *line) if len(context.countries) > 1 else line


def _in_sum(values: dict[int, dict[str, Decimal]]) -> list[Line]:
    if not values:
        return []
    large = sometimes(values)[:NAMED]
    text = msg("The sum changes for this reason too: in some years there is no value of {countries}.")
    return [say(text, countries=_names(large))] if large else []


def _in_union(values: dict[int, dict[str, Decimal]]) -> list[Line]:
    """Name the member states that the last sum over the European Union is without."""
    for year in sorted(values, reverse=True):
        members = eu_members(year)
        missing = [code for code in members if code not in values[year]]
        if 2 * len(missing) <= len(members):
            text = msg("The sum of the European Union is without {countries}, of which there is no value.")
            return [say(text, countries=_names(missing))] if missing else []
    return []


def _names(codes: list[str]) -> Line:
    return between(", ", [(Country(code),) for code in codes])


def sometimes(values: dict[int, dict[str, Decimal]]) -> list[str]:
    """Return the countries that are a large part of some year and are not told in another, the largest part first."""
    parts: dict[str, Decimal] = {}
    for year in values.values():
        whole = sum(year.values(), Decimal(0))
        for code, value in year.items():
            if whole > 0:
                parts[code] = max(parts.get(code, Decimal(0)), value / whole)
    missing = [c for c, part in parts.items() if part >= LARGE and any(c not in year for year in values.values())]
    return sorted(missing, key=lambda code: (-parts[code], code))
