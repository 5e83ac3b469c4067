"""Values of the profile's countries that a source changed after they were first taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import NONE, TOTAL
from grutto.content.blocks import (
    Country,
    Inline,
    Label,
    Number,
    Paragraph,
    Quote,
    Sentence,
    Table,
    TableColumn,
    Time,
    between,
)
from grutto.message import msg
from grutto.model.figure import Condition, Selection
from grutto.reports.context import say
from grutto.reports.profile.indicators import CHAPTERS
from grutto.sources import source_named

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line
    from grutto.reports.profile.context import ProfileContext

MOST = 40
"""Revisions listed."""

NAMES = {measure: one.name for chapter in CHAPTERS for one in reversed(chapter.indicators) for measure in one.measure}
"""What a profile calls the measures of its indicators; the first of one measure names it."""

COLUMNS = ("dataflow", "indicator", "ref_area", "counterpart", "time_period", "breakdown", "value_before", "value_now")


def revision_blocks(context: ProfileContext) -> list[Block]:
    """Return the revised values as a table; nothing if there are none."""
    found = _revisions(context)
    if not found:
        return []
    introduction = say(
        "A source may change what it said about earlier years. The newest value is used; this is what it was."
    )
    heads = (msg("Indicator"), msg("Country"), msg("Period"))
    columns = (
        *(TableColumn(say(head)) for head in heads),
        TableColumn(say("Before"), numeric=True),
        TableColumn(say("Now"), numeric=True),
    )
    rows = tuple(_row(row) for row in found[:MOST])
    return [Paragraph(introduction), Table(say("Revised values"), columns, rows)]


def _revisions(context: ProfileContext) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for column in ("ref_area", "counterpart"):
        where = (Condition(column, context.countries),)
        for row in context.session.engine.rows(Selection("facts", "revision", "value_now", "sum", where), COLUMNS):
            rows[tuple(row.values())] = row
    return list(rows.values())


def _row(row: dict[str, Any]) -> tuple[Line, ...]:
    named = NAMES.get(row["indicator"])
    both = [row[side] for side in ("ref_area", "counterpart") if row[side] not in {NONE, TOTAL}]
    source = Quote(source_named(row["dataflow"]).citation)
    return (
        (*(say(named) if named else (Label(row["indicator"]),)), Label(" ("), source, Label(")")),
        between(" · ", [(Country(code),) for code in dict.fromkeys(both)]),
        (Time(row["time_period"], short=True),),
        (_value(row["value_before"]),),
        (_value(row["value_now"]),),
    )


def _value(value: Any) -> Inline:
    return Sentence("none") if value is None else Number(value)
