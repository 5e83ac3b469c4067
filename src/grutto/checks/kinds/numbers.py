"""Numbers that rules compare."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def number_in(text: str) -> Decimal | None:
    """Return the number that a text is; `None` if it is none, or beyond reason."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 20 else None


def number_of(value: object) -> Decimal | None:
    """Return a number of a ruleset, if there is one."""
    return None if value is None else Decimal(str(value))
