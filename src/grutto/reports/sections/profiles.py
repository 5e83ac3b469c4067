"""Migration profiles of the countries that the framework names, as seen from its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Country, Paragraph, Section
from grutto.errors import DeclarationError
from grutto.message import Message
from grutto.reports.context import say
from grutto.reports.profile import chapters
from grutto.reports.profile.context import ProfileContext

if TYPE_CHECKING:
    from grutto.reports.context import Context


def section(context: Context) -> Section:
    """Return one part a country.

    Raises:
        DeclarationError: the framework names no country of its own, or none to profile.
    """
    framework = context.framework
    if not framework.country or not framework.profiles:
        raise DeclarationError(
            "The section “profiles” needs to know which countries",
            where=Message("framework {framework}", framework=framework.id),
            repair='add country = "NLD" and profiles = ["AFG"], by their codes in ISO 3166-1 alpha-3',
        )
    introduction = say("Official statistics of the countries of origin, up to {year}.", year=context.this_year())
    parts = tuple(_profile(context, country) for country in framework.profiles)
    return Section("profiles", say("Migration profiles"), (Paragraph(introduction),), parts, lower=True)


def _profile(context: Context, country: str) -> Section:
    own = ProfileContext(context.session, (country,), context.framework.country, context.year)
    anchor = f"profile-{country.lower()}-"
    return Section(f"{anchor}all", (Country(country),), (), chapters(own, anchor), lower=True)
