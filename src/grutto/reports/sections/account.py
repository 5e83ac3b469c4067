"""The account of the budget: commitments, expenditure and receipts as voted and as realised, a table a budget line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.locale import msg
from grutto.reports.account import ITEMS, Item, account, thousands, years_of
from grutto.reports.content import Block, Callout, Column, Label, Line, Paragraph, Section, Shown, Table
from grutto.reports.tables import cell, without_empty

if TYPE_CHECKING:
    from grutto.model.framework import BudgetLine
    from grutto.reports.context import Context

NAMES = {"commitments": msg("Commitments"), "expenditure": msg("Expenditure"), "receipts": msg("Receipts")}


def section(context: Context) -> Section:
    """Return the account of every budget line over its years."""
    blocks: list[Block] = [
        Paragraph(
            context.say(
                "In thousands of euros, rounded up, as the Dutch account prints them. The difference is that of the"
                " rounded amounts: realised less voted."
            )
        )
    ]
    stood_in = False
    for line in context.framework.budget_line:
        items = [item for year in years_of(context, line) for item in account(context, line, year)]
        blocks.append(_table(context, line, items))
        stood_in = stood_in or any(i.from_activities and i.realised.value is not None for i in items)
    if stood_in:
        text = msg("Where the account states no realised amount, what the activities report stands in, counted once.")
        blocks.append(Callout((context.say(text),)))
    return Section("account", context.say("Account of the budget"), tuple(blocks))


def _table(context: Context, line: BudgetLine, items: list[Item]) -> Table:
    ordered = sorted(items, key=lambda i: (i.year, list(ITEMS).index(i.item)))
    columns = (
        Column(context.say("Year and item")),
        *(
            Column(context.say(h), numeric=True)
            for h in (msg("Voted"), msg("Supplementary"), msg("Realised"), msg("Difference"))
        ),
    )
    caption = context.say("{line}, in thousands of euros", line=context.text(line.name))
    return without_empty(Table(caption, columns, tuple(_row(context, item) for item in ordered)))


def _row(context: Context, item: Item) -> tuple[Line, ...]:
    voted, realised = thousands(context, item.voted), thousands(context, item.realised)
    name = context.say("{year}, {item}", year=Label(str(item.year)), item=context.words(NAMES[item.item]))
    return (
        name,
        cell(voted),
        (Shown(thousands(context, item.supplementary), "signed"),) if item.supplementary else (),
        cell(realised),
        (Shown(context.book.derive("difference", realised, voted), "signed"),),
    )
