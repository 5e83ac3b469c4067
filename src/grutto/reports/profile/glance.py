"""The first table of a profile: the last figure of every indicator, and how it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Column, FigureText, Link, Paragraph, Section, Table
from grutto.reports.profile.indicator_data import last_known, period_of, title_of
from grutto.reports.profile.words import change_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.content.blocks import Line
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData


def glance(context: ProfileContext, data: Iterable[IndicatorData], anchor: str) -> Section:
    """Return the table; an indicator without any value stands in its chapter only, with the reason."""
    heads = (context.say("Last figure"), context.say("Year"), context.say("Change"), context.say("Since"))
    columns = (
        Column(context.say("Indicator")),
        Column(context.say("For")),
        *(Column(head, numeric=True) for head in heads),
    )
    rows = tuple(row for one in data if one.known for row in _rows(context, one, anchor))
    title = context.say("At a glance")
    table = Table(
        context.say("The last figure of each indicator, up to {year}", year=context.this_year()), columns, rows
    )
    said = context.say("How a source counts, rounds and covers stands under each chart; read it before comparing.")
    return Section(f"{anchor}glance", title, (table, Paragraph(said, "small")) if rows else ())


def _rows(context: ProfileContext, data: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    name = title_of(context, data.indicator)
    plain = "".join(part.text for part in name if not isinstance(part, FigureText))
    for one in data.known:
        now, *before = last_known(one)
        told_before: tuple[Line, ...] = ((), ())
        if before:
            told_before = ((change_of(context, one, now, before[0]),), (period_of(before[0]),))
        link: Line = (Link(plain, f"{anchor}{data.indicator.anchor}"),)
        yield link, one.name, (FigureText(now, "unit"),), (period_of(now),), *told_before
