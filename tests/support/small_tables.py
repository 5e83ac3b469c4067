"""An engine whose tables are lists of rows, for what is computed from tables without SQL."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from grutto.store.engine import Group

if TYPE_CHECKING:
    from grutto.model.figure import Selection
    from grutto.store.engine import Engine


class _Tables:
    def __init__(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        self._tables = tables

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        """Return columns of the rows that meet all conditions."""
        return [{column: row[column] for column in columns} for row in self._met(selection)][:limit]

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        """Return their totals along columns; a whole is unknown while one of its parts is."""
        found: dict[tuple[Any, ...], list[Any]] = defaultdict(list, {} if by else {(): []})
        for row in self._met(selection):
            found[tuple(row[column] for column in by)].append(row[selection.value])
        groups = []
        for key, values in sorted(found.items(), key=lambda pair: tuple(map(str, pair[0]))):
            known = [value for value in values if value is not None]
            told = known and (selection.aggregate == "sum" or len(known) == len(values))
            groups.append(Group(key, sum(known) if told else None, len(values), len(values) - len(known)))
        return groups

    def _met(self, selection: Selection) -> list[dict[str, Any]]:
        rows = self._tables.get(selection.relation, [])
        return [row for row in rows if all(row[c.column] in c.values for c in selection.where)]


def engine_of(**tables: list[dict[str, Any]]) -> Engine:
    """Return an engine with these tables; every other is empty."""
    return cast("Engine", _Tables(tables))
