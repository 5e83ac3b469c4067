"""The migration profile of a country: official statistics, seen from another country; a first page, then chapters.

The chapters are those of the EU's extended migration profiles: trends, effects on development, policy framework
(https://home-affairs.ec.europa.eu/networks/european-migration-network-emn/emn-asylum-and-migration-glossary/glossary/migration-profile_en).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.codelists import areas
from grutto.content.blocks import Document, Facts, Label, Section
from grutto.errors import InputError
from grutto.locale import language_named
from grutto.reports.code import code_version
from grutto.reports.profile.blocks import indicator_blocks
from grutto.reports.profile.briefing import briefing
from grutto.reports.profile.context import ProfileContext
from grutto.reports.profile.glance import glance
from grutto.reports.profile.indicator_data import tell, title_of
from grutto.reports.profile.indicators import CHAPTERS
from grutto.reports.profile.missing import missing_section
from grutto.reports.profile.policy import policy_sections
from grutto.reports.profile.portfolio import portfolio_sections
from grutto.reports.profile.revised import revision_blocks

if TYPE_CHECKING:
    from grutto.measures.session import Session
    from grutto.reports.profile.indicator_data import IndicatorData


def profile_documents(
    session: Session, countries: tuple[str, ...], observer: str, year: int, languages: tuple[str, ...]
) -> dict[str, Document]:
    """Return language to the profile of one country, or of several side by side.

    Args:
        session: the open release.
        countries: ISO 3166-1 alpha-3, the first is the subject, the others stand beside it.
        observer: ISO 3166-1 alpha-3 of the country it is seen from.
        year: calendar year that the profile ends with.
        languages: at least one; the figures are the same in all.

    Raises:
        InputError: a code is no country.
    """
    for code in (*countries, observer):
        if code not in areas() or areas()[code].kind != "country":
            raise InputError(f"“{code}” is no country", repair="give a code of ISO 3166-1 alpha-3, such as AFG")
    return {c: _document(ProfileContext(session, countries, observer, year, language_named(c))) for c in languages}


def _document(asked: ProfileContext) -> Document:
    facts = (
        (asked.say("Release of the sources"), (Label(asked.session.release.id),)),
        (asked.say("Made by"), (Label(f"Grutto {code_version()}"),)),
    )
    return Document(
        title=asked.say("Migration profile: {countries}", countries=asked.names()),
        subtitle=asked.say(
            "Seen from: {observer} · up to {year}", observer=asked.country(asked.observer), year=asked.this_year()
        ),
        note="",
        facts=Facts(facts),
        sections=chapters(asked),
    )


def chapters(asked: ProfileContext, anchor: str = "") -> tuple[Section, ...]:
    """Return the chapters of a profile, the first page first; `anchor` is put before their names in links."""
    told = {chapter: tuple(tell(asked, i) for i in chapter.indicators) for chapter in CHAPTERS}
    known = tuple(one for chapter in told.values() for one in chapter)
    found, empty = [], []
    for chapter, indicators in told.items():
        parts = [_part(asked, one, anchor) for one in indicators if one.shown]
        if chapter.anchor == "policy":
            parts = [*policy_sections(asked, anchor), *portfolio_sections(asked, anchor), *parts]
        if parts:
            found.append(Section(f"{anchor}{chapter.anchor}", asked.say(chapter.name), (), tuple(parts), lower=True))
        else:
            empty.append(chapter)
    if revised := revision_blocks(asked):
        found.append(Section(f"{anchor}revisions", asked.say("Values that were revised"), tuple(revised)))
    return (
        briefing(asked, anchor),
        *glance(asked, known, anchor),
        *found,
        *missing_section(asked, told, empty, anchor),
    )


def _part(asked: ProfileContext, told: IndicatorData, anchor: str) -> Section:
    title = title_of(asked, told.indicator)
    return Section(f"{anchor}{told.indicator.anchor}", title, tuple(indicator_blocks(asked, told)))
