"""What happened, in sentences: achieved, money and why it stayed behind, changed since the year before, to watch.

Each sentence is made from figures and signed judgements; what neither gives is not said.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.content.blocks import Block, FigureText, Label, Paragraph, Quote
from grutto.frameworks import in_force
from grutto.locale import msg
from grutto.measures.account import account
from grutto.measures.explain import unexplained
from grutto.measures.facts import activities, before_each, outcomes, under_way
from grutto.measures.underspending import gaps
from grutto.model.figure import Period
from grutto.reports.judgements import CAUSES
from grutto.reports.sections.account import NAMES
from grutto.reports.tables import MONEY, of_target, parts_of_spent, result_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.content.blocks import Inline, Line
    from grutto.measures.facts import Outcome
    from grutto.measures.underspending import Gap
    from grutto.model.figure import Figure
    from grutto.reports.context import Context

MOST = 3
"""Names in a sentence; the chapters have all."""
SPACE = Label(" ")
"""Between two sentences."""
WHOLE = 100
"""Percent of a target that is reached."""


def story(context: Context) -> list[Block]:
    """Return the summary in sentences, a paragraph for each question that a reader has."""
    answers = (
        (msg("What was achieved:"), _achieved(context)),
        (msg("Money, and where it stayed behind:"), _money(context)),
        (msg("What changed since the year before:"), _changed(context)),
        (msg("What to watch:"), _watched(context)),
    )
    blocks: list[Block] = []
    for question, sentences in answers:
        told = tuple(sentences)
        if told:
            blocks.append(
                Paragraph(tuple(part for line in (context.say(question), *told) for part in (*line, SPACE))[:-1])
            )
    return blocks


def _joined(lines: Iterable[Line]) -> Line:
    return tuple(part for line in lines for part in (*line, Label("; ")))[:-1]


def _names(context: Context, results: list[Outcome]) -> dict[Outcome, Line]:
    return dict(zip(results, result_names(context, results), strict=True))


def _current(context: Context) -> list[Outcome]:
    """Return the results in periods that share a day with the year."""
    year, every = Period.year(context.year), outcomes(context.session, context.language.code)
    return [o for o in every if o.period and o.period.start <= year.end and year.start <= o.period.end]


def _achieved(context: Context) -> Iterator[Line]:
    found = [(o, reached) for o in _current(context) if (reached := of_target(context.book, o))]
    names = _names(context, [o for o, _ in found])
    ranked = sorted(
        ((reached, names[o]) for o, reached in found), key=lambda pair: pair[0].value or Decimal(0), reverse=True
    )
    done = [(*name, *_in_brackets(context, figure)) for figure, name in ranked if (figure.value or 0) >= WHOLE]
    short = [
        (*name, *_in_brackets(context, figure)) for figure, name in reversed(ranked) if (figure.value or 0) < WHOLE
    ]
    if done:
        text = msg("Reached, in percent of the target: {what}.")
        yield context.say(text, what=_joined(done[:MOST]))
    if short:
        text = msg("Furthest below the target: {what}.")
        yield context.say(text, what=_joined(short[:MOST]))
    if not found:
        yield context.say("The sources give no result of {year} with a target.", year=context.this_year())


def _in_brackets(context: Context, figure: Figure) -> Line:
    return context.say(" ({figure})", figure=FigureText(figure))


def _money(context: Context) -> Iterator[Line]:
    for line in context.framework.budget_line:
        (spent,) = (i for i in account(context, line, context.year) if i.item == "expenditure")
        if spent.voted.value is None:
            continue
        places: dict[str, Inline] = {"line": context.text(line.name), "voted": FigureText(spent.voted)}
        if spent.realised.value is None:
            text = msg("For {line}, {voted} was voted; the sources give no amount spent.")
            yield context.say(text, **places)
            continue
        text = msg("For {line}, {voted} was voted and {spent} spent: a difference of {difference}.")
        difference = FigureText(spent.difference, "signed")
        yield context.say(text, **places, spent=FigureText(spent.realised), difference=difference)
    yield from _committed(context)
    yield from _behind(context)


def _committed(context: Context) -> Iterator[Line]:
    """Say what was committed in the year, and in all years so far: both pay for a year."""
    for name in ("committed_once", "incoming_commitments_once"):
        years = [at["year"] for at, _ in context.book.breakdown(name, "year")]
        past = tuple(year for year in years if isinstance(year, int) and year <= context.year)
        if context.year in past and len(past) > 1:
            now, every = context.book.measure(name, year=context.year), context.book.measure_among(name, {"year": past})
            text = msg("{what}: {now} in {year}, and {all} with the years before, which may pay for this one too.")
            what, year = context.words(MONEY[name]), context.this_year()
            yield context.say(text, what=what, now=FigureText(now), year=year, all=FigureText(every))


def _behind(context: Context) -> Iterator[Line]:
    """Say where most stayed unspent, and the signed causes: of these activities, else of any."""
    titles = {a.identifier: a.title for a in activities(context.session, context.language.code)}
    below = [gap for gap in gaps(context, "iati_identifier", MOST) if (gap.difference.value or 0) < 0]
    if below:
        text = msg("Most stayed unspent at {what}.")
        yield context.say(text, what=_joined(_gap(context, gap, titles) for gap in below))
    else:
        causes = [(j.about, j.cause) for j in context.judgements if j.kind == "cause" and j.about in titles]
        told = [
            (Quote(titles[about]), *context.say(" ({cause})", cause=context.words(CAUSES[cause])))
            for about, cause in dict(causes).items()
        ]
        if told:
            yield context.say("Causes were signed for {what}.", what=_joined(told[:MOST]))


def _gap(context: Context, gap: Gap, titles: dict[str, str]) -> Line:
    name = Quote(titles.get(str(gap.at), str(gap.at)))
    difference = FigureText(gap.difference, "signed")
    cause = next((CAUSES[j.cause] for j in context.about(str(gap.at), "cause")), "")
    if not cause and not gap.spent.rows:
        return context.say("{name} ({difference}; nothing is reported as spent)", name=name, difference=difference)
    if cause:
        return context.say(
            "{name} ({difference}: {cause})", name=name, difference=difference, cause=context.words(cause)
        )
    return context.say("{name} ({difference}; no cause signed)", name=name, difference=difference)


def _changed(context: Context) -> Iterator[Line]:
    now, before = (context.book.measure("spent_once", year=year) for year in (context.year, context.year - 1))
    if now.value is not None and before.value is not None:
        change = context.book.derive("change_percent", now, before)
        difference = FigureText(context.book.derive("difference", now, before), "signed")
        text = msg("{now} was spent, counted once, after {before}: {difference} ({change}).")
        places = {"now": FigureText(now), "before": FigureText(before), "difference": difference}
        yield (*context.say(text, **places, change=FigureText(change, "signed")), *parts_of_spent(context))
    yield from _results(context)


def _results(context: Context) -> Iterator[Line]:
    every = [o for o in outcomes(context.session, context.language.code) if o.period]
    pairs: list[tuple[Figure, Outcome, Outcome]] = []
    for before, now in zip(before_each(every), every, strict=True):
        ends = now.period is not None and now.period.end.year == context.year
        if ends and before and before.actual and now.actual and now.unit != "percent":
            change = context.book.derive("change_percent", now.actual, before.actual)
            if change.value:
                pairs.append((change, now, before))
    largest = sorted(pairs, key=lambda pair: abs(pair[0].value or Decimal(0)), reverse=True)[:MOST]
    names = _names(context, every)
    for change, now, before in largest:
        if now.actual and before.actual:
            text = msg("{name}: {now}, after {before} ({change}).")
            places = {"now": FigureText(now.actual), "before": FigureText(before.actual)}
            yield context.say(text, name=names[now], **places, change=FigureText(change, "signed"))


def _watched(context: Context) -> Iterator[Line]:
    lines = {line.code: line.name for line in context.framework.budget_line}
    still = [
        context.say("{line}, {item}", line=context.text(lines[d.item.line]), item=context.words(NAMES[d.item.item]))
        for d in unexplained(context)
    ]
    if still:
        yield context.say("A difference that must be explained and is not: {what}.", what=_joined(still))
    spent = context.book.measure("spent_once", year=context.year)
    if spent.value is None and not spent.unknown:
        yield context.say("The sources give no amount spent by any activity of {year}.", year=context.this_year())
    elif spent.unknown:
        yield context.say("Some amounts of {year} are unknown; the totals are without them.", year=context.this_year())
    yield from _idle(context)
    yield from _ending(context)


def _idle(context: Context) -> Iterator[Line]:
    """Name the priorities for which nothing was under way."""
    day = Period.year(context.year).end
    without = [
        (Label(f"{p.code} "), context.text(p.name))
        for p in in_force(context.framework.priority, day)
        if not context.book.measure("active", priority=p.code, year=context.year).value
    ]
    if without:
        text = msg("No activity was under way for the priority {what}.")
        yield context.say(text, what=_joined(without))


def _ending(context: Context) -> Iterator[Line]:
    """Name the activities of the owner that end in the year after, by their dates."""
    running = under_way(context.session, context.year)
    ending = [
        (Quote(a.title),)
        for a in activities(context.session, context.language.code)
        if a.identifier in running
        and a.end
        and a.end.year == context.year + 1
        and a.reporter == context.framework.owner
    ]
    if ending:
        named, year = ending[:MOST], Label(str(context.year + 1))
        text = msg("{what} and others end in {year}.") if len(ending) > MOST else msg("End in {year}: {what}.")
        yield context.say(text, what=_joined(named), year=year)
