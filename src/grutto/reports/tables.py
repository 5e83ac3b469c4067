"""Tables that several sections show: money along a dimension, results in their periods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.locale import msg
from grutto.reports.content import Bar, Chart, Column, Label, Quote, Shown, Table

if TYPE_CHECKING:
    from grutto.measures.book import Book
    from grutto.model.figure import Figure, Scalar
    from grutto.reports.content import Inline, Line
    from grutto.reports.context import Context
    from grutto.reports.facts import Outcome

MONEY = {
    "budgeted": msg("Budgeted"),
    "committed": msg("Committed"),
    "spent": msg("Spent"),
    "incoming_funds": msg("Funds received"),
    "incoming_commitments": msg("Commitments received"),
    "incoming_pledges": msg("Pledges received"),
}
"""Measures of money in euros, with their headings."""


SPECIAL = {"several": msg("Several organisations"), "unspecified": msg("Not specified")}
"""What stands where one organisation cannot be named."""


def told(book: Book, year: int) -> list[str]:
    """Return the measures of money that have any row in a year; spent is always one, known or not."""
    return [name for name in MONEY if name == "spent" or book.measure(name, year=year).rows]


def cell(figure: Figure) -> Line:
    """Return a cell that shows a figure."""
    return (Shown(figure),)


def money_table(
    context: Context, caption: Line, head: Line, dimension: str, names: dict[Scalar, Line], bars: str = ""
) -> Table:
    """Return a table of activities and money along a dimension, in the order of `names`, with a row of totals.

    Args:
        context: the report.
        caption: of the table.
        head: heading of the first column.
        dimension: such as `priority` or `country`.
        names: value of the dimension to what the row is called.
        bars: the measure drawn as bars, if any.
    """
    shown = told(context.book, context.year)
    counts = {at[dimension]: f for at, f in context.book.breakdown("activities", dimension)}
    money = {m: {at[dimension]: f for at, f in context.book.breakdown(m, dimension, year=context.year)} for m in shown}
    rows = [
        (
            name,
            cell(counts.get(value) or context.book.measure("activities", **{dimension: value})),
            *(
                cell(money[m].get(value) or context.book.measure(m, **{dimension: value}, year=context.year))
                for m in shown
            ),
        )
        for value, name in names.items()
    ]
    foot = (
        (context.words("All"),),
        cell(context.book.measure("activities")),
        *(cell(context.book.measure(m, year=context.year)) for m in shown),
    )
    heads = (context.say("Activities"), *(context.say(MONEY[m]) for m in shown))
    drawn = shown.index(bars) + 2 if bars in shown else -1
    return Table(caption, (Column(head), *(Column(h, numeric=True) for h in heads)), tuple(rows), (foot,), drawn)


def results_table(context: Context, outcomes: list[Outcome]) -> Table:
    """Return target, actual value and change since the period before, one row an indicator and period."""
    rows = []
    for number, outcome in enumerate(outcomes):
        before = outcomes[number - 1] if number else None
        rows.append(_result_row(context, outcome, before if before and same_series(before, outcome) else None))
    heads = (msg("Target"), msg("Achieved"), msg("Of target"), msg("Change"))
    columns = (
        Column(context.say("Indicator")),
        Column(context.say("Unit")),
        Column(context.say("Period")),
        *(Column(context.say(h), numeric=True) for h in heads),
    )
    caption = context.say("Results against targets, and since the period before")
    return without_empty(Table(caption, columns, tuple(rows)))


def without_empty(table: Table) -> Table:
    """Return a table without the columns that no row fills."""
    kept = [i for i in range(len(table.columns)) if any(row[i] for row in table.rows)]
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def same_series(one: Outcome, other: Outcome) -> bool:
    """Tell whether two outcomes are of the same indicator of the same activity in the same unit."""
    return (one.identifier, one.indicator, one.unit) == (other.identifier, other.indicator, other.unit)


def _result_row(context: Context, outcome: Outcome, before: Outcome | None) -> tuple[Line, ...]:
    name: Line = (Quote(outcome.name),)
    return (
        name,
        (unit_name(context, outcome.unit),),
        (context.period(outcome.period),),
        cell(outcome.target) if outcome.target else (),
        cell(outcome.actual) if outcome.actual else (),
        cell(reached) if (reached := of_target(context.book, outcome)) else (),
        _change(context, outcome, before),
    )


def of_target(book: Book, outcome: Outcome) -> Figure | None:
    """Return the achieved value in percent of its target, if both are known."""
    target, actual = outcome.target, outcome.actual
    if target is None or actual is None or not target.value or actual.value is None:
        return None
    return book.derive("share_percent", actual, target)


def _change(context: Context, outcome: Outcome, before: Outcome | None) -> Line:
    if before is None or outcome.actual is None or before.actual is None:
        return ()
    operation = "difference" if outcome.unit == "percent" else "change_percent"
    line: Line = (Shown(context.book.derive("difference", outcome.actual, before.actual), "signed"),)
    if operation == "change_percent":
        change = context.book.derive(operation, outcome.actual, before.actual)
        line = (*line, Label(" · "), Shown(change, "signed"))
    return line


def unit_name(context: Context, unit: str) -> Inline:
    """Return a unit in the language of the report, or as the publisher wrote it."""
    return context.words(UNITS[unit]) if unit in UNITS else Quote(unit)


UNITS = {
    "person": msg("persons"),
    "case": msg("cases"),
    "service": msg("services"),
    "payment": msg("payments"),
    "place": msg("places"),
    "organisation": msg("organisations"),
    "visit": msg("visits"),
    "project": msg("projects"),
    "study": msg("studies"),
    "country": msg("countries"),
    "language": msg("languages"),
    "percent": msg("percent"),
    "unspecified": msg("not specified"),
}
"""Units of results, with their names."""


def target_chart(context: Context, outcomes: list[Outcome]) -> Chart | None:
    """Return a chart of what was achieved in percent of the targets, if there is any."""
    bars = [
        Bar((Quote(outcome.name),), reached) for outcome in outcomes if (reached := of_target(context.book, outcome))
    ]
    return Chart(context.say("Achieved, in percent of the target"), tuple(bars)) if bars else None
