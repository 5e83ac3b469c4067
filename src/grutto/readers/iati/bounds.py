"""Numbers that no publisher can mean: beyond their bound they are unknown, and that is told, place by place.

One such number would overflow what is multiplied with it, and no release could be made with the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from grutto.lazily import lazily
from grutto.message import Message, msg
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.compute as pc

    from grutto.model.table import Column, ReleaseTable
else:
    pa = lazily("pyarrow")
    pc = lazily("pyarrow.compute")

CODE = "value.out-of-bounds"
LARGEST_SHARE = Decimal(10_000)
"""Percent."""
LARGEST = Decimal(10) ** 15
"""Any other number: a thousand times what the largest state spends in a year."""


class _NumberBeyond(NamedTuple):
    """A number that was left out: its place, record and value, and the bound."""

    place: str
    identifier: str
    value: Decimal
    bound: Decimal


@dataclass(slots=True)
class NumberBounds:
    """Leaves out numbers beyond their bound.

    Args:
        tables: the declared tables.
    """

    tables: dict[str, ReleaseTable]
    _beyond: dict[str, list[_NumberBeyond]] = field(default_factory=dict)

    def apply(self, name: str, rows: pa.Table) -> pa.Table:
        """Return rows of a table, snapshot and identifier first, without numbers beyond their bound."""
        for column in self.tables[name].column:
            if column.type == "decimal" and column.path and column.name in rows.column_names:
                rows = self._column(rows, column)
        return rows

    def _column(self, rows: pa.Table, column: Column) -> pa.Table:
        bound = LARGEST_SHARE if column.unit == "percent" else LARGEST
        found = pc.min_max(rows[column.name])
        if not any(abs(value) > bound for value in (found["min"].as_py(), found["max"].as_py()) if value is not None):
            return rows
        values = rows[column.name].to_pylist()
        beyond = [value is not None and abs(value) > bound for value in values]
        self._report(rows.filter(pa.array(beyond)), column, bound)
        values_within = [None if out else value for value, out in zip(values, beyond, strict=True)]
        schema = rows.schema.field(column.name)
        return rows.set_column(rows.column_names.index(column.name), schema, pa.array(values_within, schema.type))

    def _report(self, rows: pa.Table, column: Column, bound: Decimal) -> None:
        cells = (rows.column(0), rows.column(1), rows["locator"], rows[column.name])
        for snapshot, identifier, locator, value in zip(*(c.to_pylist() for c in cells), strict=True):
            beyond = _NumberBeyond(f"{locator}/{column.path}", identifier or "", value, bound)
            self._beyond.setdefault(snapshot, []).append(beyond)

    def findings(self, snapshot: str, file: str) -> Iterator[Finding]:
        """Yield a finding for each number of a file that was left out, by its place.

        Args:
            snapshot: sha256 of the file.
            file: its name.
        """
        for place, identifier, value, bound in sorted(self._beyond.get(snapshot, ()), key=attrgetter("place")):
            message = Message("This number is beyond {bound} and counts as unknown", bound=bound)
            yield Finding("error", CODE, message, msg("check the number"), file, identifier, place, 0, f"{value:f}")
