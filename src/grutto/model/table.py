"""A table as declared: its columns, their types and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "code", "identifier", "date", "datetime", "decimal", "integer", "boolean"]
"""text: as written · code: one word of a codelist, never a number · identifier: trimmed, compared exactly ·
date: ISO 8601 day · datetime: ISO 8601 moment, kept as text · decimal: DECIMAL(24, 6) · integer: 64 bits."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        name: the field's own name (IATI singular, DAC, SDMX).
        type: see `ColumnType`.
        doc: meaning, with the unit where it has one.
        path: where the reader finds it, relative to the row's element: `@code`, `value/@currency`,
            `value/text()`, `title/narrative` (the one in the default language). Empty for a derived column.
        inherit: name of a column of the activity that stands in when the path finds nothing.
        codelist: name of the codelist its codes come from.
        required: a row without it is reported as an error.
        unit: unit of a quantity, or the column that holds it, written `@currency`.
        or_text: the source may rightly write words here; they are kept in another column and give no value.
    """

    name: str
    type: ColumnType
    doc: str
    path: str = ""
    inherit: str = ""
    codelist: str = ""
    required: bool = False
    unit: str = ""
    or_text: bool = False


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """One table of a release.

    Args:
        name: IATI singular.
        doc: what one row is.
        column: its columns, in order.
        reader: the format whose reader fills it (`iati`, `csv`); empty when the table is derived by SQL.
        parent: the tables whose elements contain this one's element; `*` is any.
        element: name of the element that makes a row; several names give one table with a column `element`.
        depends: for a derived table, the tables its SQL reads; they are built first.
        rows_from: those of them that give it rows, whole or as `table where condition` in SQL: while all of these are
            empty it is too, and its SQL is not asked.
        key: columns that together are unique in the release.
        order: columns that fix the order of a derived table's rows.
        trace: columns shown to who takes a figure apart.
    """

    name: str
    doc: str
    column: tuple[Column, ...]
    reader: str = ""
    parent: tuple[str, ...] = ()
    element: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    rows_from: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[tuple[str, str], ...]:
        """The tables of `rows_from`, each with its condition; empty for all rows."""
        parts = (source.partition(" where ") for source in self.rows_from)
        return tuple((table, condition) for table, _, condition in parts)
