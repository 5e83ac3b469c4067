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
from grutto.locale import msg
from grutto.measures.facts import activities
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
from grutto.model.figure import Period
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
    titles = {a.identifier: a.title for a in activities(context.session, context.language.code)}
    text = msg("Below zero, less was spent than budgeted. The largest underspending stands first.")
    blocks: list[Block] = [Paragraph(context.say(text))]
    if own_rows(context):
        text = msg(
            "Only what the owner of the programme itself budgeted and spent is shown. Other chapters count what all"
            " activities spent: their amounts for a country or a priority are larger where others added money."
        )
        blocks.append(Paragraph(context.say(text), "small"))
    if not reports_spending(context, context.year):
        text = msg("The sources give no amount spent in {year}: what is left of the budgets is unknown.")
        blocks.append(Callout((context.say(text, year=context.this_year()),)))
    found = gaps(context, "iati_identifier", LISTED + 1)
    if not found:
        blocks.append(Callout((context.say("The sources give no budget by activity for this year."),)))
    else:
        blocks += [_projects(context, found[:MOST], titles, msg("By activity, ranked")), *_others(context)]
        if len(found) > MOST:
            blocks.append(folded(_projects(context, found[MOST:LISTED], titles, msg("The other activities, ranked"))))
        blocks += cut(context, found)
    parts = splits(context, LISTED)
    if parts:
        blocks += _decomposition(context, parts, titles)
    blocks += _causes(context, titles)
    return Section("underspending", context.say("Underspending"), tuple(blocks))


def _others(context: Context) -> list[Block]:
    names = {p.code: context.text(p.name) for p in in_force(context.framework.priority, Period.year(context.year).end)}

    def priority(value: Scalar) -> Line:
        code = str(value)
        return (Label(f"{code} "), names[code]) if code in names else context.say("No single priority")

    return [
        _table(context, msg("By priority"), msg("Priority"), gaps(context, "priority"), priority),
        _table(
            context, msg("By country"), msg("Country"), gaps(context, "country"), lambda v: (context.country(str(v)),)
        ),
        _table(context, msg("By year"), msg("Year"), yearly(context), lambda v: (Label(str(v)),)),
    ]


def _heads(context: Context, first: str) -> tuple[TableColumn, ...]:
    heads = [msg("Budgeted"), msg("Spent"), msg("Difference"), msg("Of the budget")]
    return (TableColumn(context.say(first)), *(TableColumn(context.say(h), numeric=True) for h in heads))


def _cells(gap: Gap) -> tuple[Line, ...]:
    return (
        cell(gap.budgeted),
        cell(gap.spent),
        (FigureText(gap.difference, "signed"),),
        (FigureText(gap.share, "signed"),),
    )


def _table(context: Context, caption: str, head: str, found: list[Gap], name: Callable[[Scalar], Line]) -> Table:
    rows = tuple((name(gap.at), *_cells(gap)) for gap in found)
    return Table(context.say(caption), _heads(context, head), rows)


def _projects(context: Context, found: list[Gap], titles: dict[str, str], caption: str) -> Table:
    columns = (*_heads(context, msg("Activity")), TableColumn(context.say("Before")), TableColumn(context.say("Cause")))
    rows = tuple(
        (
            (Quote(titles.get(str(gap.at), str(gap.at))),),
            *_cells(gap),
            (FigureText(gap.before, "signed"),) if gap.before else (),
            _cause(context, str(gap.at)),
        )
        for gap in found
    )
    return without_empty(Table(context.say(caption), columns, rows))


def _cause(context: Context, activity: str) -> Line:
    return next((context.say(CAUSES[j.cause]) for j in context.about(activity, "cause")), ())


