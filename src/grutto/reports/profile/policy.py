"""The policy towards a country: agreements, dialogues and laws as the framework dates them, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists import iso2_of
from grutto.content.blocks import Column, Label, Quote, Section, Table
from grutto.locale import day, msg, pick

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.framework import Agreement, Framework
    from grutto.reports.profile.context import ProfileContext

KINDS = {
    "agreement": msg("Agreement"),
    "dialogue": msg("Dialogue"),
    "law": msg("Law"),
}


def policy_sections(context: ProfileContext, anchor: str) -> list[Section]:
    """Return the agreements that had begun by the end of the year; nothing if the framework names none."""
    framework = context.session.framework
    if not framework:
        return []
    rows = tuple(_row(context, framework, one) for one in _concerned(context, framework))
    if not rows:
        return []
    heads = (msg("Kind"), msg("Name"), msg("Countries"), msg("Since"), msg("Until"), msg("Source"))
    table = Table(
        context.say("Agreements, dialogues and laws, up to {year}", year=context.this_year()),
        tuple(Column(context.say(head)) for head in heads),
        rows,
    )
    return [Section(f"{anchor}agreements", context.say("Agreements, dialogues and laws"), (table,))]


def _concerned(context: ProfileContext, framework: Framework) -> list[Agreement]:
    """Return what concerns a country of the profile, or all countries, in order of time."""
    codes = {iso2_of(code) for code in context.countries}
    found = (one for one in framework.agreement if not one.countries or codes & set(one.countries))
    return sorted((one for one in found if one.since.year <= context.year), key=lambda one: (one.since, one.code))


def _row(context: ProfileContext, framework: Framework, one: Agreement) -> tuple[Line, ...]:
    names = [context.country(code).text for code in one.countries]
    return (
        context.say(KINDS[one.kind]),
        (Quote(pick(one.name, context.language.code)),),
        (Label(", ".join(names)),) if names else context.say("all countries"),
        (Label(day(one.since, context.language, short=True)),),
        (Label(day(one.until, context.language, short=True)),) if one.until else (),
        (Quote(str(framework.reference[one.reference])),),
    )
