"""The policy reported on: its priorities, focus, instruments and criteria, each with since when and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.frameworks import in_force
from grutto.locale import msg
from grutto.model.figure import Period
from grutto.reports.content import Block, Column, Label, Paragraph, Quote, Section, Table

if TYPE_CHECKING:
    from grutto.model.framework import Priority, Provision
    from grutto.reports.content import Line
    from grutto.reports.context import Context

PARTS = {
    "priority": msg("Priorities"),
    "focus": msg("Focus"),
    "instrument": msg("Instruments"),
    "criterion": msg("Criteria for funding"),
}
"""Parts of a framework, with their headings."""


def section(context: Context) -> Section:
    """Return what held at the end of the year, and where it is written."""
    day = Period.year(context.year).end
    lead = context.say("What held on {day}, and the document it stands in.", day=context.date(day))
    blocks: list[Block] = [Paragraph(lead)]
    for part, heading in PARTS.items():
        if held := in_force(getattr(context.framework, part), day):
            blocks.append(_table(context, context.say(heading), held))
    return Section("policy", context.say("The policy"), tuple(blocks))


def _table(context: Context, caption: Line, held: tuple[Priority | Provision, ...]) -> Table:
    columns = (Column(caption), Column(context.say("Since")), Column(context.say("Stands in")))
    rows = tuple(
        (
            (Label(f"{item.code} "), context.text(item.name)) if item.code.isdigit() else (context.text(item.name),),
            (context.date(item.since),),
            (Quote(str(context.framework.reference[item.reference])),),
        )
        for item in held
    )
    return Table(caption, columns, rows)
