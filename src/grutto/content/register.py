"""The register of figures: each with value, unit, period, rule and the rows it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.content.blocks import Code, Label, Number, Quote, Reason, Sentence, Time, between
from grutto.content.display import exact, is_points, unknown_text
from grutto.content.labels import value_text, warning_text
from grutto.content.wording import text_of
from grutto.locale import translate
from grutto.locale.reasons import is_ours
from grutto.measures import measure_named
from grutto.measures.derive import INPUT_UNKNOWN, OPERATIONS, roles_of
from grutto.measures.trace import simulation_facts
from grutto.message import decoded, msg
from grutto.model.figure import Derivation, Figure, Period, Selection, Simulation, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto.content.blocks import Inline, Line
    from grutto.locale import Language
    from grutto.model.figure import Lineage

SHOWN = 3
"""Figures that an entry names of those it is made of, before it is taken apart."""
PERIOD = {"year", "period_start", "period_end"}
HIDDEN = {"source_row", "snapshot", "locator", "rate_snapshot", "file"}

Cell = str | int | bool | Number | None
"""What a column of a source row holds: a number is exact, a day is written as ISO 8601."""
Rows = tuple[dict[str, Cell], ...]
"""Source rows of a figure: the columns of `trace_rows`, and `file`, the name of the source file."""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A figure as the register shows it.

    Args:
        number: place in the register, from 1.
        figure: the figure.
        value: exact, in the language.
        name: what it is, in words.
        rule: how it is made, in words.
        period: its period in words.
        subject: what it was asked of, or the figures it is made of.
        where: conditions that its rows meet.
        inputs: figures it derives from, with their values, and what each is where the rule does not say.
        statement: who said so, if anyone.
        simulation: model, data, assumptions and seed, if a model computed it.
        heads: columns of the rows listed.
        rows: file, its sha256, locator and cells of each.
        more: rows that are not listed.
        unknown: why values are unknown, each with the number of rows.
        warnings: what a reader must know before comparing it.
    """

    number: int
    figure: Figure
    value: str
    name: str
    rule: str
    period: str
    subject: str
    where: tuple[tuple[str, str], ...] = ()
    inputs: tuple[tuple[Figure, str, str], ...] = ()
    statement: Statement | None = None
    simulation: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()
    more: int = 0
    unknown: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()


def register(figures: tuple[Figure, ...], rows: Mapping[str, Rows], language: Language) -> tuple[RegisterEntry, ...]:
    """Return the register of an edition in a language.

    Args:
        figures: all figures of the edition, those too that others derive from.
        rows: id of a figure to the first source rows behind it.
        language: language written.
    """
    known = {f.id: f for f in figures}
    return tuple(_entry(n, f, known, rows, language) for n, f in enumerate(figures, start=1))


def _entry(
    place: int, figure: Figure, known: dict[str, Figure], rows: Mapping[str, Rows], language: Language
) -> RegisterEntry:
    common: dict[str, Any] = {
        "subject": text_of(_subject(figure, known), language),
        "number": place,
        "figure": figure,
        "value": exact(figure, language),
        "name": translate(_name(figure.lineage), language.code),
        "rule": translate(" ".join(figure.rule.split()), language.code),
        "period": text_of(period_line(figure.period), language),
        "unknown": unknown_texts(figure, known, language),
        "warnings": tuple(dict.fromkeys(warning_text(warning, language) for warning in figure.warnings)),
    }
    match figure.lineage:
        case Derivation(operation=operation, inputs=inputs):
            roles = (translate(role, language.code) if role else "" for role in roles_of(operation, len(inputs)))
            parts = tuple((known[i], exact(known[i], language), role) for i, role in zip(inputs, roles, strict=True))
            return RegisterEntry(**common, inputs=parts)
        case Statement() as statement:
            return RegisterEntry(**common, statement=statement)
        case Simulation() as run:
            return RegisterEntry(**common, simulation=simulation_facts(run))
        case Selection() as selection:
            behind = _rows(figure, rows[figure.id], language)
            return RegisterEntry(**common, where=conditions(selection), **behind)


def _subject(figure: Figure, known: Mapping[str, Figure]) -> Line:
    """Return what a figure was asked of, or the figures it is made of."""
    match figure.lineage:
        case Derivation(inputs=inputs):
            return between(" · ", [(_exact(known[i]),) for i in inputs[:SHOWN]])
        case Statement(reference=reference):
            return (Reason(reference) if is_ours(reference) else Quote(reference),)
        case Simulation(row=row):
            return (Label(" · ".join(text for _, text in row)),)
        case Selection() as selection:
            return between(" · ", _own_conditions(selection))


