"""An engine whose tables are lists of rows, for what is computed from tables without SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from grutto.model.figure import Selection
    from grutto.store.engine import Engine


class _Tables:
    def __init__(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        self._tables = tables

    def rows(self, selection: Selection, columns: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return columns of the rows that meet all conditions."""
        return [
            {column: row[column] for column in columns}
            for row in self._tables.get(selection.relation, [])
            if all(row[c.column] in c.values for c in selection.where)
        ]


def engine_of(**tables: list[dict[str, Any]]) -> Engine:
    """Return an engine with these tables; every other is empty."""
    return cast("Engine", _Tables(tables))
