"""Indicators that a profile cannot show: why, and how to get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Column, Label, Paragraph, Quote, Table
from grutto.reports.profile.indicator_data import title_of
from grutto.reports.profile.series import providers
from grutto.sources import source_named

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line, Series
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData


def missing_blocks(context: ProfileContext, data: tuple[IndicatorData, ...]) -> list[Block]:
    """Return a table of the indicators without any value; nothing if all have one."""
    rows = tuple(
        (title_of(context, one.indicator), why(context, one), how(context, one)) for one in data if not one.shown
    )
    if not rows:
        return []
    heads = (context.say("Indicator"), context.say("Why"), context.say("How to get it"))
    return [Table(context.say("Not shown in this chapter"), tuple(Column(head) for head in heads), rows)]


def why(context: ProfileContext, data: IndicatorData) -> Line:
    """Return why an indicator has no value."""
    if not data.provided:
        return context.say("no source of it is in the release")
    reasons = [_silent(context, one) for one in data.series]
    if len(set(reasons)) > 1:
        named = (
            (Label("; "), *one.name, Label(": "), *reason) for one, reason in zip(data.series, reasons, strict=True)
        )
        return tuple(part for line in named for part in line)[1:]
    return reasons[0]


def silent_blocks(context: ProfileContext, data: IndicatorData) -> list[Block]:
    """Say which series of an indicator have no value, and why."""
    silent = [one for one in data.series if one not in data.known]
    return [Paragraph((*one.name, Label(": "), *_silent(context, one), Label("."))) for one in silent]


def _silent(context: ProfileContext, one: Series) -> Line:
    reasons = dict.fromkeys(reason for _, figure in one.points for reason, _ in figure.reasons)
    if not reasons:
        return context.say("the sources in the release have no row of it up to {year}", year=context.this_year())
    named: Line = (Label(", ".join(map(context.reason, reasons))),)
    return context.say("no value, because: {reasons}", reasons=named)


def how(context: ProfileContext, data: IndicatorData) -> Line:
    """Return the commands that fetch it; if none does, whose file to import."""
    names = dict.fromkeys(name for measure in data.indicator.measure for name in providers(measure))
    fetched = [name for name in names if source_named(name).address]
    if fetched:
        return (Quote(" · ".join(f"grutto fetch {name}" for name in fetched)),)
    files = [
        context.say("import a file of {publisher}: {title}", publisher=Quote(s.publisher), title=Quote(s.title))
        for s in map(source_named, names)
    ]
    return tuple(part for line in files for part in (Label(" · "), *line))[1:]
