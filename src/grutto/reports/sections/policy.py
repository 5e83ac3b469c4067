"""The policy reported on: its priorities, focus, instruments and criteria, each with since when and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Heading, Items, Label, Paragraph, Quote, Section
from grutto.frameworks import in_force
from grutto.message import msg
from grutto.model.figure import Period
from grutto.reports.context import authored, day, group_by, say

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.framework import Priority, Provision
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
    last = Period.year(context.year).end
    lead = say("What held on {day}, and the document it stands in.", day=day(last))
    blocks: list[Block] = [Paragraph(lead)]
    for part, heading in PARTS.items():
        groups = group_by([((i.since, i.reference), i) for i in in_force(getattr(context.framework, part), last)])
        if groups:
            blocks.append(Heading(say(heading)))
        for (since, reference), held in groups.items():
            source = Quote(str(context.framework.reference[reference]))
            blocks.append(Items(tuple(_name(item) for item in held)))
            text = say("Since {day}. Stands in {reference}.", day=day(since), reference=source)
            blocks.append(Paragraph(text, "small"))
    return Section("policy", say("The policy"), tuple(blocks))


def _name(item: Priority | Provision) -> Line:
    name = authored(item.name)
    return (Label(f"{item.code} "), name) if item.code.isdigit() else (name,)
