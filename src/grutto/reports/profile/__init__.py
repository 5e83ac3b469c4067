"""The migration profile of a country: official statistics, seen from another country; a first page, then chapters.

The chapters are those of the EU's extended migration profiles: trends, effects on development, policy framework
(https://home-affairs.ec.europa.eu/networks/european-migration-network-emn/emn-asylum-and-migration-glossary/glossary/migration-profile_en).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists import areas
from grutto.content.blocks import Country, Document, Facts, Label, Section
from grutto.errors import InputError
from grutto.reports.code import code_version
from grutto.reports.context import say
from grutto.reports.profile.blocks import indicator_blocks
from grutto.reports.profile.briefing import briefing
from grutto.reports.profile.comparison import comparison
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.glance import glance
from grutto.reports.profile.indicator_data import indicator_data, title_of
from grutto.reports.profile.indicators import CHAPTERS
from grutto.reports.profile.missing import missing_section
from grutto.reports.profile.policy import policy_sections
from grutto.reports.profile.portfolio import portfolio_sections
from grutto.reports.profile.revised import revision_blocks

if TYPE_CHECKING:
    from grutto.measures.session import Session
    from grutto.reports.profile.indicator_data import IndicatorData


def profile_document(session: Session, countries: tuple[str, ...], observer: str, year: int) -> Document:
    """Return the profile of one country, or of several side by side.

    Args:
        session: the open release.
        countries: ISO 3166-1 alpha-3, the first is the subject, the others stand beside it.
        observer: ISO 3166-1 alpha-3 of the country it is seen from.
        year: calendar year that the profile ends with.

    Raises:
        InputError: a code is no country.
    """
    for code in (*countries, observer):
        if code not in areas() or areas()[code].kind != "country":
            raise InputError(
                "“{code}” is no country", repair="give a code of ISO 3166-1 alpha-3, such as AFG", code=code
            )
    return _document(ProfileContext(session, countries, observer, year))


def _document(context: ProfileContext) -> Document:
    facts = (
        (say("Release of the sources"), (Label(context.session.release.id),)),
        (say("Made by"), (Label(f"Grutto {code_version()}"),)),
    )
    return Document(
        title=say("Migration profile: {countries}", countries=context.names()),
        subtitle=say(
            "Seen from: {observer} · up to {year}", observer=Country(context.observer), year=context.this_year()
        ),
        note=(),
        facts=Facts(facts),
        sections=chapters(context),
    )


def chapters(context: ProfileContext, anchor: str = "") -> tuple[Section, ...]:
    """Return the chapters of a profile, the first page first; `anchor` is put before their names in links."""
    data = {chapter: tuple(indicator_data(context, i) for i in chapter.indicators) for chapter in CHAPTERS}
    known = tuple(one for chapter in data.values() for one in chapter)
    found, empty = [], []
    for chapter, indicators in data.items():
        parts = [_part(context, one, anchor) for one in indicators if one.has_figures]
        if chapter.anchor == "policy":
            parts = [*policy_sections(context, anchor), *portfolio_sections(context, anchor), *parts]
        if parts:
            found.append(Section(f"{anchor}{chapter.anchor}", say(chapter.name), (), tuple(parts), lower=True))
        else:
            empty.append(chapter)
    if revised := revision_blocks(context):
        found.append(Section(f"{anchor}revisions", say("Values that were revised"), tuple(revised)))
    return (
        briefing(context, anchor),
        *comparison(context, known, anchor),
        *glance(context, known, anchor),
        *found,
        *missing_section(context, data, empty, anchor),
    )


def _part(context: ProfileContext, data: IndicatorData, anchor: str) -> Section:
    title = title_of(context, data.indicator)
    return Section(f"{anchor}{data.indicator.anchor}", title, tuple(indicator_blocks(context, data)))
