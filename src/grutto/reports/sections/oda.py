"""Official development assistance: a verdict on what was spent, by country and rule, and which countries are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists.dac import on_dac_list
from grutto.content.blocks import (
    Block,
    Callout,
    Code,
    FigureText,
    Heading,
    Line,
    Names,
    Paragraph,
    Quote,
    Reason,
    Section,
    Sentence,
    Table,
    TableColumn,
)
from grutto.message import msg
from grutto.model.figure import Period
from grutto.model.framework import ALL_DEVELOPING
from grutto.reports.context import say
from grutto.reports.tables import cell, folded, without_empty

if TYPE_CHECKING:
    from grutto.model.framework import CountryScope
    from grutto.reports.context import Context

VERDICTS = {
    "eligible": msg("eligible"),
    "not eligible": msg("not eligible"),
    "unknown": msg("unknown"),
    "partly": msg("partly eligible"),
}
SPENT = "spent_once"
CHANGES = {
    True: msg("The last change opened the budget for {countries}: {amount} was spent there this year."),
    False: msg("The last change closed the budget for {countries}: {amount} was spent there this year."),
}


def section(context: Context) -> Section:
    """Return the verdicts with their rules, those on each activity, and what the scope of countries changed."""
    text = msg(
        "Each part of what was spent has a verdict by the rules in force in its year. “Unknown” is a verdict too: the"
        " files do not say enough. Amounts are counted once along the chain."
    )
    blocks: list[Block] = [Paragraph(say(text)), _rules(context), *_activities(context), *_scope(context)]
    return Section("oda", say("Development assistance"), tuple(blocks))


def _rules(context: Context) -> Block:
    found = context.book.breakdown(SPENT, "oda", "oda_rule", "oda_because", year=context.year)
    if not found:
        return Callout((say("The sources give no expenditure for this year: there is nothing to divide."),))
    rows: list[tuple[Line, ...]] = [
        (
            say(VERDICTS[str(at["oda"])]),
            (Code("oda_rule", str(at["oda_rule"] or "")),),
            (Reason(str(at["oda_because"])),),
            cell(figure),
        )
        for at, figure in found
    ]
    heads = (TableColumn(say(h)) for h in (msg("Verdict"), msg("Rule and version"), msg("Reason")))
    foot = ((Sentence("All"),), (), (), cell(context.book.measure(SPENT, year=context.year)))
    columns = (*heads, TableColumn(say("Spent, counted once"), numeric=True))
    return Table(say("Verdicts by rule"), columns, tuple(rows), (foot,))


def _activities(context: Context) -> list[Block]:
    """List the activities of which a part only is eligible, or unknown: with the amounts."""
    by_activity: dict[str, dict[str, Line]] = {}
    for at, figure in context.book.breakdown(SPENT, "iati_identifier", "oda", year=context.year):
        if figure.value:
            by_activity.setdefault(str(at["iati_identifier"]), {})[str(at["oda"])] = cell(figure)
    mixed = {name: parts for name, parts in by_activity.items() if len(parts) > 1}
    if not mixed:
        return []
    rows = tuple(
        ((context.title(name),), *(parts.get(v, ()) for v in ("eligible", "not eligible", "unknown")))
        for name, parts in mixed.items()
    )
    heads = (TableColumn(say(VERDICTS[v]), numeric=True) for v in ("eligible", "not eligible", "unknown"))
    table = Table(say("Activities that are partly eligible"), (TableColumn(say("Activity")), *heads), rows)
    return [folded(without_empty(table))]


def _scope(context: Context) -> list[Block]:
    """Show for which countries the budget is open, now and under the scope before."""
    scopes = [s for s in context.framework.country_scope if s.since <= Period.year(context.year).end]
    if not scopes:
        text = msg("The framework does not say for which countries the budget is open.")
        return [Heading(say("Countries"), 3), Paragraph(say(text))]
    ordered = sorted(scopes, key=lambda s: s.since)
    now, before = ordered[-1], ordered[-2] if len(ordered) > 1 else None
    rows: list[tuple[Line, ...]] = []
    for at, figure in context.book.breakdown(SPENT, "country", year=context.year):
        code = str(at["country"])
        if code != "unspecified":
            listed = (is_open(s, code, context.year) for s in (now, before) if s)
            rows.append(((context.country(code),), *(_yes(o) for o in listed), cell(figure)))
    heads = [msg("Open now"), *([msg("Open before")] if before else [])]
    columns = (
        TableColumn(say("Country")),
        *(TableColumn(say(h)) for h in heads),
        TableColumn(say("Spent, counted once"), numeric=True),
    )
    return [
        Heading(say("Countries"), 3),
        Paragraph(say("The scope in force: {reference}.", reference=_cited(context, now))),
        *(_changed(context, now, before) if before else []),
        Table(say("For which countries the budget is open, and what changed"), columns, tuple(rows)),
    ]


def _changed(context: Context, now: CountryScope, before: CountryScope) -> list[Block]:
    """Say which countries the last change opened or closed, and how much was spent there in the year."""
    opened: dict[bool, list[str]] = {True: [], False: []}
    for at, _ in context.book.breakdown(SPENT, "country", year=context.year):
        code = str(at["country"])
        is_now, was = (is_open(scope, code, context.year) for scope in (now, before))
        if code != "unspecified" and is_now is not None and was is not None and is_now != was:
            opened[is_now].append(code)
    lines = []
    for is_now, text in CHANGES.items():
        if codes := sorted(opened[is_now]):
            spent = context.book.measure_among(SPENT, {"country": tuple(codes)}, year=context.year)
            names = Names(tuple((context.country(code),) for code in codes))
            lines.append(say(text, countries=names, amount=FigureText(spent)))
    if not lines:
        lines.append(say("The last change opened or closed no country in which money was spent this year."))
    return [Callout(tuple(lines))]


def _cited(context: Context, scope: CountryScope) -> Quote:
    return Quote(str(context.framework.reference[scope.reference]))


def is_open(scope: CountryScope, country: str, year: int) -> bool | None:
    """Tell whether a budget is open for a country; nothing if the list of that year is not at hand."""
    if country in scope.countries:
        return True
    return on_dac_list(country, year) if ALL_DEVELOPING in scope.countries else False


def _yes(answer: bool | None) -> Line:  # noqa: FBT001 - an answer, not a switch
    return say({True: msg("yes"), False: msg("no"), None: msg("unknown")}[answer])
