"""The arithmetic of one transfer: margin, total cost, what arrives, what is lost."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
HUNDRED = Decimal(100)
MOST = Decimal(10) ** 12
"""Percent from which a number is no price but a slip of the pen: it is unknown."""


def margin_percent(applied: Decimal | None, reference: Decimal | None) -> Decimal | None:
    """Return the exchange-rate margin in percent; none if one of the rates is not told, or the reference is zero."""
    if applied is None or not reference:
        return None
    return _percent((1 - applied / reference) * HUNDRED)


def cost_percent(amount: Decimal | None, fee: Decimal | None, margin: Decimal | None) -> Decimal | None:
    """Return the total cost in percent of the amount sent; none if a part of it is unknown."""
    if not amount or fee is None or margin is None:
        return None
    return _percent(fee / amount * HUNDRED + margin)


def _percent(value: Decimal) -> Decimal | None:
    return value.quantize(MILLIONTH) if abs(value) < MOST else None


def cost(amount: Decimal, fee: Decimal | None, margin: Decimal | None) -> Decimal | None:
    """Return the total cost in the currency sent; none if a part of it is unknown."""
    percent = cost_percent(amount, fee, margin)
    return None if percent is None else (amount * percent / HUNDRED).quantize(CENT)


def received(amount: Decimal, applied: Decimal | None) -> Decimal | None:
    """Return what arrives of an amount on top of which the fee is paid; parts of a cent are not paid out."""
    return None if applied is None else (amount * applied).quantize(CENT, ROUND_DOWN)


def lost(amount: Decimal, applied: Decimal | None, reference: Decimal | None) -> Decimal | None:
    """Return what arrives less than the reference rate would give, in the currency paid out; below zero it is more."""
    if applied is None or not reference:
        return None
    return (amount * (reference - applied)).quantize(CENT)
