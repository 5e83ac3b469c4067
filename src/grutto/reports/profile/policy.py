"""The policy towards a country: agreements, dialogues and laws as dated facts, each with its source.

Those of the framework, and those that a list of Grutto names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists import agreements, iso2_of
from grutto.content.blocks import Label, Paragraph, Quote, Section, Table, TableColumn
from grutto.locale import day, msg, pick

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.model.framework import Agreement
    from grutto.reports.profile.context import ProfileContext

KINDS = {
    "agreement": msg("Agreement"),
    "dialogue": msg("Dialogue"),
    "law": msg("Law"),
}
HEADS = (msg("Kind"), msg("Name"), msg("Countries"), msg("Since"), msg("Until"), msg("Source"))
"""Of these columns one that is empty, or only says what the profile is about, is left out."""


def policy_sections(context: ProfileContext, anchor: str) -> list[Section]:
    """Return the agreements that had begun by the end of the year; nothing if none is known."""
    rows = tuple(_row(context, one, source) for one, source in _concerned(context))
    if not rows:
        return []
    alone = {(), (context.country(context.countries[0]),)} if len(context.countries) == 1 else {()}
    places = [place for place in range(len(HEADS)) if any(row[place] not in alone for row in rows)]
    table = Table(
        context.say("Agreements, dialogues and laws, up to {year}", year=context.this_year()),
        tuple(TableColumn(context.say(HEADS[place])) for place in places),
        tuple(tuple(row[place] for place in places) for row in rows),
    )
    few = context.say("The list is of what was looked up; there may be others.")
    return [
        Section(f"{anchor}agreements", context.say("Agreements, dialogues and laws"), (table, Paragraph(few, "small")))
    ]


def _concerned(context: ProfileContext) -> list[tuple[Agreement, str]]:
    """Return what concerns a country of the profile, or all countries, with its source, in order of time."""
    found = {one.code: (one, source) for one, source in _listed(context)}
    found |= {one.code: (one, source) for one, source in _of_framework(context)}
    return sorted(found.values(), key=lambda pair: (pair[0].since, pair[0].code))


def _listed(context: ProfileContext) -> list[tuple[Agreement, str]]:
    return [pair for code in context.countries for pair in agreements(code, context.observer, context.year)]


def _of_framework(context: ProfileContext) -> list[tuple[Agreement, str]]:
    framework = context.session.framework
    if not framework:
        return []
    codes = {iso2_of(code) for code in context.countries}
    return [
        (one, str(framework.reference[one.reference]))
        for one in framework.agreement
        if one.since.year <= context.year and (not one.countries or codes & set(one.countries))
    ]


def _row(context: ProfileContext, one: Agreement, source: str) -> tuple[Line, ...]:
    names = [context.country(code).text for code in one.countries]
    return (
        context.say(KINDS[one.kind]),
        (Quote(pick(one.name, context.language.code)),),
        (Label(", ".join(names)),) if names else context.say("all countries"),
        (Label(day(one.since, context.language, short=True)),),
        (Label(day(one.until, context.language, short=True)),) if one.until else (),
        (Quote(source),),
    )
