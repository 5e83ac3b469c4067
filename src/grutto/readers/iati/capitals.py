"""Codes of currencies and countries are capitals (ISO 4217, ISO 3166-1): others are read as such, and that is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.message import Message
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.compute as pc

    from grutto.model.table import Table
else:
    pc = lazily("pyarrow.compute")

LISTS = {"Currency", "Country"}
"""Codelists whose codes are capital letters."""

CODE = "code.capitals"
Seen = tuple[str, str, str]
"""Table, column and value as written."""


@dataclass(slots=True)
class Capitals:
    """Writes codes in capitals, and remembers which were not.

    Args:
        tables: the declared tables.
    """

    tables: dict[str, Table]
    times: dict[Seen, int] = field(default_factory=dict)
    first: dict[Seen, tuple[str, str]] = field(default_factory=dict)

    def apply(self, name: str, rows: pa.Table) -> pa.Table:
        """Return rows of a table with such codes in capitals."""
        for column in self.tables[name].column:
            if column.codelist in LISTS and column.name in rows.column_names:
                rows = self._column(rows, name, column.name)
        return rows

    def _column(self, rows: pa.Table, table: str, name: str) -> pa.Table:
        written = rows[name]
        capitals = pc.utf8_upper(written)
        other = pc.fill_null(pc.not_equal(written, capitals), fill_value=False)
        if not pc.any(other).as_py():
            return rows
        self._remember(table, name, rows.filter(other))
        return rows.set_column(rows.column_names.index(name), rows.schema.field(name), capitals)

    def _remember(self, table: str, name: str, rows: pa.Table) -> None:
        identifiers, locators = rows.column(0).to_pylist(), rows["locator"].to_pylist()
        for identifier, locator, value in zip(identifiers, locators, rows[name].to_pylist(), strict=True):
            seen = (table, name, value)
            self.times[seen] = self.times.get(seen, 0) + 1
            self.first.setdefault(seen, (identifier or "", locator))

    def findings(self, file: str) -> Iterator[Finding]:
        """Yield one finding for each column and code, at its first place."""
        for seen, times in sorted(self.times.items()):
            _, name, value = seen
            identifier, locator = self.first[seen]
            message = Message(
                "“{value}” was read as {code}: {column} is written in capitals",
                "“{value}” was read as {code} ({count} times): {column} is written in capitals",
                count=times,
                value=value,
                code=value.upper(),
                column=name,
            )
            repair = Message("write {code}", code=value.upper())
            yield Finding("warning", CODE, message, repair, file, identifier, locator, 0, value[:200])
