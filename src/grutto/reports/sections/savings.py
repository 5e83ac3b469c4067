"""The savings ledger: estimated and actual cost of first-year reception, what was drawn and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Block, Callout, FigureText, Label, Line, Paragraph, Quote, Section, Table, TableColumn
from grutto.measures.ledger import DEARER, OVERDRAWN, Quarter, ledger_quarters
from grutto.measures.savings import ReceptionEntry, counted, until
from grutto.message import msg
from grutto.model.figure import figure_id
from grutto.reports.context import say
from grutto.reports.tables import cell, folded

if TYPE_CHECKING:
    from grutto.reports.context import Context


def section(context: Context) -> Section:
    """Return the ledger quarter by quarter, and what counted of each entry."""
    text = msg(
        "The country approach may spend what first-year reception of asylum seekers from countries on the list of"
        " recipients costs less than the budget note estimated. Every entry is signed or leads to its figure."
    )
    blocks: list[Block] = [Paragraph(say(text))]
    if not context.ledger:
        blocks.append(Callout((say("No ledger was given: the source has no amounts."),)))
        return Section("savings", say("Savings on reception"), tuple(blocks))
    lines = ledger_quarters(context)
    blocks.append(_quarters(lines))
    marks = {mark for line in lines for mark in (*line.left.warnings, *line.saving.warnings)}
    dear = tuple(Label(line.name) for line in lines if DEARER in line.saving.warnings)
    named = tuple(part for label in dear for part in (label, Label(", ")))[:-1]
    warnings = tuple(say(text, quarters=named) for mark, text in WARNINGS.items() if mark in marks)
    blocks += [Callout(warnings, "warning")] if warnings else []
    blocks.append(_entries(context, counted(until(context.ledger, context.year))))
    return Section("savings", say("Savings on reception"), tuple(blocks))


WARNINGS = {
    OVERDRAWN: msg("More was drawn than was saved: what is left is below zero."),
    DEARER: msg("Reception cost more than was estimated in {quarters}: nothing was saved there."),
}


def _quarters(lines: list[Quarter]) -> Table:
    heads = (msg("Estimated"), msg("Actual"), msg("Saved"), msg("Drawn"), msg("Left"))
    rows = tuple(
        (
            (Label(line.name),),
            cell(line.estimate),
            cell(line.actual),
            (FigureText(line.saving, "signed"),),
            cell(line.drawn),
            (FigureText(line.left, "signed"),),
        )
        for line in lines
    )
    columns = (TableColumn(say("Quarter")), *(TableColumn(say(h), numeric=True) for h in heads))
    return Table(say("The ledger by quarter, in euros"), columns, rows)


KINDS = {"estimate": msg("estimated"), "actual": msg("actual")}


def _entries(context: Context, known: list[ReceptionEntry]) -> Table:
    rows: list[tuple[Line, ...]] = [
        (
            (Quote(one.entry.id),),
            (Label(one.entry.quarter),),
            say(KINDS[one.entry.kind]),
            (context.country(one.entry.country),),
            cell(context.book.figures[f"ledger-days.entry-{_slug(one)}"]),
            say(one.reason) if one.reason else say("all days count"),
            (Quote(f"{one.entry.author} · {one.entry.reference}"),),
        )
        for one in known
    ]
    columns = (
        *(TableColumn(say(h)) for h in (msg("Entry"), msg("Quarter"), msg("Kind"), msg("Country"))),
        TableColumn(say("Days that count, a person"), numeric=True),
        *(TableColumn(say(h)) for h in (msg("Why"), msg("Signed"))),
    )
    return folded(Table(say("What counts of each entry"), columns, tuple(rows)))


def _slug(one: ReceptionEntry) -> str:
    return figure_id("", {"entry": one.entry.id}).removeprefix(".entry-")
