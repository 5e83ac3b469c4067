"""What a catalogue answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in euros, with what it rests on.

    Args:
        flow: the measure it equals: `spent`, `budgeted`, `spent_once` …
        year: calendar year; 0 is all years together.
        value: exact; `None` is unknown.
        rows: source rows.
        unknown: source rows whose amount is not known, and so not in `value`.
        reasons: why, each with its number of rows.
        apart: why rows were not added together, as a code: `several-levels`; empty if they were.
    """

    flow: str
    year: int
    value: Decimal | None
    rows: int
    unknown: int
    reasons: tuple[tuple[str, int], ...] = ()
    apart: str = ""


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """An activity as one line of a list.

    Args:
        number: its number in the catalogue.
        identifier: by which IATI knows it.
        title: in the language asked for if there is one, else in its own; empty if it has none.
        reporter: name of the organisation that reports it.
        status: code of IATI's ActivityStatus.
        level: in its publisher's division of work.
        start: first day, actual or else planned, ISO 8601.
        end: last day, likewise.
        countries: ISO 3166-1 alpha-2.
        size: what it spent, else what it planned, all years together; the flow says which.
    """

    number: int
    identifier: str
    title: str
    reporter: str
    status: str
    level: int
    start: str
    end: str
    countries: tuple[str, ...]
    size: Amount | None


@dataclass(frozen=True, slots=True)
class Text:
    """A title or description in one language (ISO 639-1; empty if not told)."""

    field: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: its identifier, or its name where it has none; `type` is a code of IATI's OrganisationType."""

    number: int
    key: str
    name: str
    type: str
    activities: int


@dataclass(frozen=True, slots=True)
class Participation:
    """An organisation and its role in an activity: reports, funding, accountable, extending, implementing."""

    role: str
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an activity: on the axis `place` a country or region, on `sector` a DAC purpose code; in percent."""

    axis: str
    country: str
    region: str
    sector: str
    percentage: Decimal | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an activity works; coordinates in degrees where the publisher gives them."""

    name: str
    latitude: float | None
    longitude: float | None
    exactness: str
    locator: str


@dataclass(frozen=True, slots=True)
class ActivityDocument:
    """A document about an activity."""

    url: str
    title: str
    format: str
    date: str


@dataclass(frozen=True, slots=True)
class PartnerMoney:
    """Money between an activity and a partner, as each side tells it, in euros.

    Args:
        side: `pays` or `receives`, seen from the activity.
        flow: funds or commitment.
        partner: identifier of the other activity.
        organisation: name of who reports that one, if it is in the release.
        status: matched, conflicting, only-provider, partner-missing …
        sent: what the payer says.
        received: what the receiver says.
        matched: what is the same money.
    """

    side: str
    flow: str
    partner: str
    organisation: str
    status: str
    sent: Decimal | None
    received: Decimal | None
    matched: Decimal | None


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount as reported: a transaction, or the part of a budget or planned disbursement in a year.

    Args:
        kind: transaction, budget or planned_disbursement.
        type: code of TransactionType or BudgetType.
        year: calendar year; 0 if not known.
        first_day: of a transaction, its day; ISO 8601.
        last_day: likewise.
        value: as reported, whole, in `currency`.
        currency: ISO 4217.
        euros: the part in this year; `None` is unknown.
        provider: identifier or name.
        receiver: likewise.
        counted: it enters totals.
        because: why it does not, or why its euros are unknown; empty otherwise.
        file: its name.
        locator: place in it.
    """

    kind: str
    type: str
    year: int
    first_day: str
    last_day: str
    value: Decimal | None
    currency: str
    euros: Decimal | None
    provider: str
    receiver: str
    counted: bool
    because: str
    file: str
    locator: str


@dataclass(frozen=True, slots=True)
class Result:
    """A target, actual value or baseline of an indicator (`element` says which).

    Args:
        result: title of the result.
        indicator: its code in the publisher's list, else its title.
        title: of the indicator.
        unit: what is counted, a code.
        element: target, actual or baseline.
        first_day: of its period, ISO 8601.
        last_day: likewise.
        dimension: the part it is about; `total` for the whole.
        place: likewise.
        value: the number; `None` is unknown.
        written: as its publisher wrote it.
        because: why there is no number.
        comment: of the publisher.
        file: name of the file.
        locator: place in it.
    """

    result: str
    indicator: str
    title: str
    unit: str
    element: str
    first_day: str
    last_day: str
    dimension: str
    place: str
    value: Decimal | None
    written: str
    because: str
    comment: str
    file: str
    locator: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the release."""

    sha256: str
    name: str
    source: str
    licence: str
    citation: str
    superseded: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity with all that its publisher tells; see `ActivityEntry` for the first fields.

    Args:
        listed: what a list shows of it.
        dates: planned and actual start, planned and actual end, ISO 8601; empty if not given.
        updated: when its publisher last changed it.
        humanitarian: as a whole; `None` if not told.
        copies: how many times the release has it; one counts.
        file: where it stands.
        locator: place in that file.
        line: on which it starts there, from 1; 0 if the file has no lines.
    """

    listed: ActivityEntry
    dates: tuple[str, str, str, str]
    updated: str
    humanitarian: bool | None
    copies: int
    file: SourceFile
    locator: str
    line: int
    texts: tuple[Text, ...]
    participations: tuple[Participation, ...]
    shares: tuple[Share, ...]
    places: tuple[Place, ...]
    documents: tuple[ActivityDocument, ...]
    related: tuple[tuple[str, str], ...]
    links: tuple[PartnerMoney, ...]
    money: tuple[Amount, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet, what it is called if the catalogue knows, and how many of the activities found have it."""

    value: str
    label: str
    activities: int
