"""How the figures were made, from which files, and how anyone can check them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Heading, Items, Label, Line, Paragraph, Quote, Section, Table, TableColumn
from grutto.message import msg
from grutto.reports.context import authored, say

if TYPE_CHECKING:
    from grutto.reports.context import Context

RULES = (
    msg("A figure adds up rows of the source files; nothing is typed over, and each leads to its rows."),
    msg("What a source does not give is unknown, never zero. A total with unknown parts says so."),
    msg("Money is converted at the reference rate of its value date, or of the last trading day in the week before."),
    msg("A revised budget replaces the original of the same period; a budget over two years is divided by days."),
    msg("Shares of a transaction win over those of its activity; countries and regions together share one whole."),
    msg("An activity that several files report counts once, in each year in which it ran by its dates."),
    msg("Totals count money once along the chain; what each activity reports, at all levels, is named “as reported”."),
    msg("Results count the whole only: values by sex, age or place are parts of it. Different units are never added."),
    msg("What people judge is signed and dated, and stands apart from what the sources say."),
)


def section(context: Context) -> Section:
    """Return method, sources and how to verify."""
    blocks: list[Block] = [
        Items(tuple(say(rule) for rule in RULES)),
        *_priorities_rules(context),
        Heading(say("Sources"), 3),
        _sources(context),
        Heading(say("Check it yourself"), 3),
        Paragraph(
            say(
                "With the same source files, {trace} shows the rows behind a figure, and {verify} computes every figure"
                " of this report again and fails on any difference.",
                trace=Quote("grutto trace FIGURE"),
                verify=Quote("grutto verify EDITION"),
            )
        ),
    ]
    return Section("method", say("Method and sources"), tuple(blocks))


def _priorities_rules(context: Context) -> list[Block]:
    rules = [r for r in context.framework.attribution if r.priority]
    if not rules:
        return []
    rows = tuple(((Label(r.priority),), (authored(r.reason),)) for r in rules)
    columns = (TableColumn(say("Priority")), TableColumn(say("Rule")))
    return [Table(say("Rules that attribute activities to priorities"), columns, rows), *_line_rules(context)]


def _line_rules(context: Context) -> list[Block]:
    rules = [r for r in context.framework.attribution if r.budget_line]
    names = {line.code: line.name for line in context.framework.budget_line}
    rows = tuple(((authored(names[r.budget_line]),), (authored(r.reason),)) for r in rules)
    columns = (TableColumn(say("Budget line")), TableColumn(say("Rule")))
    return [Table(say("Rules that attribute activities to budget lines"), columns, rows)] if rows else []


def _sources(context: Context) -> Table:
    used = sorted(context.session.release.snapshots, key=lambda s: (s.source, s.name))
    rows: list[tuple[Line, ...]] = [
        ((Quote(s.name),), (Quote(s.citation),), (Quote(s.licence or "–"),), (Label(s.sha256),)) for s in used
    ]
    heads = tuple(TableColumn(say(h)) for h in (msg("File"), msg("Source"), msg("Licence"), msg("Digest")))
    return Table(say("Source files"), heads, tuple(rows))