def _exact(figure: Figure) -> Inline:
    """Return the exact value of a figure that another one is made of; it leads nowhere by itself."""
    if figure.value is None:
        return Sentence(unknown_text(figure))
    return Number(figure.value, figure.unit, is_points(figure))


def unknown_texts(figure: Figure, known: Mapping[str, Figure], language: Language) -> tuple[tuple[str, int], ...]:
    """Return why values of a figure are unknown, in words, each with the number of rows; see `unknown_lines`."""
    return tuple({text_of(line, language): rows for line, rows in unknown_lines(figure, known)}.items())


def unknown_lines(figure: Figure, known: Mapping[str, Figure]) -> tuple[tuple[Line, int], ...]:
    """Return why values of a figure are unknown, each with the number of rows.

    Args:
        figure: the figure.
        known: the figures it derives from, and those that these derive from; a reason names them.
    """
    causes = (_cause(reason, rows, known) for reason, rows in figure.reasons)
    return tuple({_why(reason, known): rows for reason, rows in causes}.items())


def _cause(reason: str, rows: int, known: Mapping[str, Figure]) -> tuple[str, int]:
    """Return the reason itself; of an unknown figure that derives from an unknown one, the reason about that."""
    code, places = decoded(reason)
    about = known.get(places.get("figure", ""))
    if code == INPUT_UNKNOWN and about:
        further = next((r for r in about.reasons if decoded(r[0])[0] == INPUT_UNKNOWN), None)
        return _cause(*further, known) if further else (reason, rows)
    return reason, rows


def _why(reason: str, known: Mapping[str, Figure]) -> Line:
    """Return a reason, with the name of the figure that it is about."""
    code, places = decoded(reason)
    about = known.get(places.get("figure", ""))
    if about is None:
        return (Reason(reason),)
    name: Line = (Label("“"), Sentence(_name(about.lineage), within=True), Label("”"))
    parts = [line for line in (period_line(about.period), _subject(about, known)) if line]
    beside: Line = (Label(" ("), *between("; ", parts), Label(")")) if parts else ()
    return (Sentence(code, (("figure", (*name, *beside)),)),)


def _name(lineage: Lineage) -> str:
    if isinstance(lineage, Selection):
        return measure_named(lineage.measure).doc
    if isinstance(lineage, Derivation):
        return OPERATIONS[lineage.operation].rule
    if isinstance(lineage, Simulation):
        return msg("Computed by a model from data and assumptions.")
    return msg("Stated in a document.")


def _own_conditions(selection: Selection) -> list[Line]:
    """Return the conditions that are not the measure's own, without the period, which stands beside them."""
    own = {*measure_named(selection.measure).filter, *PERIOD}
    unknown = Sentence(msg("unknown"))
    return [
        (
            Code("column_label", c.column),
            Label(" "),
            *between(", ", [(Code(name, str(v)) if v not in {None, ""} else unknown,) for v in c.values]),
        )
        for c in selection.where
        if c.column not in own and not (name := c.column.rpartition(".")[2]).startswith("counted")
    ]


def conditions(selection: Selection) -> tuple[tuple[str, str], ...]:
    """Return the conditions of a selection as pairs of text."""
    return tuple((c.column, ", ".join("unknown" if v is None else str(v) for v in c.values)) for c in selection.where)


def period_line(period: Period | None, *, short: bool = False) -> Line:
    """Return a period: its year, or its first and last day; nothing if there is none."""
    if period is None:
        return ()
    if period == Period.year(period.start.year):
        return (Label(str(period.start.year)),)
    first, last = (Time(day.isoformat(), short) for day in (period.start, period.end))
    return (first, Label(" – "), last)


def _rows(figure: Figure, found: Rows, language: Language) -> dict[str, Any]:
    """Return the first rows of a figure, without the columns that are empty in all of them."""
    heads = tuple(k for k in (found[0] if found else {}) if k not in HIDDEN and any(r[k] is not None for r in found))
    rows = tuple(
        (str(r["file"]), str(r["snapshot"]), str(r["locator"]), tuple(_cell(h, r[h], language) for h in heads))
        for r in found
    )
    listed = len({r["source_row"] for r in found})
    return {"heads": heads, "rows": rows, "more": max(figure.rows - listed, 0)}


def _cell(column: str, value: Cell, language: Language) -> str:
    return value_text(column, value.value if isinstance(value, Number) else value, language)
