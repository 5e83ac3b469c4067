"""Why a measure finds no rows: which of its conditions nothing meets, and what there is instead."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from grutto.message import Message, msg

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
        return Message("the release has no rows in the table {table}", table=selection.relation)
    met = [c for c in selection.where if _rows(engine, replace(selection, where=(c,)))]
    for condition in (c for c in selection.where if c not in met):
        there = _there(engine, replace(selection, where=tuple(met)), condition)
        return Message("the release has rows of {dimension} {values} only, not {wanted}", **there)
    for condition in reversed(selection.where):
        others = replace(selection, where=tuple(c for c in selection.where if c != condition))
        if _rows(engine, others):
            text = msg("with the other conditions, the release has rows of {dimension} {values} only, not {wanted}")
            return Message(text, **_there(engine, others, condition))
    conditions = reduce(_and_also, map(_condition_text, selection.where))
    return Message("no row meets all conditions: {conditions}", conditions=conditions)


def _rows(engine: Engine, selection: Selection) -> int:
    return sum(group.rows for group in engine.aggregate(selection))


def _there(engine: Engine, selection: Selection, condition: Condition) -> dict[str, Value]:
    """Return which values there are in a column where those asked for are not."""
    groups = engine.aggregate(selection, (condition.column,))
    values = [_text(group.by[0]) for group in groups if group.rows]
    shown = reduce(_and_also, values[:MOST], "") if values else ""
    if len(values) > MOST:
        shown = Message("{listed} and {number} more", listed=shown, number=len(values) - MOST)
    name = condition.column.rpartition(".")[2]
    return {"dimension": name, "values": shown, "wanted": reduce(_or, map(_text, condition.values))}


def _condition_text(condition: Condition) -> str:
    wanted = reduce(_or, map(_text, condition.values))
    return Message("{dimension} = {wanted}", dimension=condition.column.rpartition(".")[2], wanted=wanted)


def _and_also(listed: str, other: str) -> str:
    return Message("{listed}, {other}", listed=listed, other=other) if listed else other


def _or(listed: str, other: str) -> str:
    return Message("{listed} or {other}", listed=listed, other=other)


def _text(value: object) -> str:
    return Message("unknown") if value is None else str(value)
