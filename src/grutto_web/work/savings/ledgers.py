"""The ledger of a framework as it is now: its entries, and its quarters as measures compute them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grutto.errors import GruttoError
from grutto.frameworks.ledger import by_quarter
from grutto.measures.book import Notebook
from grutto.measures.savings import until
from grutto.model.figure import Figure, Statement, figure_id
from grutto_web.work.policies.folders import load, titled
from grutto_web.work.savings.models import SavingsEntry, State

if TYPE_CHECKING:
    from grutto.model.framework import Framework
    from grutto.model.ledger import LedgerEntry

SECTION = "savings"
"""The section of a report that shows the ledger: a framework without it has none."""
LAST_YEAR = 2999
"""Beyond that of any quarter."""


def ledger_frameworks() -> list[tuple[str, str]]:
    """Return the frameworks whose reports account for savings: name and title in the language of the page."""
    return [(name, title) for name, title in titled() if _accounts_for_savings(name)]


def _accounts_for_savings(name: str) -> bool:
    try:
        return SECTION in load(name).outline
    except GruttoError:
        return False


def current_ledger(framework: str, year: int = LAST_YEAR) -> tuple[LedgerEntry, ...]:
    """Return the entries of a framework that nobody withdrew, up to the end of a year, in the order of a ledger."""
    found = SavingsEntry.objects.filter(framework=framework, state=State.SIGNED)
    return until(by_quarter(entry.value for entry in found), year)


@dataclass(frozen=True, slots=True)
class LedgerOfNow:
    """A ledger computed without a release: what was drawn by a figure of the sources is unknown here.

    Args:
        framework: the policy whose ledger it is.
        ledger: its entries.
    """

    framework: Framework
    ledger: tuple[LedgerEntry, ...]
    book: Notebook = field(default_factory=Notebook)
    year: int = LAST_YEAR

    def traced(self, query: str, entry: str) -> Figure:
        """Return an unknown figure: a request asks no engine, an edition does."""
        statement = Statement(self.framework.id, self.framework.since, query)
        return self.book.state(figure_id("ledger-figure", {"entry": entry}), None, "EUR", statement, period=None)
