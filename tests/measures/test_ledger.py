"""The savings ledger by quarter, with numbers worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from small_account import DAY, drawn, entry

from grutto.measures.book import Notebook
from grutto.measures.ledger import DEARER, OVERDRAWN, ledger_quarters
from grutto.model.ledger import LedgerEntry

if TYPE_CHECKING:
    from small_account import Scoped


def test_saving_by_quarter(scoped: Scoped) -> None:
    """Estimate 10 × 90 × 50 = 45,000, actual 8 × 90 × 50 = 36,000: 9,000 saved, 5,000 drawn, 4,000 left.

    Then 6,000 more is drawn from nothing saved: 2,000 below zero, with a warning.
    """
    entries = (
        entry("e1", "estimate", "2011-Q1"),
        entry("a1", "actual", "2011-Q1", 8),
        drawn("d1", "2011-Q1", 5000),
        entry("e2", "estimate", "2011-Q2"),
        entry("a2", "actual", "2011-Q2"),
        drawn("d2", "2011-Q2", 6000),
    )
    now = scoped(*entries)
    first, second = ledger_quarters(now)
    assert [f.value for f in (first.estimate, first.actual, first.saving, first.drawn, first.left)] == [
        45000, 36000, 9000, 5000, 4000,
    ]  # fmt: skip
    assert [second.saving.value, second.left.value] == [0, -2000]
    assert second.left.warnings == (OVERDRAWN,)
    assert not first.left.warnings


def test_a_ledger_without_a_release_has_the_same_figures(scoped: Scoped) -> None:
    """What nobody traces to the sources needs none."""
    now = scoped(entry("e1", "estimate", "2011-Q1"), entry("a1", "actual", "2011-Q1", 8), drawn("d1", "2011-Q1", 5000))
    book: Any = Notebook()
    assert ledger_quarters(replace(now, session=replace(now.session, book=book))) == ledger_quarters(now)


def test_reception_dearer_than_estimated_is_said_and_nobody_drew_too_much(scoped: Scoped) -> None:
    """8 days estimated, 10 given, nothing drawn: saving and balance are −9,000, because reception cost more."""
    entries = (entry("e1", "estimate", "2011-Q1", 8), entry("a1", "actual", "2011-Q1"))
    now = scoped(*entries)
    (only,) = ledger_quarters(now)
    assert (only.saving.value, only.left.value) == (Decimal(-9000), Decimal(-9000))
    assert only.saving.warnings == only.left.warnings == (DEARER,)


def test_a_balance_above_zero_again_says_nothing(scoped: Scoped) -> None:
    """Drawn 12,000 of 9,000 saved: −3,000. Then 9,000 more are saved: 6,000 left, and no mark stays."""
    entries = (
        entry("e1", "estimate", "2011-Q1"), entry("a1", "actual", "2011-Q1", 8), drawn("d1", "2011-Q1", 12000),
        entry("e2", "estimate", "2011-Q2"), entry("a2", "actual", "2011-Q2", 8),
    )  # fmt: skip
    now = scoped(*entries)
    first, second = ledger_quarters(now)
    assert (first.left.value, first.left.warnings) == (Decimal(-3000), (OVERDRAWN,))
    assert second.left.value == 6000
    assert second.left.warnings == second.saving.warnings == ()


def test_cost_that_nobody_signed_is_unknown_not_zero(scoped: Scoped) -> None:
    now = scoped(entry("e1", "estimate", "2011-Q1"))
    (only,) = ledger_quarters(now)
    assert [only.estimate.value, only.actual.value, only.saving.value, only.left.value] == [45000, None, None, None]


def test_saving_is_unknown_where_the_list_of_the_year_is_not_at_hand(scoped: Scoped) -> None:
    entries = [entry("e1", "estimate", "1999-Q1"), entry("a1", "actual", "1999-Q1", 8)]
    now = scoped(*entries)
    (only,) = ledger_quarters(now)
    assert [only.estimate.value, only.actual.value, only.saving.value, only.left.value] == [None] * 4


def test_entries_after_the_year_of_the_report_are_not_in_it(scoped: Scoped) -> None:
    entries = [entry("e1", "estimate", "2011-Q1"), entry("a1", "actual", "2011-Q1"), entry("e2", "estimate", "2013-Q1")]
    now = scoped(*entries)
    assert [line.name for line in ledger_quarters(now)] == ["2011-Q1"]


def test_what_was_drawn_can_be_a_traced_figure(scoped: Scoped) -> None:
    traced = LedgerEntry(
        "d", "drawn", "2011-Q1", "A. Controller", DAY, "note", figure="spent iati_identifier=A year=2009"
    )
    now = scoped(entry("e", "estimate", "2011-Q1"), entry("a", "actual", "2011-Q1", 8), traced)
    (only,) = ledger_quarters(now)
    assert [only.drawn.value, only.left.value] == [100, 8900]
