"""What a profile cannot tell, and why: a sentence for each reason; where a series has a gap, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Country, Items, Label, Paragraph, Section, between
from grutto.content.register import unknown_lines
from grutto.reports.context import say
from grutto.reports.profile.indicator_data import title_of
from grutto.reports.profile.series import places, unknown_parts

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Line, Series
    from grutto.reports.profile.context import ProfileContext
    from grutto.reports.profile.indicator_data import IndicatorData
    from grutto.reports.profile.indicators import Chapter


NAMED = 6
"""Countries without a value that are named."""


def missing_section(
    context: ProfileContext, data: dict[Chapter, tuple[IndicatorData, ...]], empty: list[Chapter], anchor: str
) -> list[Section]:
    """Return one section with all that is unknown; nothing if all indicators have a value.

    Args:
        context: the profile.
        data: chapter to its indicators.
        empty: chapters that have nothing to say at all: one sentence each.
        anchor: put before the name in links.
    """
    lines: list[Line] = []
    for chapter, indicators in data.items():
        name = say(chapter.name)
        if chapter in empty and not any(one.provided for one in indicators):
            lines.append((*name, Label(": "), *say("no source of it is in the release"), Label(".")))
            continue
        lines += [(*name, Label(" · "), *line) for line in _by_reason(context, indicators)]
    if not lines:
        return []
    return [Section(f"{anchor}unknown", say("What is not known"), (Items(tuple(lines)),))]


def _by_reason(context: ProfileContext, data: tuple[IndicatorData, ...]) -> list[Line]:
    """Return why indicators have no value, with the names of those to which each reason applies."""
    found: dict[Line, list[Line]] = {}
    for one in data:
        if not one.has_figures:
            found.setdefault(why(context, one), []).append(title_of(context, one.indicator))
    return [(*between("; ", names), Label(": "), *reason, Label(".")) for reason, names in found.items()]


def why(context: ProfileContext, data: IndicatorData) -> Line:
    """Return why an indicator has no value."""
    if not data.provided:
        return say("no source of it is in the release")
    reasons = [_silent(context, one) for one in data.series]
    if len(set(reasons)) > 1:
        named: list[Line] = [
            (*one.name, Label(": "), *reason) for one, reason in zip(data.series, reasons, strict=True)
        ]
        return between("; ", named)
    return reasons[0] if reasons else say("the sources in the release have no row of it")


def silent_blocks(context: ProfileContext, data: IndicatorData) -> list[Block]:
    """Say which series of an indicator have no value, and why."""
    blocks: list[Block] = []
    for one, (country, detail) in zip(data.series, data.about, strict=True):
        if one not in data.known:
            reason = (not detail and _no_sum(context, data, country)) or _silent(context, one)
            blocks.append(Paragraph((*one.name, Label(": "), *reason, Label("."))))
    return blocks


def _no_sum(context: ProfileContext, data: IndicatorData, country: str) -> Line:
    """Say which countries stand in the way of a sum; nothing where none is to be made."""
    indicator = data.indicator
    codes = unknown_parts(context, indicator.measure[0], places(context, indicator.role, country))
    if not codes:
        return ()
    names: list[Line] = [(Country(code),) for code in codes[:NAMED]]
    more: Line = (Label(", …"),) if len(codes) > NAMED else ()
    return say(
        "there is no sum, because some countries have no value: {countries}", countries=(*between(", ", names), *more)
    )


def _silent(context: ProfileContext, one: Series) -> Line:
    known = context.book.figures
    found = (unknown_lines(figure, known) for _, figure in one.points)
    reasons = dict.fromkeys(line for lines in found for line, _ in lines)
    if not reasons:
        return say("the sources in the release have no row of it up to {year}", year=context.this_year())
    return say("no value, because: {reasons}", reasons=between(", ", reasons))
