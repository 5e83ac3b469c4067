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


def missing_blocks(asked: ProfileContext, told: tuple[IndicatorData, ...]) -> list[Block]:
    """Return a table of the indicators without any value; nothing if all have one."""
    rows = tuple((title_of(asked, one.indicator), why(asked, one), how(asked, one)) for one in told if not one.shown)
    if not rows:
        return []
    heads = (asked.say("Indicator"), asked.say("Why"), asked.say("How to get it"))
    return [Table(asked.say("Not shown in this chapter"), tuple(Column(head) for head in heads), rows)]


def why(asked: ProfileContext, told: IndicatorData) -> Line:
    """Return why an indicator has no value."""
    if not told.provided:
        return asked.say("no source of it is in the release")
    reasons = [_silent(asked, one) for one in told.series]
    if len(set(reasons)) > 1:
        named = (
            (Label("; "), *one.name, Label(": "), *reason) for one, reason in zip(told.series, reasons, strict=True)
        )
        return tuple(part for line in named for part in line)[1:]
    return reasons[0]


def silent_blocks(asked: ProfileContext, told: IndicatorData) -> list[Block]:
    """Say which series of an indicator have no value, and why."""
    silent = [one for one in told.series if one not in told.known]
    return [Paragraph((*one.name, Label(": "), *_silent(asked, one), Label("."))) for one in silent]


def _silent(asked: ProfileContext, one: Series) -> Line:
    reasons = dict.fromkeys(reason for _, figure in one.points for reason, _ in figure.reasons)
    if not reasons:
        return asked.say("the sources in the release have no row of it up to {year}", year=asked.this_year())
    named: Line = (Label(", ".join(map(asked.reason, reasons))),)
    return asked.say("no value, because: {reasons}", reasons=named)


def how(asked: ProfileContext, told: IndicatorData) -> Line:
    """Return the commands that fetch it; if none does, whose file to import."""
    names = dict.fromkeys(name for measure in told.indicator.measure for name in providers(measure))
    fetched = [name for name in names if source_named(name).address]
    if fetched:
        return (Quote(" · ".join(f"grutto fetch {name}" for name in fetched)),)
    files = [
        asked.say("import a file of {publisher}: {title}", publisher=Quote(s.publisher), title=Quote(s.title))
        for s in map(source_named, names)
    ]
    return tuple(part for line in files for part in (Label(" · "), *line))[1:]
