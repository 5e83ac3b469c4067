"""A country's policy as dated data, each value with its reference."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from grutto.message import Message
from grutto.model.figure import Plain

Text = dict[str, str]
"""One text in several languages: language code to text."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a value of the framework is written.

    Args:
        document: name and number of the document.
        date: of the document.
        place: section, page or article in it.
        address: URI, where there is one.
    """

    document: str
    date: date
    place: str = ""
    address: str = ""

    def __str__(self) -> str:
        """Return document and place as a reader would cite them."""
        return f"{self.document}, {self.place}" if self.place else self.document


@dataclass(frozen=True, slots=True)
class Priority:
    """A policy priority: code, name, and the days between which it held (`until` excluded; none: still)."""

    code: str
    name: Text
    reference: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """Another dated element of a policy: a focus theme, an instrument, a criterion for funding."""

    code: str
    name: Text
    reference: str
    since: date
    until: date | None = None
    priority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearAmount:
    """An amount of money for one year, as a document states it.

    Args:
        year: calendar year.
        amount: in its currency.
        reference: name of the document and place.
        currency: ISO 4217.
        inferred: the document does not state it; the reference tells from what it was inferred.
    """

    year: int
    amount: Decimal
    reference: str
    currency: str = "EUR"
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget line (article) and its account by year, as documents state it.

    Args:
        code: short name.
        name: in each language.
        voted: expenditure as voted.
        supplementary: changes by supplementary budgets; may be negative.
        voted_commitments: commitments as voted.
        voted_receipts: receipts as voted.
        expenditure: as realised; without it, what the activities spent stands in, and says so.
        commitments: as realised; likewise.
        receipts: as realised.
    """

    code: str
    name: Text
    voted: tuple[YearAmount, ...] = ()
    supplementary: tuple[YearAmount, ...] = ()
    voted_commitments: tuple[YearAmount, ...] = ()
    voted_receipts: tuple[YearAmount, ...] = ()
    expenditure: tuple[YearAmount, ...] = ()
    commitments: tuple[YearAmount, ...] = ()
    receipts: tuple[YearAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which difference on a budget line must be explained, by the size of the line.

    Args:
        article_from: least size of the line in EUR, included.
        article_below: size in EUR from which the next row holds; none: the largest lines.
        policy: differences from this amount on, in EUR, must be explained.
        technical: the same where the cause is technical (administrative, price, exchange rate).
        reference: key of `Framework.reference`.
        since: first day.
        until: day from which it no longer held.
    """

    article_from: Decimal
    policy: Decimal
    technical: Decimal
    reference: str
    since: date
    article_below: Decimal | None = None
    until: date | None = None


ALL_DEVELOPING = "all-developing-countries"


@dataclass(frozen=True, slots=True)
class CountryScope:
    """For which countries the budget is open: ISO 3166-1 codes, or `all-developing-countries` (the DAC list)."""

    countries: tuple[str, ...]
    reference: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement, dialogue or law about migration, as a dated fact.

    Args:
        code: short name.
        kind: what it is.
        name: in each language.
        reference: key of `Framework.reference`.
        since: first day: signed, begun or in force, as the reference says.
        until: day from which it no longer held; none: still.
        countries: ISO 3166-1 alpha-2 of those it is with; empty: all.
    """

    code: str
    kind: Literal["agreement", "dialogue", "law"]
    name: Text
    reference: str
    since: date
    until: date | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributionRule:
    """Rows of a relation whose activities belong to a priority, or to a budget line.

    Args:
        relation: table with a column `iati_identifier`: `tag`, `sector`, `policy_marker`, `activity` …; for a budget
            line also `attribution`, where `priority` may be named.
        where: column to allowed values.
        reason: why, in plain words, in each language.
        priority: code of the priority.
        budget_line: code of the budget line; a rule names one of the two.
        reference: key of `Framework.reference`.
        decides: the rule is a person's decision on named activities and outranks the rules that do not decide.
    """

    relation: str
    where: dict[str, tuple[Plain, ...]]
    reason: Text
    priority: str = ""
    budget_line: str = ""
    reference: str = ""
    decides: bool = False

    @property
    def target(self) -> Message:
        """What the rule is about, in words."""
        if self.priority:
            return Message("priority {code}", code=self.priority)
        return Message("budget line {code}", code=self.budget_line)


@dataclass(frozen=True, slots=True)
class LevelRule:
    """Which hierarchy levels of a publisher's file are counted, so that the same money is not added twice."""

    reporting_org: str
    counted: tuple[int, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a policy framework.

    Args:
        id: name of the folder: `nl-2008`.
        title: in each language.
        owner: IATI reference of the organisation whose policy it is.
        since: first day on which it held.
        language: language of its own documents.
        reference: key to reference; all other parts point here.
        outline: sections of the report, in order.
        sha256: of the framework's files; the version an edition names.
        based_on: id of the framework it changes, if any.
        country: ISO 3166-1 alpha-3 of the country whose policy it is, for migration profiles.
        profiles: ISO 3166-1 alpha-3 of the countries whose migration profiles the report has.
        agreement: agreements, dialogues and laws, which migration profiles show.
        note: shown under the title of each report (an example or a fictional programme says so here).
    """

    id: str
    title: Text
    owner: str
    since: date
    language: str
    reference: dict[str, Reference]
    priority: tuple[Priority, ...]
    outline: tuple[str, ...]
    sha256: str = ""
    based_on: str = ""
    focus: tuple[Provision, ...] = ()
    instrument: tuple[Provision, ...] = ()
    criterion: tuple[Provision, ...] = ()
    budget_line: tuple[BudgetLine, ...] = ()
    attribution: tuple[AttributionRule, ...] = ()
    level: tuple[LevelRule, ...] = ()
    country: str = ""
    profiles: tuple[str, ...] = ()
    note: Text = field(default_factory=dict)
    threshold: tuple[Threshold, ...] = ()
    country_scope: tuple[CountryScope, ...] = ()
    agreement: tuple[Agreement, ...] = ()

    @property
    def own_title(self) -> str:
        """The title in the language of its own documents, else in the first that it has."""
        return self.title.get(self.language) or next(iter(self.title.values()), "")
