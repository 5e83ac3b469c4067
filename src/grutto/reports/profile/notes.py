"""What a reader must know of figures: where they come from, and what to mind before comparing them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.measures.comparability import OBSERVATION, breaks, breaks_a_series, note_of
from grutto.model.figure import Derivation, Selection
from grutto.reports.content import Callout, Label, Paragraph, Quote
from grutto.reports.profile.series import places, told_by
from grutto.reports.profile.told import subjects
from grutto.sources import source_named

if TYPE_CHECKING:
    from grutto.model.figure import Figure
    from grutto.reports.content import Block, Inline, Line
    from grutto.reports.profile.asked import Asked
    from grutto.reports.profile.told import Told

LARGE = Decimal("0.05")
"""Part of a year's total from which a country that is missing in other years is named."""
NAMED = 3


def note_blocks(asked: Asked, told: Told) -> list[Block]:
    """Return the sources of an indicator with what always holds for them, and warnings of what breaks its series."""
    broken = dict.fromkeys(text for one in told.known for _, text in breaks(tuple(f for _, f in one.points)))
    warnings = dict.fromkeys((*broken, *(w for figure in told.figures for w in figure.warnings)))
    standing = [w for w in warnings if not breaks_a_series(w)]
    marked: list[Line] = [(Quote(in_language(asked, w)),) for w in warnings if breaks_a_series(w)]
    marked += _gaps(asked, told)
    callout: list[Block] = [Callout(tuple(marked), "warning")] if marked else []
    return [*callout, *_sources(asked, told.figures, standing)]


def _sources(asked: Asked, figures: tuple[Figure, ...], standing: list[str]) -> list[Block]:
    notes: list[Inline] = [part for text in standing for part in (Label(" "), Quote(in_language(asked, text)))]
    blocks: list[Block] = []
    for name in _dataflows(asked, figures):
        source = source_named(name)
        line = asked.say(
            "Source: {citation}. Licence: {licence}.", citation=Quote(source.citation), licence=Quote(source.licence)
        )
        blocks.append(Paragraph((*line, *notes), "small"))
        notes = []
    return blocks


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


def _gaps(asked: Asked, told: Told) -> list[Line]:
    """Warn of sums over countries in which a large one is missing in some years: that alone changes the sum."""
    indicator = told.indicator
    if indicator.role not in {"origin", "hosted"} or not told.known:
        return []
    other = "ref_area" if indicator.role == "origin" else "counterpart"
    lines = []
    for country in subjects(asked, indicator):
        values = told_by(asked, indicator.measure[0], places(asked, indicator.role, country), other)
        large = _sometimes(values)[:NAMED]
        if large:
            names: Line = tuple(part for code in large for part in (Label(", "), asked.country(code)))[1:]
            said = asked.say(
                "The sum changes for this reason too: {countries} tell it in some years only.", countries=names
            )
            lines.append((asked.country(country), Label(": "), *said) if len(asked.countries) > 1 else said)
    return lines


def _sometimes(values: dict[int, dict[str, Decimal]]) -> list[str]:
    """Return the countries that are a large part of some year and are not told in another, the largest part first."""
    parts: dict[str, Decimal] = {}
    for told in values.values():
        whole = sum(told.values(), Decimal(0))
        for code, value in told.items():
            if whole > 0:
                parts[code] = max(parts.get(code, Decimal(0)), value / whole)
    missing = [c for c, part in parts.items() if part >= LARGE and any(c not in told for told in values.values())]
    return sorted(missing, key=lambda code: (-parts[code], code))


def in_language(asked: Asked, warning: str) -> str:
    """Return a warning in the language of the profile, where its source's note has it."""
    note = note_of(warning)
    code = asked.language.code
    return note.text.get(code, warning) if note else asked.say(warning)[0].text  # type: ignore[union-attr]
