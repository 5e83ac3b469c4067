"""Which differences must be explained by the budget rules, and the explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Callout, FigureText, Line, Paragraph, Section, Table, TableColumn
from grutto.locale import msg
from grutto.measures.explain import Difference, differences
from grutto.reports.judgements import signed
from grutto.reports.sections.account import NAMES
from grutto.reports.tables import cell

if TYPE_CHECKING:
    from grutto.reports.context import Context


def section(context: Context) -> Section:
    """Return every difference of the year with its threshold, and the explanations that were signed."""
    found = differences(context)
    blocks: list[Block] = [
        Paragraph(
            context.say(
                "A difference must be explained from the threshold of the budget rules on, which depends on the size of"
                " the budget line. A technical cause has a higher threshold."
            )
        )
    ]
    if not context.framework.threshold:
        blocks.append(Callout((context.say("This framework has no thresholds: nothing must be explained."),)))
    blocks.append(_table(context, found))
    blocks += [signed(context, d.judgement) for d in found if d.judgement]
    if any(d.open for d in found):
        text = msg("An edition with a difference that must be explained and is not cannot be adopted.")
        blocks.append(Callout((context.say(text),), "warning"))
    return Section("thresholds", context.say("Differences to explain"), tuple(blocks))


def _table(context: Context, found: list[Difference]) -> Table:
    names = {line.code: line.name for line in context.framework.budget_line}
    rows = tuple(
        (
            context.say(
                "{line}, {item}", line=context.text(names[d.item.line]), item=context.words(NAMES[d.item.item])
            ),
            (FigureText(d.item.difference, "signed"),),
            cell(d.threshold) if d.threshold else (),
            _state(context, d),
        )
        for d in found
    )
    columns = (
        TableColumn(context.say("Budget line")),
        TableColumn(context.say("Difference"), numeric=True),
        TableColumn(context.say("Threshold"), numeric=True),
        TableColumn(context.say("Must be explained")),
    )
    return Table(context.say("Differences and thresholds"), columns, rows)


def _state(context: Context, difference: Difference) -> Line:
    if difference.required is None:
        return context.say("unknown: there is no amount or no threshold to compare")
    if not difference.required:
        return context.say("no")
    return context.say(msg("yes, and is explained") if difference.judgement else msg("yes, and is not explained yet"))
