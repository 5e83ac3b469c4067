"""The savings ledger: estimated and actual cost of first-year reception, and what was drawn from the saving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from grutto.model.figure import Period

EntryKind = Literal["estimate", "actual", "drawn"]
"""estimate: as in the budget note · actual: as it was · drawn: what the country approach took from the saving."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One signed line of the ledger.

    Args:
        id: unique within its file.
        kind: see `EntryKind`.
        quarter: `2011-Q1`.
        author: who signed.
        date: when.
        reference: the document it was taken from.
        country: ISO 3166-1 code of the country of origin, for estimate and actual.
        cohort: quarter in which these persons arrived; their first twelve months are counted from it.
        persons: number of persons.
        days: days of reception of each in this quarter, on average.
        day_rate: euros for a person and day.
        amount: euros, for what was drawn.
        figure: instead of an amount, the figure it is traced to: `spent iati_identifier=… year=2011`.
        text: what it is, short.
    """

    id: str
    kind: EntryKind
    quarter: str
    author: str
    date: date
    reference: str
    country: str = ""
    cohort: str = ""
    persons: int = 0
    days: Decimal = Decimal(0)
    day_rate: Decimal = Decimal(0)
    amount: Decimal | None = None
    figure: str = ""
    text: str = ""


def quarter_period(quarter: str) -> Period:
    """Return the days of a quarter such as `2011-Q1`."""
    year, first = int(quarter[:4]), int(quarter[-1]) * 3 - 2
    after = date(year + (first + 3 > 12), (first + 3 - 1) % 12 + 1, 1)
    return Period(date(year, first, 1), after - timedelta(days=1))
