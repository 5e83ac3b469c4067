"""Underspending: by project, priority, country and year, ranked, with what explains it and who said why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Bar,
    Block,
    Callout,
    FigureText,
    Heading,
    Label,
    Line,
    Paragraph,
    Quote,
    Section,
    Table,
    TableColumn,
    Waterfall,
)
from grutto.frameworks import in_force
from grutto.measures.scope import is_activity
from grutto.measures.underspending import (
    Gap,
    Split,
    delay_of,
    gaps,
    gaps_of,
    own_rows,
    reports_spending,
    splits,
    yearly,
)
from grutto.message import msg
from grutto.model.figure import Period
from grutto.reports.context import authored, say
from grutto.reports.judgements import CAUSES, signed
from grutto.reports.tables import LISTED, cell, cut, folded, without_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.model.figure import Scalar
    from grutto.reports.context import Context

MOST = 10
"""Activities shown at once; the folded table has the others."""

DRAWN = 4
"""Decompositions drawn; the table has all."""


def section(context: Context) -> Section:
    """Return the overview of underspending."""
    text = msg("Below zero, less was spent than budgeted. The largest underspending stands first.")
    blocks: list[Block] = [Paragraph(say(text))]
    if own_rows(context):
        text = msg(
            "Only what the owner of the programme itself budgeted and spent is shown. Other chapters count what all"
            " activities spent: their amounts for a country or a priority are larger where others added money."
        )
        blocks.append(Paragraph(say(text), "small"))
    if not reports_spending(context, context.year):
        text = msg("The sources give no amount spent in {year}: what is left of the budgets is unknown.")
        blocks.append(Callout((say(text, year=context.this_year()),)))
    found = gaps(context, "iati_identifier", LISTED + 1)
    if not found:
        blocks.append(Callout((say("The sources give no budget by activity for this year."),)))
    else:
        blocks += [_projects(context, found[:MOST], msg("By activity, ranked")), *_others(context)]
        if len(found) > MOST:
            blocks.append(folded(_projects(context, found[MOST:LISTED], msg("The other activities, ranked"))))
        blocks += cut(found)
    parts = splits(context, LISTED)
    if parts:
        blocks += _decomposition(context, parts)
    blocks += _causes(context)
    return Section("underspending", say("Underspending"), tuple(blocks))


def _others(context: Context) -> list[Block]:
    names = {p.code: authored(p.name) for p in in_force(context.framework.priority, Period.year(context.year).end)}

    def priority(value: Scalar) -> Line:
        code = str(value)
        return (Label(f"{code} "), names[code]) if code in names else say("No single priority")

    return [
        _table(msg("By priority"), msg("Priority"), gaps(context, "priority"), priority),
        _table(msg("By country"), msg("Country"), gaps(context, "country"), lambda v: (context.country(str(v)),)),
        _table(msg("By year"), msg("Year"), yearly(context), lambda v: (Label(str(v)),)),
    ]


def _heads(first: str) -> tuple[TableColumn, ...]:
    heads = [msg("Budgeted"), msg("Spent"), msg("Difference"), msg("Of the budget")]
    return (TableColumn(say(first)), *(TableColumn(say(h), numeric=True) for h in heads))


def _cells(gap: Gap) -> tuple[Line, ...]:
    return (
        cell(gap.budgeted),
        cell(gap.spent),
        (FigureText(gap.difference, "signed"),),
        (FigureText(gap.share, "signed"),),
    )


def _table(caption: str, head: str, found: list[Gap], name: Callable[[Scalar], Line]) -> Table:
    rows = tuple((name(gap.at), *_cells(gap)) for gap in found)
    return Table(say(caption), _heads(head), rows)


def _projects(context: Context, found: list[Gap], caption: str) -> Table:
    columns = (*_heads(msg("Activity")), TableColumn(say("Before")), TableColumn(say("Cause")))
    rows = tuple(
        (
            (context.title(str(gap.at)),),
            *_cells(gap),
            (FigureText(gap.before, "signed"),) if gap.before else (),
            _cause(context, str(gap.at)),
        )
        for gap in found
    )
    return without_empty(Table(say(caption), columns, rows))


def _cause(context: Context, activity: str) -> Line:
    return next((say(CAUSES[j.cause]) for j in context.about(activity, "cause")), ())


def _decomposition(context: Context, parts: list[Split]) -> list[Block]:
    text = msg(
        "Where an activity counts what drives its cost, the difference is divided: other numbers of units (volume),"
        " other lengths (duration), other prices a day, other exchange rates. Each part is the effect of its factor"
        " averaged over every order in which the factors can change, so none is preferred, and the parts add up to the"
        " cent. A late start explains the part of the volume that fits the days lost. Where a driver is unknown, or"
        " money was spent and nothing was done for it, that part is unexplained."
    )
    heads = (
        msg("Budgeted"),
        msg("Volume"),
        msg("of which delay"),
        msg("Duration"),
        msg("Price"),
        msg("Exchange rate"),
        msg("Unexplained"),
        msg("Spent"),
    )
    columns = (TableColumn(say("Activity")), *(TableColumn(say(h), numeric=True) for h in heads))
    rows = tuple(_split_row(context, part) for part in parts)
    return [
        Heading(say("What explains the difference"), 3),
        Paragraph(say(text)),
        *(_waterfall(context, part) for part in parts[:DRAWN]),
        without_empty(Table(say("Differences in parts"), columns, rows)),
        *_reasons(context, [part for part in parts if part.causes]),
    ]


REASONS = {
    "job": msg("fear for the job at home"),
    "security": msg("security"),
    "host": msg("the host"),
    "health": msg("health or family"),
    "done": msg("the work took less or more"),
    "other": msg("another reason"),
}
"""Why stays were other than planned, by the codes of the register of stays."""


def _reasons(context: Context, parts: list[Split]) -> list[Block]:
    """Show what of other lengths each recorded reason explains."""
    if not parts:
        return []
    text = msg(
        "Registers of casework record why stays were shorter or longer than planned. Each day of such a stay counts for"
        " the same part of the effect of other lengths. Numbers that could be traced to a person are hidden."
    )
    heads = (msg("Reason"), msg("Shorter by, in days"), msg("Longer by, in days"), msg("Part of the difference"))
    columns = [TableColumn(say(head), numeric=place > 0) for place, head in enumerate(heads)]
    rows = [row for part in parts for row in _reason_rows(context, part)]
    table = Table(say("Why stays had other lengths"), (TableColumn(say("Activity")), *columns), tuple(rows))
    return [Paragraph(say(text)), without_empty(table)]


def _reason_rows(context: Context, part: Split) -> Iterator[tuple[Line, ...]]:
    name: Line = (context.title(str(part.gap.at)),)
    for cause in part.causes:
        words = say(REASONS[cause.code]) if cause.code in REASONS else (Quote(cause.code),)
        days = (cell(cause.days), ()) if cause.shorter else ((), cell(cause.days))
        yield (name, words, *days, (FigureText(cause.part, "signed"),))
    if part.rest is not None:
        yield (name, say("no reason recorded"), (), (), (FigureText(part.rest, "signed"),))


def _split_row(context: Context, part: Split) -> tuple[Line, ...]:
    volume, duration, price, rate = ((FigureText(f, "signed"),) for f in part.effects[:-1])
    rest: Line = (FigureText(part.effects[-1], "signed"),) if part.effects[-1].value else ()
    delay: Line = (FigureText(part.delay, "signed"),) if part.delay else ()
    name: Line = (context.title(str(part.gap.at)),)
    return (name, cell(part.gap.budgeted), volume, delay, duration, price, rate, rest, cell(part.gap.spent))


def _waterfall(context: Context, part: Split) -> Waterfall:
    names = (msg("Volume"), msg("Duration"), msg("Price"), msg("Exchange rate"), msg("Unexplained"))
    pairs = list(zip(names, part.effects, strict=True))
    parts = [(n, f) for n, f in pairs[:-1] if f.value is not None] + [(n, f) for n, f in pairs[-1:] if f.value]
    steps = tuple(Bar(say(n), f) for n, f in parts)
    title: Line = (context.title(str(part.gap.at)), Label(f", {context.year}"))
    start, end = Bar(say("Budgeted"), part.gap.budgeted), Bar(say("Spent"), part.gap.spent)
    return Waterfall(title, start, steps, end)


def _causes(context: Context) -> list[Block]:
    """Show the signed causes, each after how much a late start explains by the calendar."""
    blocks: list[Block] = []
    causes = [j for j in context.judgements if j.kind == "cause" and is_activity(j.about)]
    by_activity = gaps_of(context, dict.fromkeys(j.about for j in causes))
    for judgement in causes:
        blocks.append(Heading((context.title(judgement.about),), 4))
        blocks.append(signed(context, judgement))
        gap = by_activity.get(judgement.about)
        delay = delay_of(context, gap, gap.difference) if gap and gap.difference.value is not None else None
        if delay is not None and delay.value:
            text = msg("By the calendar, the late start explains {amount}.")
            blocks.append(Paragraph(say(text, amount=FigureText(delay, "signed")), "small"))
    return [Heading(say("Why"), 3), *blocks] if blocks else []
