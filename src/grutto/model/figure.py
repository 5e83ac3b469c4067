"""A figure: a value that can be taken apart again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Scalar = str | int | bool | date | None
"""A value of a dimension; `None` is the unknown one."""

Plain = str | int | bool
"""A value as a declaration writes it."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date

    @classmethod
    def year(cls, year: int) -> Period:
        """Return the calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __str__(self) -> str:
        """Return the year if it is one, else both days in ISO 8601."""
        if self == Period.year(self.start.year):
            return str(self.start.year)
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A column equals one of some values. A column of a joined relation is written `relation.column`."""

    column: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Lineage: rows of a release, and what is done to their values.

    Args:
        measure: name of the measure that declared it.
        relation: the table.
        value: the column summed, or counted without repetition.
        aggregate: `sum`, `whole` (a sum that is unknown while one of its rows is) or `count`.
        where: all must hold; sorted by column.
    """

    measure: str
    relation: str
    value: str
    aggregate: Literal["sum", "whole", "count"]
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """Lineage: computed from other figures, by the name of an operation in `measures/derive.py`."""

    operation: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Lineage: a person or body said so, in a document or a signed judgement.

    Args:
        author: who.
        date: when.
        reference: document and place in it.
        text: what was said, short.
    """

    author: str
    date: date
    reference: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Simulation:
    """Lineage: a model computed it from data, assumptions and a seed; the same five give the same value.

    Args:
        model: its name and parameters.
        version: of the software that ran it.
        data: each part with its vintage: source, file and sha256.
        assumptions: the scenario and who wrote it.
        seed: of the random numbers.
        table: file of the result that holds the value, with its sha256.
        row: labels of the row, and the column.
    """

    model: str
    version: str
    data: tuple[tuple[str, str], ...]
    assumptions: str
    seed: int
    table: tuple[str, str]
    row: tuple[tuple[str, str], ...]


Lineage = Selection | Derivation | Statement | Simulation


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit, period and lineage.

    Args:
        id: stable name, the same in every edition: measure and dimensions.
        value: exact; `None` is unknown, never zero.
        unit: `EUR`, another ISO 4217 code, `percent`, or a unit of `codelists/unit.csv` such as `person`.
        lineage: where it comes from.
        period: what time it is about, if it has one.
        rows: number of source rows behind it (0 for derivations, statements and simulations).
        unknown: number of rows whose value is unknown; their amounts are not in `value`.
        reasons: why values are unknown, each with the number of rows; or why the figure itself is.
        rule: the rule that gives it, in plain words, with its source.
        warnings: what a reader must know before comparing it.
        stock_flow: for statistics: a stock is counted on a day, a flow in a period.
    """

    id: str
    value: Decimal | None
    unit: str
    lineage: Lineage
    period: Period | None = None
    rows: int = 0
    unknown: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    rule: str = ""
    warnings: tuple[str, ...] = field(default=())
    stock_flow: Literal["", "stock", "flow"] = ""


UNKNOWN = "unknown"
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def figure_id(measure: str, dimensions: dict[str, Scalar]) -> str:
    """Return the stable name of a measure at some dimensions, fit for a link: `spent.priority-6.year-2010`.

    Values that lose characters on the way get a short digest, so that two figures never share a name.
    """
    parts = [measure]
    for name in sorted(dimensions):
        value = dimensions[name]
        text = UNKNOWN if value is None else str(value)
        safe = _UNSAFE.sub("-", text).strip("-")
        if safe != text or value == UNKNOWN:
            safe = f"{safe[:40]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
        parts.append(f"{name.rpartition('.')[2]}-{safe}")
    return ".".join(parts)
