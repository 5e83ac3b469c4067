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


def glance(asked: ProfileContext, told: Iterable[IndicatorData], anchor: str) -> Section:
    """Return the table; an indicator without any value stands in its chapter only, with the reason."""
    heads = (asked.say("Last figure"), asked.say("Year"), asked.say("Change"), asked.say("Since"))
    columns = (
        Column(asked.say("Indicator")),
        Column(asked.say("For")),
        *(Column(head, numeric=True) for head in heads),
    )
    rows = tuple(row for one in told if one.known for row in _rows(asked, one, anchor))
    title = asked.say("At a glance")
    table = Table(asked.say("The last figure of each indicator, up to {year}", year=asked.this_year()), columns, rows)
    said = asked.say("How a source counts, rounds and covers stands under each chart; read it before comparing.")
    return Section(f"{anchor}glance", title, (table, Paragraph(said, "small")) if rows else ())


def _rows(asked: ProfileContext, told: IndicatorData, anchor: str) -> Iterator[tuple[Line, ...]]:
    name = title_of(asked, told.indicator)
    plain = "".join(part.text for part in name if not isinstance(part, FigureText))
    for one in told.known:
        now, *before = last_known(one)
        told_before: tuple[Line, ...] = ((), ())
        if before:
            told_before = ((change_of(asked, one, now, before[0]),), (period_of(before[0]),))
        link: Line = (Link(plain, f"{anchor}{told.indicator.anchor}"),)
        yield link, one.name, (FigureText(now, "unit"),), (period_of(now),), *told_before
