"""The savings ledger as figures: each entry a statement or a traced figure, each quarter derived from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.measures.savings import Counted, counted, quarters, until
from grutto.model.figure import Figure, Statement, figure_id
from grutto.model.ledger import quarter_period

if TYPE_CHECKING:
    from grutto.model.ledger import Entry
    from grutto.reports.context import Context

NEGATIVE = "more was drawn than was saved"


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter: estimated and actual cost, the saving, what was drawn, and what is left since the start."""

    name: str
    estimate: Figure
    actual: Figure
    saving: Figure
    drawn: Figure
    left: Figure


def ledger_quarters(context: Context) -> list[Quarter]:
    """Return the ledger by quarter; what is left below zero carries a warning."""
    entries = until(context.ledger, context.year)
    known = counted(entries)
    answer: list[Quarter] = []
    for name in quarters(entries):
        costs = {kind: _total(context, kind, name, [c for c in known if c.entry.quarter == name]) for kind in KINDS}
        drawn = _drawn(context, name)
        saving = context.book.derive("difference", costs["estimate"], costs["actual"])
        rest = context.book.derive("difference", saving, drawn)
        left = context.book.derive("total", answer[-1].left, rest) if answer else rest
        answer.append(Quarter(name, costs["estimate"], costs["actual"], saving, drawn, _warned(context, left)))
    return answer


KINDS = ("estimate", "actual")


def _total(context: Context, kind: str, quarter: str, known: list[Counted]) -> Figure:
    parts = [_cost(context, c) for c in known if c.entry.kind == kind]
    return context.book.derive("total", *parts) if parts else _none(context, kind, quarter)


def _cost(context: Context, one: Counted) -> Figure:
    """Return persons × days × day rate of an entry, each a statement of who signed it."""
    parts = (("persons", Decimal(one.entry.persons), "person"), ("days", one.days, "day"))
    figures = [_stated(context, one.entry, *part) for part in (*parts, ("rate", one.entry.day_rate, "EUR"))]
    return context.book.derive("product", *figures)


def _drawn(context: Context, quarter: str) -> Figure:
    own = [e for e in context.ledger if e.kind == "drawn" and e.quarter == quarter]
    figures = [
        context.traced(e.figure, e.id) if e.figure else _stated(context, e, "drawn", e.amount, "EUR") for e in own
    ]
    return context.book.derive("total", *figures) if figures else _none(context, "drawn", quarter)


def _stated(context: Context, entry: Entry, part: str, value: Decimal | None, unit: str) -> Figure:
    statement = Statement(entry.author, entry.date, entry.reference, entry.text)
    name = figure_id(f"ledger-{part}", {"entry": entry.id})
    return context.book.state(name, value, unit, statement, period=quarter_period(entry.quarter))


def _none(context: Context, kind: str, quarter: str) -> Figure:
    """Return the figure of a kind that has no entry: nothing was drawn, but a cost that nobody signed is unknown."""
    statement = Statement(context.framework.id, context.framework.since, "the ledger has no entry of this kind")
    name = f"ledger-none.kind-{kind}.quarter-{quarter}"
    value = Decimal(0) if kind == "drawn" else None
    return context.book.state(name, value, "EUR", statement, period=quarter_period(quarter))


def _warned(context: Context, left: Figure) -> Figure:
    if left.value is None or left.value >= 0 or NEGATIVE in left.warnings:
        return left
    warned = replace(left, warnings=(*left.warnings, NEGATIVE))
    context.book.figures[left.id] = warned
    return warned
