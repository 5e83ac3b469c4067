"""Why a measure finds no rows: which of its conditions nothing meets, and what there is instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.message import Message, joined

if TYPE_CHECKING:
    from grutto.message import Value
    from grutto.model.figure import Condition, Selection
    from grutto.store.engine import Engine

MOST = 12
"""Values that are named."""


def absence(engine: Engine, selection: Selection) -> Message:
    """Return in one sentence why a selection has no rows.

    Args:
        engine: with the release's tables registered.
        selection: one that has none.
    """
    if not _rows(engine, replace(selection, where=())):
        return Message("the release has no rows in the table “{table_label}”", table_label=selection.relation)
    met = [c for c in selection.where if _rows(engine, replace(selection, where=(c,)))]
    for condition in (c for c in selection.where if c not in met):
        return Message(
            "the release has rows of {column_label} {values} only, not {asked}",
            **_there(engine, replace(selection, where=tuple(met)), condition),
        )
    for condition in reversed(selection.where):
        others = replace(selection, where=tuple(c for c in selection.where if c != condition))
        if _rows(engine, others):
            return Message(
                "with the other conditions, the release has rows of {column_label} {values} only, not {asked}",
                **_there(engine, others, condition),
            )
    conditions = joined(", ", (_condition_text(c) for c in selection.where))
    return Message("no row meets all conditions: {conditions}", conditions=conditions)


def _rows(engine: Engine, selection: Selection) -> int:
    return sum(group.rows for group in engine.aggregate(selection))


def _there(engine: Engine, selection: Selection, condition: Condition) -> dict[str, Value]:
    """Return a column, which values there are in it, and which were asked for and are not there."""
    groups = engine.aggregate(selection, (condition.column,))
    values = [_text(group.by[0]) for group in groups if group.rows]
    listed_values = joined(", ", values[:MOST])
    if len(values) > MOST:
        listed_values = Message("{listed} and {number} more", listed=listed_values, number=len(values) - MOST)
    wanted = joined(" / ", map(_text, condition.values))
    return {"column_label": condition.column, "values": listed_values, "asked": wanted}


def _condition_text(condition: Condition) -> Message:
    values = joined(" / ", map(_text, condition.values))
    return Message("{column_label} = {values}", column_label=condition.column, values=values)


def _text(value: object) -> str:
    return Message("unknown") if value is None else str(value)
