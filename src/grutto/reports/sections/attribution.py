"""What is attributed to no priority or to several, which levels are not counted, and what is wrong in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Heading, Label, Line, Paragraph, Quote, Section, Table, TableColumn
from grutto.frameworks import in_force
from grutto.locale import msg, pick
from grutto.locale.reasons import reason_text
from grutto.measures.attribution import RULE
from grutto.measures.explain import differences
from grutto.measures.facts import activities, remarks
from grutto.measures.levels import LEVEL_RULE
from grutto.message import decoded
from grutto.model.figure import Period
from grutto.model.finding import SEVERITIES
from grutto.reports.context import group_by
from grutto.reports.judgements import signed
from grutto.reports.sections.account import NAMES
from grutto.reports.tables import LISTED, cell, cut, left_out_table

if TYPE_CHECKING:
    from grutto.measures.facts import ReportedActivity
    from grutto.reports.context import Context

LEVELS = {"critical": msg("Critical"), "error": msg("Errors"), "warning": msg("Warnings"), "advice": msg("Advice")}
MOST = 40
"""Remarks listed; the figure beside them leads to all."""


def section(context: Context) -> Section:
    """Return what the totals leave out, and why."""
    known = activities(context.session, context.language.code)
    unsettled = [a for a in known if a.counted and a.priority in {"none", "several"}]
    owned = any(a.reporter == context.framework.owner for a in known)
    own = [a for a in unsettled if not owned or a.reporter == context.framework.owner]
    blocks: list[Block] = [
        *_unsettled(context, own, partners=len(own) < len(unsettled)),
        *_of_partners(context, len(own) < len(unsettled)),
        *_levels(context, [a for a in known if not a.whole]),
        *_homeless(context, {a.identifier for a in known if a.counted}),
        *_findings(context),
    ]
    return Section("attribution", context.say("What to check"), tuple(blocks))


def _unsettled(context: Context, own: list[ReportedActivity], *, partners: bool) -> list[Block]:
    if not own and partners:
        text = msg("Every activity of the owner of the programme is attributed to exactly one priority.")
        return [Paragraph(context.say(text))]
    if not own:
        return [Paragraph(context.say("Every activity is attributed to exactly one priority."))]
    columns = (
        TableColumn(context.say("Activity")),
        TableColumn(context.say("Reason")),
        TableColumn(context.say("Identifier")),
    )
    rows = tuple(((Quote(a.title),), (_why(context, a.reason),), (Quote(a.identifier),)) for a in own[:LISTED])
    return [Table(context.say("Activities of no priority, or of several"), columns, rows), *cut(context, own)]


def _why(context: Context, reasons: str) -> Quote:
    """Return why an activity stands where it does: the rules of the framework that matched, or what its level says."""
    texts = [_reason(context, reason) for reason in reasons.split("\n")]
    if decoded(reasons)[0] in {"rules-disagree", "kinds-not-below"}:
        return Quote(f"{texts[0]}: {'; '.join(texts[1:])}")
    return Quote("; ".join(texts))


def _reason(context: Context, reason: str) -> str:
    code, places = decoded(reason)
    if code not in {RULE, LEVEL_RULE}:
        return reason_text(reason, context.language)
    rules = context.framework.attribution if code == RULE else context.framework.level
    text = pick(rules[int(places["number"])].reason, context.language.code)
    return f"{text} ({places['place']})" if "place" in places else text


def _of_partners(context: Context, some: bool) -> list[Block]:  # noqa: FBT001 - an answer, not a switch
    """Tell that activities of partners fall under no rule: what they spend counts with who sent the money."""
    text = msg(
        "Activities of partners to which no rule for a priority applies are not listed: money that they got from an"
        " activity of this report counts there."
    )
    return [Paragraph(context.say(text), "small")] if some else []


def _levels(context: Context, own: list[ReportedActivity]) -> list[Block]:
    if not own:
        return []
    text = msg(
        "Their amounts, or some kinds of them, are not counted: the same money may stand with the activities below."
        " What is left out stands in the table; if it is other money, the framework can say that these levels count."
    )
    columns = (
        TableColumn(context.say("Activity")),
        TableColumn(context.say("Reason")),
        TableColumn(context.say("Identifier")),
    )
    rows = tuple(((Quote(a.title),), (_why(context, a.level_reason),), (Quote(a.identifier),)) for a in own[:LISTED])
    return [
        Heading(context.say("Levels that are not counted"), 3),
        Paragraph(context.say(text)),
        left_out_table(context),
        Table(context.say("Activities at other levels"), columns, rows),
        *cut(context, own),
    ]


def _homeless(context: Context, known: set[str]) -> list[Block]:
    """Show the judgements that stand beside no activity, priority or budget line of this report."""
    codes = {f"priority:{p.code}" for p in in_force(context.framework.priority, Period.year(context.year).end)}
    sections = {f"section:{name}" for name in context.framework.outline}
    explained = {d.judgement.id for d in differences(context) if d.judgement}
    found = [j for j in context.judgements if j.about not in known | codes | sections and j.id not in explained]
    if not found:
        return []
    blocks: list[Block] = [Heading(context.say("Judgements about what this report does not show"), 3)]
    for judgement in found:
        blocks += [Heading(_subject(context, judgement.about), 4), signed(context, judgement)]
    return blocks


def _subject(context: Context, about: str) -> Line:
    """Return what a judgement is about, in words where it is a difference of the account or a figure."""
    kind, _, name = about.partition(":")
    if kind == "line":
        code, item, year = name.rsplit("/", 2)
        line = next(line.name for line in context.framework.budget_line if line.code == code)
        item_name = context.words(NAMES[item])
        return context.say("{line}, {item}, {year}", line=context.text(line), item=item_name, year=Label(year))
    if kind == "figure":
        return context.say("the figure {name}", name=Quote(name))
    return (Quote(about),)


def _findings(context: Context) -> list[Block]:
    blocks: list[Block] = [Heading(context.say("Remarks on the files"), 3)]
    counts = {at["severity"]: figure for at, figure in context.book.breakdown("findings", "severity")}
    if not counts:
        return [*blocks, Paragraph(context.say("Reading the files gave no remarks."))]
    columns = (TableColumn(context.say("Severity")), TableColumn(context.say("Number"), numeric=True))
    rows = tuple((context.say(LEVELS[s]), cell(counts[s])) for s in SEVERITIES if s in counts)
    blocks.append(Table(context.say("Remarks by severity"), columns, rows))
    listed = _listed(context)
    heads = tuple(TableColumn(context.say(h)) for h in (msg("Remark"), msg("Places"), msg("Repair")))
    blocks.append(Table(context.say("Remarks"), heads, listed))
    return blocks


def _listed(context: Context) -> tuple[tuple[Line, ...], ...]:
    """Return each different remark with the places it was made at."""
    found = remarks(context.session)
    groups = group_by([((r["message"], r["repair"]), f"{r['file']} {r['line'] or ''} {r['locator']}") for r in found])
    return tuple(
        (context.reason(message), _places(context, places), context.reason(repair or ""))
        for (message, repair), places in list(groups.items())[:MOST]
    )


def _places(context: Context, places: list[str]) -> Line:
    if len(places) == 1:
        return (Quote(places[0]),)
    return context.say("{place} and others", place=Label(places[0]))
