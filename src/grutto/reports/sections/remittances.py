"""What sending money costs from the framework's own country, quarter by quarter and where to, against the goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Block,
    Callout,
    Country,
    FigureText,
    Label,
    Lines,
    Paragraph,
    Section,
    Series,
    Table,
    TableColumn,
)
from grutto.errors import DeclarationError
from grutto.measures.remittances import averages_by
from grutto.message import Message, msg
from grutto.remittances.method import method
from grutto.reports.context import say
from grutto.reports.tables import cell, folded

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.figure import Figure
    from grutto.reports.context import Context

type Quarters = list[tuple[str, Figure, Figure]]
"""Quarter, its average price, and the number of services that it is of; in order of time."""
OF_THE_YEAR = "Q3"
"""The quarter that the World Bank takes as the value of a year."""


def section(context: Context) -> Section:
    """Return the trend of the average price, and what each corridor cost in the last quarter of the survey.

    Raises:
        DeclarationError: the framework names no country of its own.
    """
    if not context.framework.country:
        raise DeclarationError(
            "The section “remittances” needs to know from which country money is sent",
            where=Message("framework {framework}", framework=context.framework.id),
            repair='add country = "NLD", by its code in ISO 3166-1 alpha-3',
        )
    title = say("The price of sending money home")
    known = _quarters(context)
    if not known:
        none = say("No survey of prices up to this year was given: the trend is unknown.")
        return Section("remittances", title, (Callout((none,)),))
    blocks = [
        *_summary(context, known),
        *_drawn(context, known),
        _trend(context, known),
        _corridors(context, known[-1][0]),
    ]
    return Section("remittances", title, tuple(blocks))


def _quarters(context: Context) -> Quarters:
    found = averages_by(context.book, "source_code", source_code=context.framework.country)
    return [
        (quarter, price, services)
        for (_, quarter), (price, services) in sorted(found.items(), key=lambda pair: pair[0][1])
        if int(quarter[:4]) <= context.year
    ]


def _summary(context: Context, known: Quarters) -> list[Block]:
    """Say what it costs now, how that changed since the first quarter, and what the goals are."""
    code = context.framework.country
    country = Country(code, within=True)
    (first, before, _), (last, now, _) = known[0], known[-1]
    text = msg("In {quarter}, sending the equivalent of {amount} from {country} cost {price} of the amount on average.")
    amount = Label(f"USD {method().settings.amount_usd}")
    line = say(text, quarter=_name(last), amount=amount, country=country, price=FigureText(now))
    if len(known) > 1 and now.value is not None and before.value is not None:
        change = FigureText(context.book.derive("difference", now, before), "points")
        line += say(" Since {quarter} this changed by {change}.", quarter=_name(first), change=change)
    goals = msg(
        "The countries of the world agreed that it should cost less than {average} on average, and nowhere more than"
        " {corridor}. Averages are simple means of services that told all their costs, not weighted by use."
    )
    settings = method().settings
    average, corridor = Label(f"{settings.sdg_average:g} %"), Label(f"{settings.sdg_corridor:g} %")
    return [Paragraph(line), Paragraph(say(goals, average=average, corridor=corridor), "small")]


def _drawn(context: Context, known: Quarters) -> list[Block]:
    """Draw the third quarters, if there are two: quarters of different seasons are not set side by side in a line."""
    points = tuple((int(q[:4]), price) for q, price, _ in known if q.endswith(OF_THE_YEAR))
    if len(points) < 2:
        return []
    title = say("Average price of sending money, in percent of the amount, third quarter of each year")
    description = say("Line chart: the average price by year")
    return [Lines(title, description, (Series((Country(context.framework.country),), points),))]


def _trend(context: Context, known: Quarters) -> Table:
    rows = []
    for place, (quarter, price, services) in enumerate(known):
        change: Line = ()
        if place and price.value is not None and known[place - 1][1].value is not None:
            change = (FigureText(context.book.derive("difference", price, known[place - 1][1]), "points"),)
        rows.append(((_name(quarter),), cell(price), change, cell(services)))
    columns = (
        TableColumn(say("Quarter")),
        TableColumn(say("Average price"), numeric=True),
        TableColumn(say("Since the row above"), numeric=True),
        TableColumn(say("Services"), numeric=True),
    )
    return folded(Table(say("Average price by quarter, in percent of the amount"), columns, tuple(rows)))


def _corridors(context: Context, quarter: str) -> Table:
    """Return average, SmaRT and services of each receiving country in a quarter."""
    country = context.framework.country
    everything = averages_by(context.book, "destination_code", source_code=country, time_period=quarter)
    cheapest = averages_by(context.book, "destination_code", smart=True, source_code=country, time_period=quarter)
    codes = sorted(code for code, _ in everything)
    rows = tuple(
        (
            (Country(code),),
            cell(everything[code, quarter][0]),
            cell(cheapest[code, quarter][0]) if (code, quarter) in cheapest else say("fewer than three"),
            cell(everything[code, quarter][1]),
        )
        for code in codes
    )
    columns = (
        TableColumn(say("To")),
        TableColumn(say("Average price"), numeric=True),
        TableColumn(say("The three cheapest"), numeric=True),
        TableColumn(say("Services"), numeric=True),
    )
    caption = say("Price by receiving country in {quarter}, in percent of the amount", quarter=_name(quarter))
    return folded(Table(caption, columns, rows, by_name=True))


def _name(quarter: str) -> Label:
    return Label(quarter)
