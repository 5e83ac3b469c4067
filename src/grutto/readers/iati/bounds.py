"""Numbers that no publisher can mean: beyond their bound they are unknown, and that is told, place by place.

One such number would overflow what is multiplied with it, and no release could be made with the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.message import Message, msg
from grutto.model.finding import Finding

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc

    from grutto.model.table import Column, Table
else:
    pa = lazily("pyarrow")
    pc = lazily("pyarrow.compute")

CODE = "value.out-of-bounds"
LARGEST_SHARE = Decimal(10_000)
"""Percent."""
LARGEST = Decimal(10) ** 15
"""Any other number: a thousand times what the largest state spends in a year."""


@dataclass(slots=True)
class Bounds:
    """Leaves out numbers beyond their bound.

    Args:
        tables: the declared tables.
        file: name of the file, for findings.
        findings: one for each number left out.
    """

    tables: dict[str, Table]
    file: str
    findings: list[Finding] = field(default_factory=list)

    def apply(self, name: str, rows: pa.Table) -> pa.Table:
        """Return rows of a table without numbers beyond their bound."""
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
        self._tell(rows.filter(pa.array(beyond)), column, bound)
        kept = [None if out else value for value, out in zip(values, beyond, strict=True)]
        schema = rows.schema.field(column.name)
        return rows.set_column(rows.column_names.index(column.name), schema, pa.array(kept, schema.type))

    def _tell(self, rows: pa.Table, column: Column, bound: Decimal) -> None:
        identifiers, locators = rows.column(0).to_pylist(), rows["locator"].to_pylist()
        for identifier, locator, value in zip(identifiers, locators, rows[column.name].to_pylist(), strict=True):
            message = Message("This number is beyond {bound} and counts as unknown", bound=bound)
            repair = msg("check the number")
            place = f"{locator}/{column.path}"
            self.findings.append(
                Finding("error", CODE, message, repair, self.file, identifier or "", place, 0, f"{value:f}")
            )
