"""A budget line with its account, and entries of a savings ledger, for tests of what is computed from them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from grutto.model.framework import BudgetLine, Framework, Reference, Threshold, YearAmount
from grutto.model.ledger import EntryKind, LedgerEntry

if TYPE_CHECKING:
    from grutto.measures.scope import Scope

DAY = date(2010, 1, 1)


def amount(value: int, year: int = 2010) -> YearAmount:
    """Return an amount that the account states."""
    return YearAmount(year, Decimal(value), "account")


LINE = BudgetLine(
    "line",
    {"en": "Line"},
    voted=(amount(9_000_000), amount(8_000_000, 2009)),
    supplementary=(amount(-500_000), amount(200_000)),
    voted_receipts=(amount(10_000),),
    expenditure=(amount(7_499_001),),
    receipts=(amount(12_345),),
)
FRAMEWORK = Framework(
    id="test",
    title={"en": "Test"},
    owner="XM-T-1",
    since=DAY,
    language="en",
    reference={"account": Reference("Account", DAY)},
    priority=(),
    outline=(),
    budget_line=(LINE,),
    threshold=(Threshold(Decimal(0), Decimal(1_000_000), Decimal(2_000_000), "account", DAY, Decimal(50_000_000)),),
)


class Scoped(Protocol):
    """The year 2010 of the budget line above, or 2012 where there is a ledger."""

    def __call__(self, *entries: LedgerEntry, framework: Framework = FRAMEWORK) -> Scope:
        """Return what is computed about it."""


def entry(
    name: str, kind: EntryKind, quarter: str, persons: int = 10, days: int = 90, country: str = "SO"
) -> LedgerEntry:
    """Return the cost of reception of some persons at 50 euros a day, of the cohort of 2011-Q1."""
    return LedgerEntry(
        id=name,
        kind=kind,
        quarter=quarter,
        author="A. Controller",
        date=DAY,
        reference="note",
        country=country,
        cohort="2011-Q1",
        persons=persons,
        days=Decimal(days),
        day_rate=Decimal(50),
    )


def drawn(name: str, quarter: str, euros: int) -> LedgerEntry:
    """Return what was drawn."""
    return LedgerEntry(name, "drawn", quarter, "A. Controller", DAY, "note", amount=Decimal(euros))
