"""A measure as declared: which rows, which value, which unit, along which dimensions, by which rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from grutto.model.figure import Plain


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Args:
        name: what the command line and figures call it.
        doc: one sentence: what it tells.
        relation: the table it reads.
        value: the column summed or counted.
        aggregate: `sum`, `whole` (a sum that is unknown while one of its rows is), or `count` of different values.
        unit: a unit, or `@column` when each row names its own.
        rule: the rule in plain words.
        source: who made the rule, with address.
        dimensions: columns it may be broken down by; `relation.column` joins on the activity.
        filter: column to allowed values.
        apart: columns whose different values are never added together: the currency, the unit, the indicator.
        one_level: amounts of several hierarchy levels of one publisher are not added together: the column of
            `attribution` that says which count; empty if the measure adds all.
        stock_flow: for statistics: a stock is counted on a day, a flow in a period; the two are never added.
    """

    name: str
    doc: str
    relation: str
    value: str
    aggregate: Literal["sum", "whole", "count"]
    unit: str
    rule: str
    source: str
    dimensions: tuple[str, ...]
    filter: dict[str, tuple[Plain, ...]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    one_level: Literal["", "counted", "counted_planned", "counted_committed", "counted_spent", "counted_received"] = ""
    stock_flow: Literal["", "stock", "flow"] = ""
