"""At a glance: the budget, the money, the priorities, and what was achieved against targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Facts, FigureText, Heading, Label, Line, Paragraph, Section
from grutto.frameworks import in_force
from grutto.measures.account import account
from grutto.measures.attribution import NONE, SEVERAL
from grutto.measures.facts import before_each, outcomes, outcomes_in
from grutto.message import msg
from grutto.model.figure import Period
from grutto.reports.context import authored, say
from grutto.reports.story import story
from grutto.reports.tables import MONEY, cell, money_measures, money_table, results_table, target_chart

if TYPE_CHECKING:
    from grutto.measures.facts import Outcome
    from grutto.model.figure import Figure, Scalar
    from grutto.reports.context import Context

PARTNERS = msg("Activities of partners of these, in no priority themselves")
MOST = 8
"""Indicators drawn; the chapters of the priorities have all."""
COMPARED = 5
"""Results shown with the period before: the largest changes stand in the sentences."""


def section(context: Context) -> Section:
    """Return the summary."""
    blocks: list[Block] = [Paragraph(_lead(context), "lead"), *story(context), *_budget(context), _priorities(context)]
    year = Period.year(context.year)
    every = outcomes(context.session)
    blocks += target_chart(context, outcomes_in(context.session, context.year), MOST)
    blocks += _results(context, [o for o in every if o.period and o.period.end <= year.end])
    return Section("summary", say("At a glance"), tuple(blocks))


def _results(context: Context, past: list[Outcome]) -> list[Block]:
    """Show the results that can be compared with the period before, each with that; no row stands twice."""
    pairs = [
        (before, now)
        for before, now in zip(before_each(past), past, strict=True)
        if before and now.period and now.period.end.year == context.year and now.actual
    ]
    compared_outcomes = {outcome for pair in pairs[:COMPARED] for outcome in pair}
    return (
        [results_table(context, [outcome for outcome in past if outcome in compared_outcomes])]
        if compared_outcomes
        else []
    )


def _lead(context: Context) -> Line:
    running = context.book.measure("active", year=context.year)
    text = msg("In {year}, {activities} activities were under way for {programme}.")
    if running.value == 1:
        text = msg("In {year}, {activities} activity was under way for {programme}.")
    lead = say(
        text,
        year=context.this_year(),
        activities=FigureText(running),
        programme=authored(context.framework.title),
    )
    return (*lead, *_projects(context, running))


def _projects(context: Context, running: Figure) -> Line:
    """Say how many projects the activities form, where some are parts of others or are paid by them."""
    top = context.book.measure("active", year=context.year, top=True)
    if not top.value or top.value == running.value:
        return ()
    text = msg(" At the top, or by themselves: {top}. The others stand below these or are paid by them.")
    return say(text, top=FigureText(top))


def _budget(context: Context) -> list[Block]:
    """Show each budget line, under its name, as voted and realised: by its account, else by its activities."""
    blocks: list[Block] = []
    for line in context.framework.budget_line:
        (spent,) = (i for i in account(context, line, context.year) if i.item == "expenditure")
        source = msg("Spent by its activities, counted once") if spent.from_activities else msg("Spent, by the account")
        pairs: tuple[tuple[Line, Line], ...] = (
            (say("Budget voted"), (FigureText(spent.voted),)),
            (say(source), (FigureText(spent.realised),)),
            (say("Difference"), (FigureText(spent.difference, "signed"),)),
        )
        blocks += [Heading((authored(line.name),), 3), Facts(pairs)]
    if blocks:
        return blocks
    names = money_measures(context.book, context.year)
    return [Facts(tuple((say(MONEY[n]), cell(context.book.measure(n, year=context.year))) for n in names))]


def _priorities(context: Context) -> Block:
    day = Period.year(context.year).end
    names: dict[Scalar, Line] = {
        p.code: (Label(f"{p.code} "), authored(p.name)) for p in in_force(context.framework.priority, day)
    }
    for code, text in ((NONE, msg("No priority")), (SEVERAL, msg("Several priorities"))):
        if context.book.measure("active", priority=code, year=context.year).value:
            names[code] = say(PARTNERS if code == NONE and _only_partners(context) else text)
    caption, head = say("The priorities"), say("Priority")
    return money_table(context, caption, head, "priority", names, so_far=True)


def _only_partners(context: Context) -> bool:
    """Tell whether all activities of no priority are of others than the owner, whose own all have one."""
    own: dict[str, Scalar] = {"reporting_org": context.framework.owner, "year": context.year}
    book = context.book
    return bool(book.measure("active", **own).value) and not book.measure("active", priority=NONE, **own).value