def _decomposition(context: Context, parts: list[Split], titles: dict[str, str]) -> list[Block]:
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
    columns = (TableColumn(context.say("Activity")), *(TableColumn(context.say(h), numeric=True) for h in heads))
    rows = tuple(_split_row(part, titles) for part in parts)
    return [
        Heading(context.say("What explains the difference"), 3),
        Paragraph(context.say(text)),
        *(_waterfall(context, part, titles) for part in parts[:DRAWN]),
        without_empty(Table(context.say("Differences in parts"), columns, rows)),
        *_reasons(context, [part for part in parts if part.causes], titles),
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


def _reasons(context: Context, parts: list[Split], titles: dict[str, str]) -> list[Block]:
    """Show what of other lengths each recorded reason explains."""
    if not parts:
        return []
    text = msg(
        "Registers of casework record why stays were shorter or longer than planned. Each day of such a stay counts for"
        " the same part of the effect of other lengths. Numbers that could be traced to a person are hidden."
    )
    heads = (msg("Reason"), msg("Shorter by, in days"), msg("Longer by, in days"), msg("Part of the difference"))
    columns = [TableColumn(context.say(head), numeric=place > 0) for place, head in enumerate(heads)]
    rows = [row for part in parts for row in _reason_rows(context, part, titles)]
    table = Table(
        context.say("Why stays had other lengths"), (TableColumn(context.say("Activity")), *columns), tuple(rows)
    )
    return [Paragraph(context.say(text)), without_empty(table)]


def _reason_rows(context: Context, part: Split, titles: dict[str, str]) -> Iterator[tuple[Line, ...]]:
    name: Line = (Quote(titles.get(str(part.gap.at), str(part.gap.at))),)
    for cause in part.causes:
        words = context.say(REASONS[cause.code]) if cause.code in REASONS else (Quote(cause.code),)
        days = (cell(cause.days), ()) if cause.shorter else ((), cell(cause.days))
        yield (name, words, *days, (FigureText(cause.part, "signed"),))
    if part.rest is not None:
        yield (name, context.say("no reason recorded"), (), (), (FigureText(part.rest, "signed"),))


def _split_row(part: Split, titles: dict[str, str]) -> tuple[Line, ...]:
    volume, duration, price, rate = ((FigureText(f, "signed"),) for f in part.effects[:-1])
    rest: Line = (FigureText(part.effects[-1], "signed"),) if part.effects[-1].value else ()
    delay: Line = (FigureText(part.delay, "signed"),) if part.delay else ()
    name: Line = (Quote(titles.get(str(part.gap.at), str(part.gap.at))),)
    return (name, cell(part.gap.budgeted), volume, delay, duration, price, rate, rest, cell(part.gap.spent))


def _waterfall(context: Context, part: Split, titles: dict[str, str]) -> Waterfall:
    names = (msg("Volume"), msg("Duration"), msg("Price"), msg("Exchange rate"), msg("Unexplained"))
    pairs = list(zip(names, part.effects, strict=True))
    parts = [(n, f) for n, f in pairs[:-1] if f.value is not None] + [(n, f) for n, f in pairs[-1:] if f.value]
    steps = tuple(Bar(context.say(n), f) for n, f in parts)
    title: Line = (Quote(titles.get(str(part.gap.at), str(part.gap.at))), Label(f", {context.year}"))
    start, end = Bar(context.say("Budgeted"), part.gap.budgeted), Bar(context.say("Spent"), part.gap.spent)
    return Waterfall(title, start, steps, end)


def _causes(context: Context, titles: dict[str, str]) -> list[Block]:
    """Show the signed causes, each after how much a late start explains by the calendar."""
    blocks: list[Block] = []
    causes = [j for j in context.judgements if j.kind == "cause" and is_activity(j.about)]
    by_activity = gaps_of(context, dict.fromkeys(j.about for j in causes))
    for judgement in causes:
        blocks.append(Heading((Quote(titles.get(judgement.about, judgement.about)),), 4))
        blocks.append(signed(context, judgement))
        gap = by_activity.get(judgement.about)
        delay = delay_of(context, gap, gap.difference) if gap and gap.difference.value is not None else None
        if delay is not None and delay.value:
            text = msg("By the calendar, the late start explains {amount}.")
            blocks.append(Paragraph(context.say(text, amount=FigureText(delay, "signed")), "small"))
    return [Heading(context.say("Why"), 3), *blocks] if blocks else []
