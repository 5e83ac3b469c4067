"""The policy towards a country: agreements, dialogues and laws as dated facts, each with its source.

Those of the framework, and those that a list of Grutto names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists import agreements, iso2_of
from grutto.content.blocks import Country, Paragraph, Quote, Section, Table, TableColumn, between
from grutto.message import msg
from grutto.reports.context import authored, day, say

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
    rows = tuple(_row(one, source) for one, source in _concerned(context))
    if not rows:
        return []
    alone = {(), (Country(iso2_of(context.countries[0])),)} if len(context.countries) == 1 else {()}
    places = [place for place in range(len(HEADS)) if any(row[place] not in alone for row in rows)]
    table = Table(
        say("Agreements, dialogues and laws, up to {year}", year=context.this_year()),
        tuple(TableColumn(say(HEADS[place])) for place in places),
        tuple(tuple(row[place] for place in places) for row in rows),
    )
    few = say("The list is of what was looked up; there may be others.")
    return [Section(f"{anchor}agreements", say("Agreements, dialogues and laws"), (table, Paragraph(few, "small")))]


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


def _row(one: Agreement, source: str) -> tuple[Line, ...]:
    names = [(Country(iso2_of(code)),) for code in one.countries]
    return (
        say(KINDS[one.kind]),
        (authored(one.name),),
        between(", ", names) if names else say("all countries"),
        (day(one.since, short=True),),
        (day(one.until, short=True),) if one.until else (),
        (Quote(source),),
    )
