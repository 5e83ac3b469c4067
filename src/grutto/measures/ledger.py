"""The savings ledger as figures: each entry a statement or a traced figure, each quarter derived from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from grutto.measures.savings import ReceptionEntry, counted, quarters, until
from grutto.model.figure import Figure, Statement, figure_id
from grutto.model.ledger import quarter_period

if TYPE_CHECKING:
    from grutto.measures.book import Notebook
    from grutto.model.framework import Framework
    from grutto.model.ledger import LedgerEntry

OVERDRAWN, DEARER = "overdrawn", "dearer"
MARKS = {OVERDRAWN, DEARER}
"""What is said of a balance or a saving below zero, by its cause."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter: estimated and actual cost, the saving, what was drawn, and what is left since the start."""

    name: str
    estimate: Figure
    actual: Figure
    saving: Figure
    drawn: Figure
    left: Figure


class LedgerScope(Protocol):
    """What the quarters of a ledger are computed from; a `Scope` is one, and so is a ledger without a release."""

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """The entries."""

    @property
    def framework(self) -> Framework:
        """The policy whose ledger it is."""

    @property
    def year(self) -> int:
        """The last year that is computed."""

    @property
    def book(self) -> Notebook:
        """Keeps the figures."""

    def traced(self, query: str, entry: str) -> Figure:
        """Return the figure that an entry on what was drawn names."""


def ledger_quarters(scope: LedgerScope) -> list[Quarter]:
    """Return the ledger by quarter; what is left below zero carries a warning."""
    entries = until(scope.ledger, scope.year)
    known = counted(entries)
    answer: list[Quarter] = []
    for name in quarters(entries):
        costs = {kind: _total(scope, kind, name, [c for c in known if c.entry.quarter == name]) for kind in KINDS}
        drawn = _drawn(scope, name)
        saving = _marked(scope, scope.book.derive("difference", costs["estimate"], costs["actual"]), DEARER)
        rest = scope.book.derive("difference", saving, drawn)
        left = scope.book.derive("total", answer[-1].left, rest) if answer else rest
        took = any(q.drawn.value != 0 for q in answer) or drawn.value != 0
        left = _marked(scope, left, OVERDRAWN if took else DEARER)
        answer.append(Quarter(name, costs["estimate"], costs["actual"], saving, drawn, left))
    return answer


KINDS = ("estimate", "actual")


def _total(scope: LedgerScope, kind: str, quarter: str, known: list[ReceptionEntry]) -> Figure:
    parts = [entry_cost(scope, c) for c in known if c.entry.kind == kind]
    return scope.book.derive("total", *parts) if parts else _none(scope, kind, quarter)


def entry_cost(scope: LedgerScope, one: ReceptionEntry) -> Figure:
    """Return persons × days × day rate of an entry, each a statement of who signed it."""
    parts = (("persons", Decimal(one.entry.persons), "person"), ("days", one.days, "day"))
    figures = [_stated(scope, one.entry, *part) for part in (*parts, ("rate", one.entry.day_rate, "EUR"))]
    return scope.book.derive("product", *figures)


def _drawn(scope: LedgerScope, quarter: str) -> Figure:
    own = [e for e in scope.ledger if e.kind == "drawn" and e.quarter == quarter]
    figures = [scope.traced(e.figure, e.id) if e.figure else _stated(scope, e, "drawn", e.amount, "EUR") for e in own]
    if not figures:
        return _none(scope, "drawn", quarter)
    drawn = replace(scope.book.derive("total", *figures), period=quarter_period(quarter))  # whenever it was spent
    scope.book.figures[drawn.id] = drawn
    return drawn


def _stated(scope: LedgerScope, entry: LedgerEntry, part: str, value: Decimal | None, unit: str) -> Figure:
    statement = Statement(entry.author, entry.date, entry.reference, entry.text)
    name = figure_id(f"ledger-{part}", {"entry": entry.id})
    return scope.book.state(name, value, unit, statement, period=quarter_period(entry.quarter))


def _none(scope: LedgerScope, kind: str, quarter: str) -> Figure:
    """Return the figure of a kind that has no entry: nothing was drawn, but a cost that nobody signed is unknown."""
    statement = Statement(scope.framework.id, scope.framework.since, "ledger-silent")
    name = f"ledger-none.kind-{kind}.quarter-{quarter}"
    value = Decimal(0) if kind == "drawn" else None
    return scope.book.state(name, value, "EUR", statement, period=quarter_period(quarter))


def _marked(scope: LedgerScope, figure: Figure, mark: str) -> Figure:
    """Return a figure with a mark if it is below zero, and without the marks of those it was derived from if not."""
    own = tuple(w for w in figure.warnings if w not in MARKS)
    marked = replace(figure, warnings=(*own, mark) if figure.value is not None and figure.value < 0 else own)
    scope.book.figures[figure.id] = marked
    return marked
