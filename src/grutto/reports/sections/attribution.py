"""What is attributed to no priority or to several, which levels are not counted, and what is wrong in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Block,
    Heading,
    Label,
    Line,
    Paragraph,
    Quote,
    Reason,
    Section,
    Sentence,
    Table,
    TableColumn,
    between,
)
from grutto.frameworks import in_force
from grutto.measures.attribution import RULE
from grutto.measures.explain import differences
from grutto.measures.facts import activities, remarks
from grutto.measures.levels import LEVEL_RULE
from grutto.message import decoded, msg
from grutto.model.figure import Period
from grutto.model.finding import SEVERITIES
from grutto.reports.context import authored, group_by, published, say
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
    known = activities(context.session)
    unsettled = [a for a in known if a.counted and a.priority in {"none", "several"}]
    owned = any(a.reporter == context.framework.owner for a in known)
    own = [a for a in unsettled if not owned or a.reporter == context.framework.owner]
    blocks: list[Block] = [
        *_unsettled(context, own, partners=len(own) < len(unsettled)),
        *_of_partners(len(own) < len(unsettled)),
        *_levels(context, [a for a in known if not a.whole]),
        *_homeless(context, {a.identifier for a in known if a.counted}),
        *_findings(context),
    ]
    return Section("attribution", say("What to check"), tuple(blocks))


def _unsettled(context: Context, own: list[ReportedActivity], *, partners: bool) -> list[Block]:
    if not own and partners:
        text = msg("Every activity of the owner of the programme is attributed to exactly one priority.")
        return [Paragraph(say(text))]
    if not own:
        return [Paragraph(say("Every activity is attributed to exactly one priority."))]
    columns = (
        TableColumn(say("Activity")),
        TableColumn(say("Reason")),
        TableColumn(say("Identifier")),
    )
    rows = tuple(((published(a.title),), _why(context, a.reason), (Quote(a.identifier),)) for a in own[:LISTED])
    return [Table(say("Activities of no priority, or of several"), columns, rows), *cut(own)]


def _why(context: Context, reasons: str) -> Line:
    """Return why an activity stands where it does: the rules of the framework that matched, or what its level says."""
    texts = [_reason(context, reason) for reason in reasons.split("\n")]
    if decoded(reasons)[0] in {"rules-disagree", "kinds-not-below"}:
        return (*texts[0], Label(": "), *between("; ", texts[1:]))
    return between("; ", texts)


def _reason(context: Context, reason: str) -> Line:
    code, places = decoded(reason)
    if code not in {RULE, LEVEL_RULE}:
        return (Reason(reason),)
    rules = context.framework.attribution if code == RULE else context.framework.level
    text = authored(rules[int(places["number"])].reason)
    return (text, Quote(f" ({places['place']})")) if "place" in places else (text,)


def _of_partners(some: bool) -> list[Block]:  # noqa: FBT001 - an answer, not a switch
    """Tell that activities of partners fall under no rule: what they spend counts with who sent the money."""
    text = msg(
        "Activities of partners to which no rule for a priority applies are not listed: money that they got from an"
        " activity of this report counts there."
    )
    return [Paragraph(say(text), "small")] if some else []


def _levels(context: Context, own: list[ReportedActivity]) -> list[Block]:
    if not own:
        return []
    text = msg(
        "Their amounts, or some kinds of them, are not counted: the same money may stand with the activities below."
        " What is left out stands in the table; if it is other money, the framework can say that these levels count."
    )
    columns = (
        TableColumn(say("Activity")),
        TableColumn(say("Reason")),
        TableColumn(say("Identifier")),
    )
    rows = tuple(((published(a.title),), _why(context, a.level_reason), (Quote(a.identifier),)) for a in own[:LISTED])
    return [
        Heading(say("Levels that are not counted"), 3),
        Paragraph(say(text)),
        left_out_table(context),
        Table(say("Activities at other levels"), columns, rows),
        *cut(own),
    ]


def _homeless(context: Context, known: set[str]) -> list[Block]:
    """Show the judgements that stand beside no activity, priority or budget line of this report."""
    codes = {f"priority:{p.code}" for p in in_force(context.framework.priority, Period.year(context.year).end)}
    sections = {f"section:{name}" for name in context.framework.outline}
    explained = {d.judgement.id for d in differences(context) if d.judgement}
    found = [j for j in context.judgements if j.about not in known | codes | sections and j.id not in explained]
    if not found:
        return []
    blocks: list[Block] = [Heading(say("Judgements about what this report does not show"), 3)]
    for judgement in found:
        blocks += [Heading(_subject(context, judgement.about), 4), signed(context, judgement)]
    return blocks


def _subject(context: Context, about: str) -> Line:
    """Return what a judgement is about, in words where it is a difference of the account or a figure."""
    kind, _, name = about.partition(":")
    if kind == "line":
        code, item, year = name.rsplit("/", 2)
        line = next(line.name for line in context.framework.budget_line if line.code == code)
        item_name = Sentence(NAMES[item])
        return say("{line}, {item}, {year}", line=authored(line), item=item_name, year=Label(year))
    if kind == "figure":
        return say("the figure {name}", name=Quote(name))
    return (Quote(about),)


def _findings(context: Context) -> list[Block]:
    blocks: list[Block] = [Heading(say("Remarks on the files"), 3)]
    counts = {at["severity"]: figure for at, figure in context.book.breakdown("findings", "severity")}
    if not counts:
        return [*blocks, Paragraph(say("Reading the files gave no remarks."))]
    columns = (TableColumn(say("Severity")), TableColumn(say("Number"), numeric=True))
    rows = tuple((say(LEVELS[s]), cell(counts[s])) for s in SEVERITIES if s in counts)
    blocks.append(Table(say("Remarks by severity"), columns, rows))
    listed = _listed(context)
    heads = tuple(TableColumn(say(h)) for h in (msg("Remark"), msg("Places"), msg("Repair")))
    blocks.append(Table(say("Remarks"), heads, listed))
    return blocks


def _listed(context: Context) -> tuple[tuple[Line, ...], ...]:
    """Return each different remark with the places it was made at."""
    found = remarks(context.session)
    groups = group_by([((r["message"], r["repair"]), f"{r['file']} {r['line'] or ''} {r['locator']}") for r in found])
    return tuple(
        ((Reason(message),), _places(places), (Reason(repair),) if repair else ())
        for (message, repair), places in list(groups.items())[:MOST]
    )


def _places(places: list[str]) -> Line:
    if len(places) == 1:
        return (Quote(places[0]),)
    return say("{place} and others", place=Label(places[0]))
