"""What happened, in sentences: achieved, money and why it stayed behind, changed since the year before, to watch.

Each sentence is made from figures and signed judgements; what neither gives is not said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from grutto.content.blocks import Block, FigureText, Label, Paragraph, Quote, Sentence, between
from grutto.frameworks import in_force
from grutto.measures.account import account
from grutto.measures.derive import REACHED
from grutto.measures.explain import unexplained
from grutto.measures.facts import activities, before_each, outcomes, outcomes_in, titles, under_way
from grutto.measures.ledger import OVERDRAWN, ledger_quarters
from grutto.measures.underspending import gaps
from grutto.message import msg
from grutto.model.figure import Period
from grutto.reports.context import authored, published, say
from grutto.reports.judgements import CAUSES
from grutto.reports.sections.account import NAMES
from grutto.reports.tables import COMMITMENTS, MONEY, of_target, parts_of_spent, result_names, unit_name, years_so_far

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.content.blocks import Inline, Line
    from grutto.measures.account import Item
    from grutto.measures.facts import Outcome
    from grutto.measures.underspending import Gap
    from grutto.model.figure import Figure
    from grutto.reports.context import Context

MOST = 3
"""Names in a sentence; the chapters have all."""
MOVES = 2
"""Changes in a sentence, each with five figures."""
SPACE = Label(" ")
"""Between two sentences."""


@dataclass(frozen=True, slots=True)
class FigureMove:
    """A result beside that of the period before, and the change of its value."""

    outcome: Outcome
    now: Figure
    before: Figure
    size: Decimal


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
        lines = tuple(sentences)
        if lines:
            blocks.append(Paragraph(tuple(part for line in (say(question), *lines) for part in (*line, SPACE))[:-1]))
    return blocks


def _joined(lines: Iterable[Line]) -> Line:
    return between("; ", lines)


def _names(context: Context, results: list[Outcome]) -> dict[Outcome, Line]:
    return dict(zip(results, result_names(context, results), strict=True))


def _achieved(context: Context) -> Iterator[Line]:
    current = outcomes_in(context.session, context.year)
    found = [(o, reached) for o in current if (reached := of_target(context.book, o))]
    names = _names(context, [o for o, _ in found])
    ranked = sorted(
        ((reached, names[o]) for o, reached in found), key=lambda pair: pair[0].value or Decimal(0), reverse=True
    )
    done = [(*name, *_in_brackets(figure)) for figure, name in ranked if (figure.value or 0) >= REACHED]
    short = [(*name, *_in_brackets(figure)) for figure, name in reversed(ranked) if (figure.value or 0) < REACHED]
    last = Period.year(context.year).end
    if due := [figure for o, figure in found if o.period and o.period.end <= last]:
        met, every = (context.book.derive(name, *due) for name in ("targets_met", "number_of"))
        text = msg("Targets of {year} that were met: {met} of {all}.")
        yield say(text, year=context.this_year(), met=FigureText(met), all=FigureText(every))
    if done:
        text = msg("Reached, in percent of the target: {what}.")
        yield say(text, what=_joined(done[:MOST]))
    if short:
        text = msg("Furthest below the target: {what}.")
        yield say(text, what=_joined(short[:MOST]))
    if not outcomes(context.session):
        yield say("The files of this release hold no results: what was achieved cannot be told from them.")
    elif not found:
        yield say("The sources give no result of {year} with a target.", year=context.this_year())


def _in_brackets(figure: Figure) -> Line:
    return say(" ({figure})", figure=FigureText(figure))


def _money(context: Context) -> Iterator[Line]:
    for line in context.framework.budget_line:
        (spent,) = (i for i in account(context, line, context.year) if i.item == "expenditure")
        if spent.voted.value is None:
            continue
        places: dict[str, Inline] = {"line": authored(line.name), "voted": FigureText(spent.voted)}
        if spent.realised.value is None:
            text = msg("For {line}, {voted} was voted; the sources give no amount spent.")
            yield say(text, **places)
            continue
        text = msg("For {line}, {voted} was voted and {spent} spent: a difference of {difference}.")
        difference = FigureText(spent.difference, "signed")
        yield say(text, **places, spent=FigureText(spent.realised), difference=difference)
        yield from _why(context, spent)
    yield from _committed(context)
    yield from _behind(context)


def _why(context: Context, item: Item) -> Iterator[Line]:
    """Say the signed cause of a difference of the account; that there is none stands with what to watch."""
    for judgement in context.about(item.subject, "cause")[:1]:
        text = msg("Its cause, signed by {author}: {cause}.")
        yield say(text, author=Quote(judgement.author), cause=Sentence(CAUSES[judgement.cause]))


def _committed(context: Context) -> Iterator[Line]:
    """Say what was committed in the year, and in all years so far: both pay for a year."""
    for name in COMMITMENTS:
        if past := years_so_far(context, name):
            now, every = context.book.measure(name, year=context.year), context.book.measure_among(name, {"year": past})
            text = msg("{what}: {now} in {year}; {all} in all years so far, before what was spent of it.")
            what, year = Sentence(MONEY[name]), context.this_year()
            yield say(text, what=what, now=FigureText(now), year=year, all=FigureText(every))


def _behind(context: Context) -> Iterator[Line]:
    """Say where most stayed unspent, and the signed causes: of these activities, else of any."""
    known = titles(context.session)
    below = [gap for gap in gaps(context, "iati_identifier", MOST) if (gap.difference.value or 0) < 0]
    if below:
        text = msg("Most stayed unspent at {what}.")
        yield say(text, what=_joined(_gap(context, gap) for gap in below))
    else:
        causes = [(j.about, j.cause) for j in context.judgements if j.kind == "cause" and j.about in known]
        signed_causes = [
            (context.title(about), *say(" ({cause})", cause=Sentence(CAUSES[cause])))
            for about, cause in dict(causes).items()
        ]
        if signed_causes:
            yield say("Causes were signed for {what}.", what=_joined(signed_causes[:MOST]))


def _gap(context: Context, gap: Gap) -> Line:
    name = context.title(str(gap.at))
    difference = FigureText(gap.difference, "signed")
    cause = next((CAUSES[j.cause] for j in context.about(str(gap.at), "cause")), "")
    if not cause and not gap.spent.rows:
        return say("{name} ({difference}; nothing is reported as spent)", name=name, difference=difference)
    if cause:
        return say("{name} ({difference}: {cause})", name=name, difference=difference, cause=Sentence(cause))
    return say("{name} ({difference}; no cause signed)", name=name, difference=difference)


def _changed(context: Context) -> Iterator[Line]:
    now, before = (context.book.measure("spent_once", year=year) for year in (context.year, context.year - 1))
    if now.value is not None and before.value is not None:
        change = context.book.derive("change_percent", now, before)
        difference = FigureText(context.book.derive("difference", now, before), "signed")
        text = msg("{now} was spent, counted once, after {before}: {difference} ({change}).")
        places = {"now": FigureText(now), "before": FigureText(before), "difference": difference}
        yield (
            *say(text, **places, change=FigureText(change, "signed")),
            *parts_of_spent(context, explained=True),
        )
    yield from _results(context)


def _results(context: Context) -> Iterator[Line]:
    every = [o for o in outcomes(context.session) if o.period]
    names = _names(context, every)
    moves = list(_moves(context, every))
    for text, own in (
        (msg("Rose most in number: {what}."), [m for m in moves if m.size > 0]),
        (msg("Fell most in number: {what}."), [m for m in moves if m.size < 0]),
    ):
        largest = islice((_move(context, m, names[m.outcome]) for m in _ranked(own) if _comparable(context, m)), MOVES)
        if what := _joined(largest):
            yield say(text, what=what)


def _moves(context: Context, every: list[Outcome]) -> Iterator[FigureMove]:
    """Yield the results of the year that differ from those of the period before."""
    for before, now in zip(before_each(every), every, strict=True):
        ends = now.period is not None and now.period.end.year == context.year
        if ends and before and before.actual and now.actual and now.unit != "percent":
            new, old = now.actual.value, before.actual.value
            if new is not None and old is not None and new != old:
                yield FigureMove(now, now.actual, before.actual, new - old)


def _ranked(moves: list[FigureMove]) -> list[FigureMove]:
    """Return changes, the largest of each unit first, then the second ones: days and persons have no common measure."""
    places: dict[str, int] = defaultdict(int)
    ranked = []
    for move in sorted(moves, key=lambda m: abs(m.size), reverse=True):
        ranked.append((places[move.outcome.unit], move))
        places[move.outcome.unit] += 1
    return [move for _, move in sorted(ranked, key=lambda pair: pair[0])]


def _comparable(context: Context, move: FigureMove) -> bool:
    return context.book.derive("change_percent", move.now, move.before).value is not None


def _move(context: Context, move: FigureMove, name: Line) -> Line:
    difference, change = (context.book.derive(o, move.now, move.before) for o in ("difference", "change_percent"))
    text = msg("{name}: {now}, after {before} ({difference} {unit}, {change})")
    if move.outcome.unit == "unspecified":
        text = msg("{name}: {now}, after {before} ({difference}, {change})")
    return say(
        text,
        name=name,
        now=FigureText(move.now),
        before=FigureText(move.before),
        difference=FigureText(difference, "signed"),
        unit=unit_name(move.outcome.unit),
        change=FigureText(change, "signed"),
    )


def _watched(context: Context) -> Iterator[Line]:
    lines = {line.code: line.name for line in context.framework.budget_line}
    still = [
        say("{line}, {item}", line=authored(lines[d.item.line]), item=Sentence(NAMES[d.item.item]))
        for d in unexplained(context)
    ]
    if still:
        yield say("A difference that must be explained and is not: {what}.", what=_joined(still))
    spent = context.book.measure("spent_once", year=context.year)
    if spent.value is None and not spent.unknown:
        yield say("The sources give no amount spent by any activity of {year}.", year=context.this_year())
    elif spent.unknown:
        yield say("Some amounts of {year} are unknown; the totals are without them.", year=context.this_year())
    yield from _overdrawn(context)
    yield from _idle(context)
    yield from _ending(context)


def _overdrawn(context: Context) -> Iterator[Line]:
    """Say by how much more was drawn than was saved on reception, or reception cost more, by the last quarter."""
    lines = ledger_quarters(context)
    left = lines[-1].left if lines else None
    if left is None or left.value is None or left.value >= 0:
        return
    text = msg("By {quarter}, {left} is left of what was saved on reception: it cost more than was estimated.")
    if OVERDRAWN in left.warnings:
        text = msg("By {quarter}, {left} is left of what was saved on reception: more was drawn than was saved.")
    yield say(text, quarter=Label(lines[-1].name), left=FigureText(left, "signed"))


def _idle(context: Context) -> Iterator[Line]:
    """Name the priorities for which nothing was under way."""
    day = Period.year(context.year).end
    without = [
        (Label(f"{p.code} "), authored(p.name))
        for p in in_force(context.framework.priority, day)
        if not context.book.measure("active", priority=p.code, year=context.year).value
    ]
    if without:
        text = msg("No activity was under way for the priority {what}.")
        yield say(text, what=_joined(without))


def _ending(context: Context) -> Iterator[Line]:
    """Name the activities of the owner that end in the year after, by their dates."""
    running = under_way(context.session, context.year)
    ending = [
        (published(a.title),)
        for a in activities(context.session)
        if a.identifier in running
        and a.end
        and a.end.year == context.year + 1
        and a.reporter == context.framework.owner
    ]
    if ending:
        named, year = ending[:MOST], Label(str(context.year + 1))
        text = msg("{what} and others end in {year}.") if len(ending) > MOST else msg("End in {year}: {what}.")
        yield say(text, what=_joined(named), year=year)
