"""The savings ledger in the report, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import DAY, said, table

from grutto.model.ledger import LedgerEntry
from grutto.reports.sections.savings import section

if TYPE_CHECKING:
    from small_report import ContextMaker

    from grutto.content.blocks import Section
    from grutto.model.ledger import EntryKind


def reception(kind: EntryKind, days: int, quarter: str = "2010-Q1", country: str = "SO") -> LedgerEntry:
    """10 persons at 50 euros a day."""
    signed = (f"{kind}-{quarter}", kind, quarter, "A. Controller", DAY, "note")
    return LedgerEntry(*signed, country=country, cohort="2010-Q1", persons=10, days=Decimal(days), day_rate=Decimal(50))


def drawn(euros: int) -> LedgerEntry:
    return LedgerEntry("drawn", "drawn", "2010-Q1", "A. Controller", DAY, "note", amount=Decimal(euros))


def finding_text_of(context_of: ContextMaker, *entries: LedgerEntry) -> Section:
    return section(replace(context_of(), ledger=entries))


def test_what_was_saved_drawn_and_left(context_of: ContextMaker) -> None:
    """10 × 80 × 50 = 40,000 estimated, 10 × 70 × 50 = 35,000 actual; 6,000 drawn of 5,000 saved."""
    found = finding_text_of(context_of, reception("estimate", 80), reception("actual", 70), drawn(6000))
    assert table(found, "The ledger by quarter") == [
        ["Quarter", "Estimated", "Actual", "Saved", "Drawn", "Left"],
        ["2010-Q1", "€ 40,000", "€ 35,000", "+€ 5,000", "€ 6,000", "−€ 1,000"],
    ]
    assert said(found)[1:] == ["More was drawn than was saved: what is left is below zero."]
    assert sorted((row[:6] for row in table(found, "What counts of each entry")[1:]), reverse=True) == [
        ["estimate-2010-Q1", "2010-Q1", "estimated", "Somalia", "80", "all days count"],
        ["actual-2010-Q1", "2010-Q1", "actual", "Somalia", "70", "all days count"],
    ]


def test_dearer_quarters_are_named(context_of: ContextMaker) -> None:
    found = finding_text_of(context_of, reception("estimate", 70), reception("actual", 80))
    assert said(found)[1:] == ["Reception cost more than was estimated in 2010-Q1: nothing was saved there."]


def test_what_nobody_signed_is_unknown_and_why_days_do_not_count_is_said(context_of: ContextMaker) -> None:
    """Germany was on no list of recipients: no day counts. The actual cost is in no entry, and so unknown."""
    found = finding_text_of(context_of, reception("estimate", 80, country="DE"))
    assert table(found, "The ledger by quarter")[1][1:4] == ["€ 0", "not in the source", "unknown"]
    assert table(found, "What counts of each entry")[1][4:6] == [
        "0",
        "the country is not on the list of recipients of that year",
    ]


def test_without_a_ledger_there_are_no_amounts(context_of: ContextMaker) -> None:
    assert said(section(context_of()))[1:] == ["No ledger was given: the source has no amounts."]


def test_in_dutch(context_of: ContextMaker) -> None:
    found = finding_text_of(context_of, reception("estimate", 80), reception("actual", 70))
    assert table(found, "Het besparingsregister", "nl")[1][1:4] == ["€ 40.000", "€ 35.000", "+€ 5.000"]
    assert said(section(context_of()), "nl")[1:] == [
        "Er is geen besparingsregister gegeven: de bron bevat geen bedragen."
    ]
