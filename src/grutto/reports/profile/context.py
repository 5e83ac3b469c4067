"""What a profile is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.content.blocks import Country, Label, between

if TYPE_CHECKING:
    from grutto.content.blocks import Line
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
    """

    session: Session
    countries: tuple[str, ...]
    observer: str
    year: int

    @property
    def book(self) -> Book:
        """The figures of the profile."""
        return self.session.book

    def names(self) -> Line:
        """Return the names of the countries."""
        return between(" · ", [(Country(code),) for code in self.countries])

    def this_year(self) -> Label:
        """Return the year that the profile ends with."""
        return Label(str(self.year))
