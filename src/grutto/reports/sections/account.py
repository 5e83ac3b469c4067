"""The account of the budget: commitments, expenditure and receipts as voted and as realised, a table a budget line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Block,
    Callout,
    FigureText,
    Heading,
    Label,
    Line,
    Paragraph,
    Section,
    Sentence,
    Table,
    TableColumn,
)
from grutto.measures.account import ITEMS, Item, account, of_no_line, of_others, thousands, years_of
from grutto.measures.attribution import NONE, SEVERAL
from grutto.message import msg
from grutto.reports.context import authored, say
from grutto.reports.tables import LONG, cell, without_empty

if TYPE_CHECKING:
    from grutto.model.framework import BudgetLine
    from grutto.reports.context import Context

NO_LINE = {
    NONE: msg("Activities of no budget line spent {amount}; it is in none of these accounts."),
    SEVERAL: msg("Activities of several budget lines spent {amount}; it is in none of these accounts."),
}
NAMES = {"commitments": msg("Commitments"), "expenditure": msg("Expenditure"), "receipts": msg("Receipts")}


def section(context: Context) -> Section:
    """Return the account of every budget line over its years."""
    blocks: list[Block] = [
        Paragraph(
            say(
                "In thousands of euros, rounded up, as the Dutch account prints them. The difference is that of the"
                " rounded amounts: realised less voted."
            )
        )
    ]
    lines = context.framework.budget_line
    found = [(line, [i for year in years_of(context, line) for i in account(context, line, year)]) for line in lines]
    several = sum(len(items) for _, items in found) > LONG
    if several:
        blocks.append(_year(context, found))
    for line, items in found:
        heading = [Heading((authored(line.name),), 3)] if len(found) > 1 else []
        blocks += [*heading, replace(_table(context, line, items), folded=several)]
    if any(i.from_activities and i.realised.value is not None for _, items in found for i in items):
        text = msg(
            "Where the account states no realised amount, what its owner's activities report stands in, counted once."
        )
        blocks.append(Callout((say(text),)))
    if outside := _outside(context):
        blocks.append(Callout(outside, "warning"))
    return Section("account", say("Account of the budget"), tuple(blocks))


def _outside(context: Context) -> tuple[Line, ...]:
    """Say what was spent that is in none of the accounts: by activities of no line, and by others than the owner."""
    sentences = [say(NO_LINE[code], amount=FigureText(f)) for code, f in of_no_line(context, context.year)]
    if found := of_others(context, context.year):
        text = msg("Others spent {amount} beyond what was sent to them; it is in none of these accounts.")
        sentences.append(say(text, amount=FigureText(found[1])))
    return tuple(sentences)


def _year(context: Context, found: list[tuple[BudgetLine, list[Item]]]) -> Table:
    """Return the account of the year reported on: every budget line and item."""
    rows = tuple(
        (
            say("{line}, {item}", line=authored(line.name), item=Sentence(NAMES[item.item])),
            *_cells(context, item),
        )
        for line, items in found
        for item in items
        if item.year == context.year
    )
    caption = say("The account of {year}, in thousands of euros", year=context.this_year())
    return without_empty(Table(caption, _columns(msg("Budget line")), rows))


def _table(context: Context, line: BudgetLine, items: list[Item]) -> Table:
    ordered = sorted(items, key=lambda i: (i.year, list(ITEMS).index(i.item)))
    rows = tuple(
        (
            say("{year}, {item}", year=Label(str(item.year)), item=Sentence(NAMES[item.item])),
            *_cells(context, item),
        )
        for item in ordered
    )
    caption = say("{line}, in thousands of euros", line=authored(line.name))
    return without_empty(Table(caption, _columns(msg("Year and item")), rows))


def _columns(first: str) -> tuple[TableColumn, ...]:
    heads = (msg("Voted"), msg("Supplementary"), msg("Realised"), msg("Difference"))
    return (TableColumn(say(first)), *(TableColumn(say(h), numeric=True) for h in heads))


def _cells(context: Context, item: Item) -> tuple[Line, ...]:
    voted, realised = thousands(context, item.voted), thousands(context, item.realised)
    return (
        cell(voted),
        (FigureText(thousands(context, item.supplementary), "signed"),) if item.supplementary else (),
        cell(realised),
        (FigureText(context.book.derive("difference", realised, voted), "signed"),),
    )
