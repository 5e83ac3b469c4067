"""Where the activities are: activities and money by country."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.content.blocks import Bar, Block, Paragraph, Ranking, Section, Sentence
from grutto.reports.context import say
from grutto.reports.tables import MONEY, bars_of_year, money_measures, money_table

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.figure import Scalar
    from grutto.reports.context import Context

MOST = 15
"""Bars a chart may have; the table has all countries."""


def section(context: Context) -> Section:
    """Return the overview by country."""
    codes = {str(at["country"]) for at, _ in context.book.breakdown("active", "country", year=context.year)}
    for measure in money_measures(context.book, context.year):
        codes |= {str(at["country"]) for at, _ in context.book.breakdown(measure, "country", year=context.year)}
    ordered = sorted(codes, key=lambda code: (code == "unspecified", code))
    names: dict[Scalar, Line] = {code: (context.country(code),) for code in ordered}
    blocks: list[Block] = [
        Paragraph(
            say(
                "An activity in several countries counts in each of them, and once in all. Amounts are divided by the"
                " shares that the publisher gives; without shares they stand under “not specified”."
            )
        ),
        *_chart(context),
        replace(money_table(context, say("By country"), say("Country"), "country", names), by_name=True),
    ]
    return Section("countries", say("Countries"), tuple(blocks))


def _chart(context: Context) -> list[Ranking]:
    """Draw the first measure of money that has values for at least two countries: the largest of them."""
    for measure in money_measures(context.book, context.year):
        found = [
            (figure, str(at["country"]))
            for at, figure in context.book.breakdown(measure, "country", year=context.year)
            if figure.value and at["country"] != "unspecified"
        ]
        largest = sorted(found, key=lambda pair: (-(pair[0].value or 0), pair[1]))[:MOST]
        if len(largest) > 1:
            title = say("{measure}, in euros: the largest", measure=Sentence(MONEY[measure]))
            bars = tuple(Bar((context.country(code),), figure) for figure, code in largest)
            return [bars_of_year(context, title, bars)]
    return []
