"""Which differences must be explained by the budget rules, and the explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Callout, FigureText, Line, Paragraph, Section, Sentence, Table, TableColumn
from grutto.measures.explain import Difference, differences
from grutto.message import msg
from grutto.reports.context import authored, say
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
            say(
                "A difference must be explained from the threshold of the budget rules on, which depends on the size of"
                " the budget line. A technical cause has a higher threshold."
            )
        )
    ]
    if not context.framework.threshold:
        blocks.append(Callout((say("This framework has no thresholds: nothing must be explained."),)))
    blocks.append(_table(context, found))
    blocks += [signed(context, d.judgement) for d in found if d.judgement]
    if any(d.open for d in found):
        text = msg("An edition with a difference that must be explained and is not cannot be adopted.")
        blocks.append(Callout((say(text),), "warning"))
    return Section("thresholds", say("Differences to explain"), tuple(blocks))


def _table(context: Context, found: list[Difference]) -> Table:
    names = {line.code: line.name for line in context.framework.budget_line}
    rows = tuple(
        (
            say("{line}, {item}", line=authored(names[d.item.line]), item=Sentence(NAMES[d.item.item])),
            (FigureText(d.item.difference, "signed"),),
            cell(d.threshold) if d.threshold else (),
            _state(d),
        )
        for d in found
    )
    columns = (
        TableColumn(say("Budget line")),
        TableColumn(say("Difference"), numeric=True),
        TableColumn(say("Threshold"), numeric=True),
        TableColumn(say("Must be explained")),
    )
    return Table(say("Differences and thresholds"), columns, rows)


def _state(difference: Difference) -> Line:
    if difference.required is None:
        return say("unknown: there is no amount or no threshold to compare")
    if not difference.required:
        return say("no")
    return say(msg("yes, and is explained") if difference.judgement else msg("yes, and is not explained yet"))
