"""Figures of an indicator said in words: the last one, its change, its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import FigureText, Label
from grutto.locale import msg
from grutto.reports.profile.indicator_data import last_known, period_of

if TYPE_CHECKING:
    from grutto.content.blocks import Line, Series
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicators import Indicator


def in_words(context: ProfileContext, one: Series) -> Line:
    """Say the last known figure, and how it changed since the one before."""
    now, *before = last_known(one)
    said = context.say("{name}: {figure} in {year}", name=one.name, figure=FigureText(now, "unit"), year=period_of(now))
    if not before:
        return (*said, *context.say("."))
    change = change_of(context, one, now, before[0])
    return (*said, *context.say("; change since {year}: {change}.", year=period_of(before[0]), change=change))


def change_of(context: ProfileContext, one: Series, now: Figure, earlier: Figure) -> FigureText:
    """Return a change: in percent, but as a difference in a series of shares or one that goes below zero."""
    if now.unit == "percent":
        return FigureText(context.book.derive("difference", now, earlier), "points")
    below = any(figure.value is not None and figure.value < 0 for _, figure in one.points)
    return FigureText(context.book.derive("difference" if below else "change_percent", now, earlier), "signed")


def unit_of(context: ProfileContext, indicator: Indicator, figure: Figure) -> Line:
    """Return the unit of a chart, and whether its figures are counted at a moment or in a period."""
    if indicator.share_of:
        return context.say("in percent of all decisions, closed cases included")
    names = {"percent": msg("in percent"), "USD": msg("in US dollars"), "permit": msg("permits")}
    unit = context.say(names.get(figure.unit, msg("persons")))
    if figure.unit == "percent":
        return unit
    kind = {"stock": msg("at a moment"), "flow": msg("in the year")}.get(figure.stock_flow)
    return (*unit, Label(", "), *context.say(kind)) if kind else unit
