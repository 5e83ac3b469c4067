"""Why a measure finds no rows: which of its conditions nothing meets, and what there is instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grutto.model.figure import Condition, Selection
    from grutto.store.engine import Engine

MOST = 12
"""Values that are named."""


def absence(engine: Engine, selection: Selection) -> str:
    """Return in one sentence why a selection has no rows.

    Args:
        engine: with the release's tables registered.
        selection: one that has none.
    """
    if not _rows(engine, replace(selection, where=())):
        return f"the release has no rows in the table {selection.relation}"
    met = [c for c in selection.where if _rows(engine, replace(selection, where=(c,)))]
    for condition in (c for c in selection.where if c not in met):
        return f"the release has {_there(engine, replace(selection, where=tuple(met)), condition)}"
    for condition in reversed(selection.where):
        others = replace(selection, where=tuple(c for c in selection.where if c != condition))
        if _rows(engine, others):
            return f"with the other conditions, the release has {_there(engine, others, condition)}"
    return "no row meets all conditions: " + ", ".join(_condition_text(c) for c in selection.where)


def _rows(engine: Engine, selection: Selection) -> int:
    return sum(group.rows for group in engine.aggregate(selection))


def _there(engine: Engine, selection: Selection, condition: Condition) -> str:
    """Return which values there are in a column where those asked for are not."""
    groups = engine.aggregate(selection, (condition.column,))
    values = [_text(group.by[0]) for group in groups if group.rows]
    shown = ", ".join(values[:MOST]) + (f" and {len(values) - MOST} more" if len(values) > MOST else "")
    name = condition.column.rpartition(".")[2].replace("_", " ")
    return f"rows of {name} {shown} only, not {' or '.join(map(_text, condition.values))}"


def _condition_text(condition: Condition) -> str:
    return f"{condition.column.rpartition('.')[2]} = {' or '.join(map(_text, condition.values))}"


def _text(value: object) -> str:
    return "unknown" if value is None else str(value)
