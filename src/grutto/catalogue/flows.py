"""The flows of money that a catalogue holds, each the measure of the same name asked for all groups at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.store.engine import Engine

LEVEL = "portfolio.hierarchy"


@dataclass(frozen=True, slots=True)
class CountryFlow:
    """A flow of money.

    Args:
        name: the measure that it equals.
        value: the column summed.
        kinds: kinds of amounts.
        types: types of transactions; empty for all.
        once: counted once along the chain, so that hierarchy levels may be added.
    """

    name: str
    value: str
    kinds: tuple[str, ...]
    types: tuple[str, ...] = ()
    once: bool = False

    @property
    def selection(self) -> Selection:
        """Its rows in all groups."""
        where: dict[str, tuple[Any, ...]] = {"counted": (True,), "kind": self.kinds}
        where |= {"transaction_type": self.types} if self.types else {}
        conditions = tuple(Condition(column, where[column]) for column in sorted(where))
        return Selection(self.name, "money", self.value, "sum", conditions)

    def holds(self, kind: str, transaction_type: str | None) -> bool:
        """Tell whether an amount of this kind and type is one of it."""
        return kind in self.kinds and (not self.types or transaction_type in self.types)


PLANNED = ("budget", "planned_disbursement")
TRANSACTION = ("transaction",)
FLOWS = (
    CountryFlow("spent", "amount_eur", TRANSACTION, ("3", "4")),
    CountryFlow("committed", "amount_eur", TRANSACTION, ("2",)),
    CountryFlow("budgeted", "amount_eur", PLANNED),
    CountryFlow("incoming_funds", "amount_eur", TRANSACTION, ("1",)),
    CountryFlow("incoming_commitments", "amount_eur", TRANSACTION, ("11",)),
)
"""What one activity does: one publisher's amounts at one level."""

ONCE = CountryFlow("spent_once", "once_eur", TRANSACTION, ("3", "4"), once=True)
TOGETHER = (ONCE, FLOWS[2])
"""What may be added over activities; budgets of several levels are kept apart, as their measure does."""

SEVERAL_LEVELS = "several-levels"
ALL_YEARS = 0


def with_rows(engine: Engine) -> tuple[CountryFlow, ...]:
    """Return the flows of which a release has any amount: a small one has few, and each is asked many times."""
    counted = Selection("flows", "money", "source_row", "count", (Condition("counted", (True,)),))
    found = {group.by for group in engine.groups(counted, ("kind", "transaction_type"))}
    return tuple(flow for flow in (*FLOWS, ONCE) if any(flow.holds(*kind) for kind in found))


@dataclass(slots=True)
class Total:
    """A sum of groups: what is known of it, its source rows, those without a value and why, and the levels seen."""

    value: Decimal | None = None
    rows: int = 0
    unknown: int = 0
    reasons: dict[str, int] | None = None
    levels: tuple[int, ...] = ()

    def add(self, value: Decimal | None, rows: int, unknown: int, because: str | None) -> None:
        """Add a group; a group without any known value adds none."""
        if value is not None:
            self.value = value if self.value is None else self.value + value
        self.rows += rows
        self.unknown += unknown
        if unknown:
            self.reasons = reasons = self.reasons or {}
            reasons[because or ""] = reasons.get(because or "", 0) + unknown


type Totals = dict[tuple[Any, int], Total]
"""By owner and year; year 0 is all years together."""


def totals(engine: Engine, flow: CountryFlow, owner: str, *, yearly: bool) -> Totals:
    """Return the money of a flow by the values of a column, with the reasons of what is unknown.

    Args:
        engine: with the tables of the release.
        flow: which rows and which value.
        owner: a column; empty for the whole release.
        yearly: by year too; else all years together, where a row over several years is one row.
    """
    years = ("year",) if yearly else ()
    columns = (*((owner,) if owner else ()), *years, "unknown_because", *(() if flow.once else (LEVEL,)))
    found: Totals = defaultdict(Total)
    for group in engine.groups(flow.selection, columns):
        at = dict(zip(columns, group.by, strict=True))
        if at.get("year", ALL_YEARS) is None:
            continue
        total = found[at.get(owner, ""), at.get("year", ALL_YEARS)]
        total.add(group.value, group.rows, group.unknown, at["unknown_because"])
        if not flow.once and at[LEVEL] not in total.levels:
            total.levels = (*total.levels, at[LEVEL])
    return found
