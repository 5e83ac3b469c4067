"""Only what is a number within reason is one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grutto.checks.kinds.numbers import number_in, number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 1.50 ", Decimal("1.50")), ("-2", Decimal(-2)), ("5%", None), ("", None), ("NaN", None), ("1e30", None)],
)
def test_a_number_in_a_text(text: str, number: Decimal | None) -> None:
    assert number_in(text) == number


def test_a_number_of_a_ruleset() -> None:
    assert (number_of(0.1), number_of(None)) == (Decimal("0.1"), None)
