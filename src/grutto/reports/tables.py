"""Tables that several sections show: money along a dimension, results in their periods."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.content.blocks import Bar, Code, FigureText, Label, Paragraph, Quote, Ranking, Sentence, Table, TableColumn
from grutto.content.units import is_known
from grutto.measures import measure_named
from grutto.measures.account import of_others, owners
from grutto.measures.facts import before_each
from grutto.message import msg
from grutto.reports.context import published, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sized

    from grutto.content.blocks import Block, Inline, Line
    from grutto.measures.book import Book
    from grutto.measures.facts import Outcome, Texts
    from grutto.model.figure import Figure, Scalar
    from grutto.reports.context import Context

MONEY = {
    "budgeted": msg("Budgeted, as reported"),
    "budgeted_once": msg("Budgeted, counted once"),
    "committed": msg("Committed, as reported"),
    "committed_once": msg("Committed, counted once"),
    "spent": msg("Spent, as reported"),
    "spent_once": msg("Spent, counted once"),
    "incoming_funds": msg("Funds received, as reported"),
    "incoming_funds_once": msg("Funds received from outside"),
    "incoming_commitments": msg("Commitments received, as reported"),
    "incoming_commitments_once": msg("Commitments received from outside"),
    "incoming_pledges": msg("Pledges received, as reported"),
    "incoming_pledges_once": msg("Pledges received from outside"),
}
"""Measures of money in euros, with their headings."""

COMMITMENTS = ("committed_once", "incoming_commitments_once")
"""Commitments, counted once: those of a year, and those of the years before, pay for it."""

REPORTED = {name: name.removesuffix("_once") for name in MONEY if name.endswith("_once")}
"""What stands in the file of one activity or organisation, for what is counted once in a sum over several."""


SPECIAL = {"several": msg("Several organisations"), "unspecified": msg("Not specified")}
"""What stands where one organisation cannot be named."""


def money_measures(book: Book, year: int) -> list[str]:
    """Return the measures of money, counted once, that have any row in a year; spent is one, known or not."""
    once = [name for name in MONEY if name not in REPORTED.values()]
    return [name for name in once if name == "spent_once" or book.measure(name, year=year).rows]


def ask_together(book: Book, names: Iterable[str], dimension: str, values: Iterable[Scalar], year: int) -> None:
    """Ask for measures at several values of a dimension, one question each: what is shown one by one is then known."""
    each: list[dict[str, Scalar]] = [{dimension: value, "year": year} for value in values]
    for name in names:
        book.measure_all(name, each)


def reported(book: Book, year: int) -> list[str]:
    """Return the measures of money that have any row in a year, as each activity reports them."""
    return [REPORTED.get(name, name) for name in money_measures(book, year)]


def cell(figure: Figure) -> Line:
    """Return a cell that shows a figure."""
    return (FigureText(figure),)


def money_table(
    context: Context,
    caption: Line,
    head: Line,
    dimension: str,
    names: dict[Scalar, Line],
    *extra: str,
    so_far: bool = False,
) -> Table:
    """Return a table of activities and money along a dimension, in the order of `names`, with a row of totals.

    Args:
        context: the report.
        caption: of the table.
        head: heading of the first column.
        dimension: such as `priority` or `country`.
        names: value of the dimension to what the row is called.
        extra: measures shown besides those that are counted once.
        so_far: commitments stand with those of the years before too, for these may pay for the year.
    """
    once = money_measures(context.book, context.year)
    more = [name for name in extra if context.book.measure(name, year=context.year).rows]
    measures = [name for name in MONEY if name in (*once, *more)]
    each: list[dict[str, Scalar]] = [{dimension: value, "year": context.year} for value in names]
    whole: list[dict[str, Scalar]] = [{"year": context.year}]
    columns = [(say("Activities under way"), *_figures_of_column(context, "active", each, whole))]
    for measure in measures:
        columns.append((say(MONEY[measure]), *_figures_of_column(context, measure, each, whole)))
        if so_far and (past := years_so_far(context, measure)):
            every: list[dict[str, Scalar]] = [{dimension: value} for value in names]
            among: dict[str, tuple[Scalar, ...]] = {"year": past}
            columns.append((say("With the years before"), *_figures_of_column(context, measure, every, [{}], among)))
    rows = [(name, *map(cell, row)) for name, *row in zip(names.values(), *(c[1] for c in columns), strict=True)]
    foot = ((Sentence("All"),), *(cell(total) for _, _, total in columns))
    heads = [head for head, _, _ in columns]
    return Table(caption, (TableColumn(head), *(TableColumn(h, numeric=True) for h in heads)), tuple(rows), (foot,))


def _figures_of_column(
    context: Context,
    measure: str,
    each: list[dict[str, Scalar]],
    whole: list[dict[str, Scalar]],
    among: dict[str, tuple[Scalar, ...]] | None = None,
) -> tuple[list[Figure], Figure]:
    """Return the figures of a column, and that of all."""
    (total,) = context.book.measure_all(measure, whole, among)
    return context.book.measure_all(measure, each, among), total


def years_so_far(context: Context, measure: str) -> tuple[int, ...]:
    """Return the years up to the one reported on that have commitments, if that one and another have."""
    if measure not in COMMITMENTS:
        return ()
    years = [at["year"] for at, _ in context.book.breakdown(measure, "year")]
    past = tuple(year for year in years if isinstance(year, int) and year <= context.year)
    return past if context.year in past and len(past) > 1 else ()


def left_out(context: Context) -> list[tuple[str, Figure]]:
    """Return what measures of money leave out at hierarchy levels that are not counted, in the year, if anything."""
    found = []
    for name in MONEY:
        if measure_named(name).one_level:
            figure = context.book.left_out(name, year=context.year)
            found += [(name, figure)] if figure.rows else []
    return found


def left_out_table(context: Context) -> Table:
    """Return what is left out at hierarchy levels that are not counted, a row a measure."""
    rows = tuple((say(MONEY[name]), cell(figure)) for name, figure in left_out(context))
    columns = (TableColumn(say("Amounts")), TableColumn(say("Left out"), numeric=True))
    return Table(say("Left out at these levels, in {year}", year=context.this_year()), columns, rows)


def results_table(context: Context, outcomes: list[Outcome]) -> Table:
    """Return target, actual value and change since the period before, one row an indicator and period."""
    rows = []
    names = result_names(context, outcomes)
    for name, outcome, before in zip(names, outcomes, before_each(outcomes), strict=True):
        rows.append((name, *_result_cells(context, outcome, before)))
    heads = (msg("Target"), msg("Achieved"), msg("Of target"), msg("Change"))
    columns = (
        TableColumn(say("Indicator")),
        TableColumn(say("Unit")),
        TableColumn(say("Period")),
        *(TableColumn(say(h), numeric=True) for h in heads),
    )
    caption = say("Results against targets, and since the period before")
    return without_empty(Table(caption, columns, tuple(rows)))


def parts_of_spent(context: Context, *, explained: bool = False) -> Line:
    """Say what of the money spent, counted once, left the owner's activities and what others added, if they did.

    Args:
        context: the report.
        explained: with what money others add: said once in a report.
    """
    found = of_others(context, context.year)
    if found is None:
        return ()
    text = msg(
        " Of what is counted once, {own} left the owner of the programme; others spent {rest} beyond what was sent to"
        " them."
    )
    if explained:
        text = msg(
            " Of what is counted once, {own} left the owner of the programme; others spent {rest} beyond what was sent"
            " to them: {why}."
        )
    own, rest = (FigureText(figure) for figure in found)
    return say(text, own=own, rest=rest, why=beyond(context) if explained else ())


def beyond(context: Context) -> Line:
    """Say what money others spend beyond what was sent to them; of rates only where a currency is not the euro."""
    whole = context.book.values("spent_once", "currency", year=context.year)
    own = context.book.values("spent_once", "currency", year=context.year, **owners(context))
    added = {currency for currency, value in whole.items() if value != own.get(currency, Decimal(0))}
    if added <= {"EUR"}:
        return say("money of their own, or of funders in no file")
    if "EUR" not in added:
        return say(
            "money of their own, or of funders in no file, all of it in other currencies than the euro, which rates"
            " move"
        )
    text = msg(
        "money of their own, or of funders in no file, {foreign} of it in other currencies than the euro, which rates"
        " move"
    )
    return say(text, foreign=FigureText(_foreign(context, tuple(sorted(map(str, whole.keys() - {"EUR"}))))))


def _foreign(context: Context, currencies: tuple[str, ...]) -> Figure:
    """Return what others than the owner spent in some currencies beyond what was sent to them."""
    among: dict[str, tuple[Scalar, ...]] = {"currency": currencies}
    whole = context.book.measure_among("spent_once", among, year=context.year)
    own = context.book.measure_among("spent_once", among, year=context.year, **owners(context))
    return context.book.derive("difference", whole, own) if own.rows else whole


LONG = 12
"""Rows from which a table is folded."""


LISTED = 100
"""Rows that a list of activities or organisations has, at most: what a reader can use. The rest is data."""


def cut(rows: Sized) -> list[Block]:
    """Say of a list that has more rows than are shown that it is cut."""
    text = msg("This list is cut to what can be read; the data of the release have the rest.")
    return [Paragraph(say(text), "small")] if len(rows) > LISTED else []


def folded(table: Table) -> Table:
    """Return a table, folded if it is long."""
    return replace(table, folded=len(table.rows) > LONG)


def without_empty(table: Table) -> Table:
    """Return a table without the columns that no row fills."""
    column_numbers = [i for i in range(len(table.columns)) if any(row[i] for row in table.rows)]
    rows = tuple(tuple(row[i] for i in column_numbers) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in column_numbers), rows=rows)


def _result_cells(context: Context, outcome: Outcome, before: Outcome | None) -> tuple[Line, ...]:
    return (
        (unit_name(outcome.unit),),
        context.period(outcome.period),
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
    line: Line = (FigureText(context.book.derive("difference", outcome.actual, before.actual), "signed"),)
    if operation == "change_percent":
        change = context.book.derive(operation, outcome.actual, before.actual)
        line = (*line, Label(" · "), FigureText(change, "signed"))
    return line


def unit_name(unit: str) -> Inline:
    """Return a unit by its code, or as the publisher wrote it."""
    return Code("unit", unit) if is_known(unit) else Quote(unit)


def target_chart(context: Context, outcomes: list[Outcome], most: int) -> list[Ranking]:
    """Return a chart of what was achieved in percent of the targets, if there is any.

    Args:
        context: the report.
        outcomes: the results.
        most: bars there may be; of more results, those furthest below their targets are drawn.
    """
    found = [(o, reached) for o in outcomes if (reached := of_target(context.book, o))]
    if not found:
        return []
    title = msg("Achieved, in percent of the target")
    names = result_names(context, [o for o, _ in found])
    bars = [Bar(name, figure) for name, (_, figure) in zip(names, found, strict=True)]
    if most < len(bars):
        bars = sorted(bars, key=lambda bar: bar.figure.value or 0)[:most]
        title = msg("Achieved, in percent of the target: the furthest below it")
    return [bars_of_year(context, say(title), bars)]


def bars_of_year(context: Context, title: Line, bars: Iterable[Bar]) -> Ranking:
    """Return bars of the year."""
    described = say("Bars, each with its figure beside it; a table has the same figures.")
    return Ranking((*title, Label(f", {context.year}")), described, tuple(bars))


def result_names(context: Context, outcomes: list[Outcome]) -> list[Line]:
    """Return the names of indicators, each with its activity where several activities have one of that name."""
    owners: dict[Texts, set[str]] = {}
    for outcome in outcomes:
        owners.setdefault(outcome.name, set()).add(outcome.identifier)
    if all(len(owner) == 1 for owner in owners.values()):
        return [(published(o.name),) for o in outcomes]
    return [
        (published(o.name),)
        if len(owners[o.name]) == 1
        else (published(o.name), Label(" · "), context.title(o.identifier))
        for o in outcomes
    ]
