"""The arithmetic of one transfer, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from grutto.remittances.price import cost, cost_percent, lost, margin_percent, received


def test_the_golden_row() -> None:
    """Netherlands to Morocco, first quarter of 2014: 12 on 140 euros and a margin of 3.39 make 11.96 %."""
    assert cost_percent(Decimal(140), Decimal(12), Decimal("3.39")) == Decimal("11.961429")
    assert cost(Decimal(140), Decimal(12), Decimal("3.39")) == Decimal("16.75")


def test_a_margin_may_be_below_zero_and_is_never_guessed() -> None:
    assert margin_percent(Decimal("10.2"), Decimal(10)) == Decimal(-2)
    assert margin_percent(None, Decimal(10)) is None
    assert margin_percent(Decimal(10), Decimal(0)) is None
    assert cost_percent(Decimal(0), Decimal(1), Decimal(1)) is None
    assert cost(Decimal(100), None, Decimal(1)) is None


def test_what_arrives_is_not_rounded_up() -> None:
    assert received(Decimal(200), Decimal("12.34567")) == Decimal("2469.13")
    assert lost(Decimal(200), Decimal(12), Decimal("12.5")) == Decimal("100.00")
    assert lost(Decimal(200), Decimal(13), Decimal("12.5")) == Decimal("-100.00"), "better than the market"
    assert received(Decimal(200), None) is None


def test_what_is_no_price_is_unknown() -> None:
    assert cost_percent(Decimal("0.000001"), Decimal(10) ** 17, Decimal(0)) is None
    assert margin_percent(Decimal(10) ** 14, Decimal("0.0000000001")) is None
