"""Money: voted against spent, by priority and by organisation, what is not counted and why, causes of underspending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import (
    Bar,
    Block,
    Callout,
    FigureText,
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
)
from grutto.frameworks import in_force
from grutto.measures.account import account, years_of
from grutto.measures.chain import FUNDS
from grutto.message import msg
from grutto.model.figure import Period
from grutto.reports.context import authored, say
from grutto.reports.judgements import signed
from grutto.reports.tables import (
    LISTED,
    MONEY,
    SPECIAL,
    bars_of_year,
    cell,
    cut,
    folded,
    left_out,
    money_measures,
    money_table,
    parts_of_spent,
)

if TYPE_CHECKING:
    from grutto.model.figure import Scalar
    from grutto.reports.context import Context


def section(context: Context) -> Section:
    """Return the financial overview."""
    blocks: list[Block] = [_lead(context), *_levels(context)]
    if context.framework.budget_line and "account" not in context.framework.outline:
        blocks.append(_account(context))
    blocks += [*_chart(context), *_by_organisation(context), *_not_counted(context), *_causes(context)]
    return Section("finance", say("Money"), tuple(blocks))


def _lead(context: Context) -> Paragraph:
    spent = context.book.measure("spent_once", year=context.year)
    if spent.value is None and not spent.unknown:
        text = msg(
            "The sources give no expenditure for {year} ({unknown}). Amounts that a document states stand below."
        )
        return Paragraph(say(text, year=context.this_year(), unknown=FigureText(spent)), "lead")
    gross = context.book.measure("spent_gross", year=context.year)
    text = msg("In {year} the activities spent {spent}, counted once; added up as each reports it, {gross}.")
    lead = say(text, year=context.this_year(), spent=FigureText(spent), gross=FigureText(gross))
    return Paragraph((*lead, *parts_of_spent(context), *_twice(context)), "lead")


def _twice(context: Context) -> Line:
    """Say how much may count twice because no row says which activity it came from."""
    doubt = context.book.measure("may_count_twice", flow=FUNDS)
    if not doubt.value:
        return ()
    text = msg(
        " In all years up to {amount} of what they spent may count twice: no row says from which activity it came."
    )
    return say(text, amount=FigureText(doubt))


def _levels(context: Context) -> list[Block]:
    """Tell what the totals leave out because it stands at a hierarchy level that is not counted."""
    text = msg("Not in the totals, for the same money may stand with the activities below: {what}, {amount}.")
    lines = tuple(
        say(text, amount=FigureText(figure), what=Sentence(MONEY[name])) for name, figure in left_out(context)
    )
    return [Callout(lines)] if lines else []


def _account(context: Context) -> Table:
    """Voted budget against what was spent, a row a budget line and year that the framework has."""
    rows: list[tuple[Line, ...]] = []
    for line in context.framework.budget_line:
        for year in years_of(context, line):
            (spent,) = (i for i in account(context, line, year) if i.item == "expenditure")
            rows.append(
                (
                    say("{line}, {year}", line=authored(line.name), year=Label(str(year))),
                    cell(spent.voted),
                    cell(spent.realised),
                    (FigureText(spent.difference, "signed"),),
                )
            )
    heads = (TableColumn(say(h), numeric=True) for h in (msg("Voted"), msg("Realised"), msg("Difference")))
    return Table(say("Budget and account"), (TableColumn(say("Budget line")), *heads), tuple(rows))


def _by_organisation(context: Context) -> list[Block]:
    """Show the organisations with activities under way; of many, those through which most was spent."""
    known = context.book.values("active", "implementing_org", year=context.year)
    spent = context.book.values("spent_once", "implementing_org", year=context.year)
    largest = set(sorted(known, key=lambda name: (-(spent.get(name) or 0), str(name)))[:LISTED])
    names: dict[Scalar, Line] = {}
    for name in known:
        if name in largest:
            special = SPECIAL.get(str(name))
            names[name] = say(special) if special else (Quote(str(name)),)
    caption = say("By implementing organisation")
    table = money_table(context, caption, say("Organisation"), "implementing_org", names, "spent")
    return [folded(table), *cut(known)]


def _chart(context: Context) -> list[Block]:
    """Draw the first measure of money that has values for at least two priorities."""
    day = Period.year(context.year).end
    for measure in money_measures(context.book, context.year):
        priorities = in_force(context.framework.priority, day)
        figures = context.book.measure_all(measure, [{"priority": p.code, "year": context.year} for p in priorities])
        bars = [
            Bar((Label(f"{p.code} "), authored(p.name)), figure)
            for p, figure in zip(priorities, figures, strict=True)
            if figure.value
        ]
        if len(bars) > 1:
            title = say("{measure} by priority, in euros", measure=Sentence(MONEY[measure]))
            return [bars_of_year(context, title, bars)]
    return []


def _not_counted(context: Context) -> list[Block]:
    """List amounts of the year that stand in the files but not in the totals, by reason."""
    found = [
        (at, figure)
        for name in ("reported_budgets", "reported_planned_disbursements")
        for at, figure in context.book.breakdown(name, "not_counted_because", year=context.year, counted=False)
    ]
    if not found:
        return []
    rows = tuple(
        ((Reason(str(at["not_counted_because"])),), (Label(str(at["currency"])),), cell(figure)) for at, figure in found
    )
    columns = (
        TableColumn(say("Reason")),
        TableColumn(say("Currency")),
        TableColumn(say("Amount"), numeric=True),
    )
    return [Table(say("Amounts in the files that are not counted"), columns, rows)]


def _causes(context: Context) -> list[Block]:
    """Show why less was spent than budgeted, as signed by those who know."""
    causes = [j for j in context.judgements if j.kind == "cause"]
    if not causes or "underspending" in context.framework.outline:
        return []
    blocks: list[Block] = [Heading(say("Why less was spent than budgeted"), 3)]
    for judgement in causes:
        blocks.append(Heading((context.title(judgement.about),), 4))
        blocks.append(signed(context, judgement))
    blocks.append(Callout((say("The amounts of these differences are not in the source."),)))
    return blocks
