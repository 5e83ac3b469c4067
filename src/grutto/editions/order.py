"""What an edition is to be made of: values, from a command, a form or a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grutto.errors import InputError
from grutto.locale import SOURCE_LANGUAGE, languages

if TYPE_CHECKING:
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import LedgerEntry
    from grutto.reports.scenario.figures import Results

DocumentKind = Literal["pdf", "docx"]
"""A kind of document beside the pages: for printing and archives, or for who edits it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The migration profile of countries (ISO 3166-1 alpha-3), the first one its subject, as seen from another."""

    countries: tuple[str, ...]
    observer: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of money of an activity, by its IATI identifier."""

    activity: str


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """The report of the results of one scenario; it needs no release."""

    results: Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An edition to be made.

    Args:
        framework: the policy; the progress report of its outline needs one, and so does a chain.
        year: calendar year reported on; 0 where the subject tells it.
        languages: codes, at least one; the figures are the same in all.
        subject: what is written, where it is not the progress report of the framework.
        judgements: what people say; those of kind `attribution` decide what activities belong to.
        ledger: signed entries of the savings ledger.
        previous: the edition before, to compare with.
        scenarios: results of scenarios, for the section that shows them.
        release: id of an earlier release; without it the current one.
        documents: what to make beside the pages, in each language.
    """

    framework: Framework | None = None
    year: int = 0
    languages: tuple[str, ...] = ()
    subject: Profile | Chain | ScenarioReport | None = None
    judgements: tuple[Judgement, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    previous: Edition | None = None
    scenarios: tuple[Results, ...] = ()
    release: str = ""
    documents: tuple[DocumentKind, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be an order.

        Raises:
            InputError: the year has not four digits.
        """
        has_own_year = isinstance(self.subject, Chain | ScenarioReport)
        if not has_own_year and not 1000 <= self.year < 9999:
            raise InputError(
                "{year} is not a calendar year", where="year", repair="write four digits: 2010", year=str(self.year)
            )

    @property
    def written_in(self) -> tuple[str, ...]:
        """The languages, or the one that the framework is written in, or English."""
        own = self.framework.language if self.framework else ""
        return self.languages or (own if own in languages() else SOURCE_LANGUAGE,)
