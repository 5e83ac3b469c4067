"""One chapter a priority: its money, results against targets and year on year, its activities, what people say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Block,
    Callout,
    Facts,
    Heading,
    Label,
    Line,
    Paragraph,
    Quote,
    Section,
    Sentence,
    between,
)
from grutto.frameworks import in_force
from grutto.measures.attribution import NONE, SEVERAL
from grutto.measures.facts import Outcome, ReportedActivity, activities, outcomes, under_way
from grutto.message import msg
from grutto.model.figure import Period
from grutto.reports.context import authored, day, published, say
from grutto.reports.judgements import signed
from grutto.reports.tables import (
    LISTED,
    MONEY,
    SPECIAL,
    ask_together,
    cell,
    cut,
    money_measures,
    reported,
    results_table,
    target_chart,
)

if TYPE_CHECKING:
    from grutto.model.framework import Priority
    from grutto.reports.context import Context


MOST = 15
"""Bars that the chart of a priority may have; the tables have all results."""
SECTIONS_WITH_CAUSES = {"finance", "underspending"}
"""Sections that show the signed causes: where there is one, the chapters of the priorities do not repeat them."""


def section(context: Context) -> Section:
    """Return the chapters of the priorities in force at the end of the year."""
    known = [a for a in activities(context.session) if a.counted]
    results: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes(context.session):
        results[outcome.identifier].append(outcome)
    priorities = in_force(context.framework.priority, Period.year(context.year).end)
    belonging = {p.code: [a for a in known if a.priority == p.code] for p in priorities}
    by_priority = {code: _listed(context, own) for code, own in belonging.items()}
    others = [a for a in known if a.priority in {NONE, SEVERAL} and context.about(a.identifier)]
    _ask_all(context, list(by_priority), [a.identifier for own in (*by_priority.values(), others) for a in own])
    parts = tuple(_chapter(context, p, by_priority[p.code], cut(belonging[p.code]), results) for p in priorities)
    if others:
        parts = (*parts, _others(context, others, results))
    return Section("priorities", say("The priorities, one by one"), (), parts)


def _listed(context: Context, own: list[ReportedActivity]) -> list[ReportedActivity]:
    """Return the activities of a chapter: of many, those that somebody speaks of and those that spent most."""
    if len(own) <= LISTED:
        return own
    spent = context.book.values("spent", "iati_identifier", year=context.year)
    with_judgement = {j.about for j in context.judgements}
    ranked = sorted(
        own, key=lambda a: (a.identifier not in with_judgement, -(spent.get(a.identifier) or 0), a.identifier)
    )
    first = {a.identifier for a in ranked[:LISTED]}
    return [a for a in own if a.identifier in first]


def _ask_all(context: Context, priorities: list[str], identifiers: list[str]) -> None:
    """Ask for the money of every chapter and activity at once."""
    names = money_measures(context.book, context.year)
    ask_together(context.book, ("active", *names), "priority", priorities, context.year)
    ask_together(context.book, reported(context.book, context.year), "iati_identifier", identifiers, context.year)


def _others(context: Context, own: list[ReportedActivity], results: dict[str, list[Outcome]]) -> Section:
    """Return the chapter of activities of no single priority that somebody says something about."""
    blocks: list[Block] = []
    for activity in own:
        blocks += _activity(context, activity, _in_report(context, results[activity.identifier]))
    return Section("priority-none", say("No single priority"), tuple(blocks))


def _chapter(
    context: Context,
    priority: Priority,
    own: list[ReportedActivity],
    more: list[Block],
    results: dict[str, list[Outcome]],
) -> Section:
    by_activity = {a.identifier: _in_report(context, results[a.identifier]) for a in own}
    reference = context.framework.reference[priority.reference]
    blocks: list[Block] = [
        _money(context, priority),
        *(signed(context, j) for j in context.about(f"priority:{priority.code}")),
        *target_chart(context, [o for found in by_activity.values() for o in found if _of_year(context, o)], MOST),
    ]
    running = under_way(context.session, context.year)
    others = [a for a in own if a.identifier not in running]
    for activity in (a for a in own if a.identifier in running):
        blocks += _activity(context, activity, by_activity[activity.identifier])
    if others:
        text = msg("By their dates, the activities below were not under way in {year}.")
        blocks.append(Paragraph(say(text, year=context.this_year())))
    for activity in others:
        blocks += _activity(context, activity, by_activity[activity.identifier])
    blocks += more
    if not own:
        blocks.append(Callout((say("No activity in the sources is attributed to this priority."),)))
    blocks.append(Paragraph(say("Basis: {reference}.", reference=Quote(str(reference))), "small"))
    return Section(f"priority-{priority.code}", (Label(f"{priority.code} "), authored(priority.name)), tuple(blocks))


def _money(context: Context, priority: Priority) -> Facts:
    count = context.book.measure("active", priority=priority.code, year=context.year)
    pairs = [(say("Activities under way"), cell(count))]
    for measure in money_measures(context.book, context.year):
        amount = context.book.measure(measure, priority=priority.code, year=context.year)
        pairs.append((say(MONEY[measure]), cell(amount)))
    return Facts(tuple(pairs))


def _of_year(context: Context, outcome: Outcome) -> bool:
    """Tell whether a result is of the year, or of unknown days."""
    year = Period.year(context.year)
    return outcome.period is None or (outcome.period.start <= year.end and outcome.period.end >= year.start)


def _in_report(context: Context, results: list[Outcome]) -> list[Outcome]:
    """Return the results in periods that share a day with the year or the year before, or whose days are unknown."""
    first, last = Period.year(context.year - 1).start, Period.year(context.year).end
    return [o for o in results if o.period is None or (o.period.start <= last and o.period.end >= first)]


def _activity(context: Context, activity: ReportedActivity, results: list[Outcome]) -> list[Block]:
    blocks: list[Block] = [Heading((published(activity.title),), 3, f"activity-{activity.identifier}")]
    blocks.append(_facts(context, activity))
    if activity.description:
        blocks.append(Paragraph((published(activity.description),)))
    if results:
        blocks.append(results_table(context, results))
    elif outcomes(context.session):
        blocks.append(Paragraph(say("The sources give no results for this period."), "small"))
    judgements = context.about(activity.identifier)
    if SECTIONS_WITH_CAUSES & set(context.framework.outline):
        judgements = [j for j in judgements if j.kind != "cause"]
    blocks += [signed(context, j) for j in judgements]
    return blocks


def _facts(context: Context, activity: ReportedActivity) -> Facts:
    pairs: list[tuple[Line, Line]] = [
        (say("Implementing organisation"), _organisation(activity)),
        (say("Period"), _span(activity)),
    ]
    if activity.countries:
        names = [context.country(code) for code in activity.countries]
        pairs.append((say("Countries"), between(", ", [(name,) for name in names])))
    for measure in reported(context.book, context.year):
        figure = context.book.measure(measure, iati_identifier=activity.identifier, year=context.year)
        pairs.append((say(MONEY[measure]), cell(figure)))
    pairs.append((say("Identifier"), (Quote(activity.identifier),)))
    return Facts(tuple(pairs))


def _organisation(activity: ReportedActivity) -> Line:
    special = SPECIAL.get(activity.organisation)
    return say(special) if special else (Quote(activity.organisation),)


def _span(activity: ReportedActivity) -> Line:
    start = day(activity.start) if activity.start else Sentence("start unknown")
    end = day(activity.end) if activity.end else Sentence("end unknown")
    return (start, Label(" – "), end)
