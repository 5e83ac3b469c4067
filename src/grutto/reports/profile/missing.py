"""What a profile cannot tell, and why: a sentence for each reason; where a series has a gap, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Items, Label, Paragraph, Section
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
    asked: ProfileContext, told: dict[Chapter, tuple[IndicatorData, ...]], empty: list[Chapter], anchor: str
) -> list[Section]:
    """Return one section with all that is unknown; nothing if all indicators have a value.

    Args:
        asked: the profile.
        told: chapter to its indicators.
        empty: chapters that have nothing to say at all: one sentence each.
        anchor: put before the name in links.
    """
    lines: list[Line] = []
    for chapter, indicators in told.items():
        name = asked.say(chapter.name)
        if chapter in empty and not any(one.provided for one in indicators):
            lines.append((*name, Label(": "), *asked.say("no source of it is in the release"), Label(".")))
            continue
        lines += [(*name, Label(" · "), *line) for line in _by_reason(asked, indicators)]
    if not lines:
        return []
    return [Section(f"{anchor}unknown", asked.say("What is not known"), (Items(tuple(lines)),))]


def _by_reason(asked: ProfileContext, told: tuple[IndicatorData, ...]) -> list[Line]:
    """Return why indicators have no value, with the names of those to which each reason applies."""
    found: dict[Line, list[Line]] = {}
    for one in told:
        if not one.shown:
            found.setdefault(why(asked, one), []).append(title_of(asked, one.indicator))
    return [(*joined(names), Label(": "), *reason, Label(".")) for reason, names in found.items()]


def joined(lines: list[Line], mark: str = "; ") -> Line:
    """Return lines after each other, with a mark between them."""
    return tuple(part for line in lines for part in (Label(mark), *line))[1:]


def why(asked: ProfileContext, told: IndicatorData) -> Line:
    """Return why an indicator has no value."""
    if not told.provided:
        return asked.say("no source of it is in the release")
    reasons = [_silent(asked, one) for one in told.series]
    if len(set(reasons)) > 1:
        named: list[Line] = [
            (*one.name, Label(": "), *reason) for one, reason in zip(told.series, reasons, strict=True)
        ]
        return joined(named)
    return reasons[0] if reasons else asked.say("the sources in the release have no row of it")


def silent_blocks(asked: ProfileContext, told: IndicatorData) -> list[Block]:
    """Say which series of an indicator have no value, and why."""
    blocks: list[Block] = []
    for one, (country, said) in zip(told.series, told.about, strict=True):
        if one not in told.known:
            reason = (not said and _no_sum(asked, told, country)) or _silent(asked, one)
            blocks.append(Paragraph((*one.name, Label(": "), *reason, Label("."))))
    return blocks


def _no_sum(asked: ProfileContext, told: IndicatorData, country: str) -> Line:
    """Say which countries stand in the way of a sum; nothing where none is to be made."""
    indicator = told.indicator
    codes = unknown_parts(asked, indicator.measure[0], places(asked, indicator.role, country))
    if not codes:
        return ()
    names: list[Line] = [(asked.country(code),) for code in codes[:NAMED]]
    more: Line = (Label(", …"),) if len(codes) > NAMED else ()
    return asked.say(
        "there is no sum, because some countries have no value: {countries}", countries=(*joined(names, ", "), *more)
    )


def _silent(asked: ProfileContext, one: Series) -> Line:
    reasons = dict.fromkeys(reason for _, figure in one.points for reason, _ in figure.reasons)
    if not reasons:
        return asked.say("the sources in the release have no row of it up to {year}", year=asked.this_year())
    named: Line = (Label(", ".join(map(asked.reason, reasons))),)
    return asked.say("no value, because: {reasons}", reasons=named)
