"""Values of the profile's countries that a source changed after they were first taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.content.blocks import Column, Label, Paragraph, Quote, Table
from grutto.locale import msg, number, translate
from grutto.model.figure import Condition, Selection
from grutto.sources import source_named

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line
    from grutto.reports.profile.context import ProfileContext

MOST = 40
"""Revisions listed."""

COLUMNS = ("dataflow", "indicator", "ref_area", "counterpart", "time_period", "breakdown", "value_before", "value_now")


def revision_blocks(context: ProfileContext) -> list[Block]:
    """Return the revised values as a table; nothing if there are none."""
    found = _revisions(context)
    if not found:
        return []
    said = context.say(
        "A source may change what it said about earlier years. The newest value is used; this is what it was."
    )
    heads = (msg("Source"), msg("Indicator"), msg("Country"), msg("Other country"), msg("Period"))
    columns = (
        *(Column(context.say(head)) for head in heads),
        Column(context.say("Before"), numeric=True),
        Column(context.say("Now"), numeric=True),
    )
    rows = tuple(_row(context, row) for row in found[:MOST])
    return [Paragraph(said), Table(context.say("Revised values"), columns, rows)]


def _revisions(context: ProfileContext) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for column in ("ref_area", "counterpart"):
        where = (Condition(column, context.countries),)
        for row in context.session.engine.rows(Selection("facts", "revision", "value_now", "sum", where), COLUMNS):
            rows[tuple(row.values())] = row
    return list(rows.values())


def _row(context: ProfileContext, row: dict[str, Any]) -> tuple[Line, ...]:
    return (
        (Quote(source_named(row["dataflow"]).citation),),
        (Label(row["indicator"]),),
        (context.country(row["ref_area"]),),
        (context.country(row["counterpart"]),),
        (Label(row["time_period"]),),
        (Label(_value(context, row["value_before"])),),
        (Label(_value(context, row["value_now"])),),
    )


def _value(context: ProfileContext, value: Any) -> str:
    return translate(msg("none"), context.language.code) if value is None else number(value, context.language)
