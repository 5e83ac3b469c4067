"""What a profile is about, and the words to say it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.codelists import iso2_of
from grutto.content.blocks import Label
from grutto.locale import country_name, msg, translate
from grutto.locale.articles import within_sentence
from grutto.reports.context import fill

if TYPE_CHECKING:
    from grutto.content.blocks import Inline, Line
    from grutto.locale import Language
    from grutto.measures.book import Book
    from grutto.measures.session import Session


@dataclass(frozen=True, slots=True)
class ProfileContext:
    """A profile in the making.

    Args:
        session: the open release.
        countries: ISO 3166-1 alpha-3, the first is the subject.
        observer: ISO 3166-1 alpha-3 of the country it is seen from.
        year: calendar year that the profile ends with.
        language: language written.
    """

    session: Session
    countries: tuple[str, ...]
    observer: str
    year: int
    language: Language

    @property
    def book(self) -> Book:
        """The figures of the profile."""
        return self.session.book

    def say(self, text: str, /, **places: Inline | Line) -> Line:
        """Return a text in the language of the profile, its `{places}` filled."""
        return fill(translate(text, self.language.code), places)

    def country(self, code: str) -> Label:
        """Return the name of a country or area."""
        named = {
            "XXA": msg("stateless"),
            "XXR": msg("recognised non-citizens"),
            "XXX": msg("origin unknown"),
            "XXN": msg("other countries of the North"),
            "XXS": msg("other countries of the South"),
            "CHI": msg("Channel Islands"),
        }
        if code in named:
            return Label(translate(named[code], self.language.code))
        return Label(country_name(iso2_of(code), self.language))

    def within(self, code: str) -> Label:
        """Return the name of a country as it stands within a sentence: `the Netherlands`."""
        return Label(within_sentence(self.country(code).text, iso2_of(code), self.language.code))

    def names(self) -> Line:
        """Return the names of the countries."""
        parts: list[Inline] = []
        for place, code in enumerate(self.countries):
            parts += [Label(" · "), self.country(code)] if place else [self.country(code)]
        return tuple(parts)

    def this_year(self) -> Label:
        """Return the year that the profile ends with."""
        return Label(str(self.year))
