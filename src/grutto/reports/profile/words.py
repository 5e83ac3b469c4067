"""Figures of an indicator said in words: the last one, its change, its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Code, FigureText, Label
from grutto.message import msg
from grutto.reports.context import say
from grutto.reports.profile.indicator_data import figures_of, last_known, period_of

if TYPE_CHECKING:
    from grutto.content.blocks import Line, Series
    from grutto.model.figure import Figure
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicators import Indicator


RATES = {
    "share_percent": msg("in percent of all decisions in first instance"),
    "refugee_recognition": msg("in percent of decisions on substance"),
    "total_recognition": msg("in percent of decisions on substance"),
    "return_rate": msg("in percent of orders to leave"),
    "visa_refusal": msg("in percent of visas applied for"),
    "part_of_both": msg("in percent of those of whom it is known"),
    "part_of_known": msg("in percent of those of whom it is known"),
}
"""What a rate is a part of."""


MUCH = 10
"""Times its earlier value from which the growth of a figure is told as a difference."""


def in_words(context: ProfileContext, one: Series) -> Line:
    """Say the last known figure, and how it changed since the one before."""
    now, *before = last_known(one)
    sentence = say("{name}: {figure} in {year}", name=one.name, figure=FigureText(now, "unit"), year=period_of(now))
    if not before:
        return (*sentence, *say("."))
    change = change_of(context, figures_of(one), now, before[0])
    return (
        *sentence,
        *say("; change since {year}: {change}.", year=period_of(before[0]), change=change),
    )


def change_of(context: ProfileContext, series: list[Figure], now: Figure, earlier: Figure) -> FigureText:
    """Return a change: in percent; as a difference in a series of shares, one that goes below zero, or one that grew
    so much that percents say nothing."""
    if now.unit == "percent":
        return FigureText(context.book.derive("difference", now, earlier), "points")
    below = any(figure.value is not None and figure.value < 0 for figure in series)
    leapt = not earlier.value or (now.value or 0) > MUCH * earlier.value
    return FigureText(context.book.derive("difference" if below or leapt else "change_percent", now, earlier), "signed")


def unit_of(indicator: Indicator, figure: Figure) -> Line:
    """Return the unit of a chart, and whether its figures are counted at a moment or in a period."""
    if indicator.rate:
        return say(RATES[indicator.rate])
    names = {
        "percent": msg("in percent"),
        "USD": msg("in US dollars"),
    }
    unit = say(names[figure.unit]) if figure.unit in names else (Code("unit", figure.unit),)
    if figure.unit == "percent":
        return unit
    kind = {"stock": msg("at a moment"), "flow": msg("in the year")}.get(figure.stock_flow)
    return (*unit, Label(", "), *say(kind)) if kind else unit
