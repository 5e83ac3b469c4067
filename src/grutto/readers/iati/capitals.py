"""Codes of currencies and countries are capitals (ISO 4217, ISO 3166-1): others are read as such, and that is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.message import Message
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.compute as pc

    from grutto.model.table import ReleaseTable
else:
    pc = lazily("pyarrow.compute")

LISTS = {"Currency", "Country"}
"""Codelists whose codes are capital letters."""

CODE = "code.capitals"
CodeInPlace = tuple[str, str, str]
"""Table, column and value as written."""


@dataclass(slots=True)
class _Spelling:
    """How often a code stands in a file so, and the first record and place of it."""

    identifier: str
    locator: str
    times: int = 0


@dataclass(slots=True)
class Capitals:
    """Writes codes in capitals, and remembers which were not.

    Args:
        tables: the declared tables.
    """

    tables: dict[str, ReleaseTable]
    _seen: dict[str, dict[CodeInPlace, _Spelling]] = field(default_factory=dict)

    def apply(self, name: str, rows: pa.Table) -> pa.Table:
        """Return rows of a table, snapshot and identifier first, with such codes in capitals."""
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
        cells = (rows.column(0), rows.column(1), rows["locator"], rows[name])
        for snapshot, identifier, locator, value in zip(*(c.to_pylist() for c in cells), strict=True):
            of_file = self._seen.setdefault(snapshot, {})
            of_file.setdefault((table, name, value), _Spelling(identifier or "", locator)).times += 1

    def findings(self, snapshot: str, file: str) -> Iterator[Finding]:
        """Yield one finding for each column and code of a file, at its first place.

        Args:
            snapshot: sha256 of the file.
            file: its name.
        """
        for (_, name, value), written in sorted(self._seen.get(snapshot, {}).items(), key=itemgetter(0)):
            message = Message(
                "“{value}” was read as {code}: {column_label} is written in capitals",
                "“{value}” was read as {code} ({count} times): {column_label} is written in capitals",
                count=written.times,
                value=value,
                code=value.upper(),
                column_label=name,
            )
            repair = Message("write {code}", code=value.upper())
            place = (written.identifier, written.locator)
            yield Finding("warning", CODE, message, repair, file, *place, 0, value[:200])
