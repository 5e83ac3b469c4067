"""Quantities of different units are never added, and what is unknown makes a sum unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grutto.errors import UnitError
from grutto.model.quantity import Quantity, same_unit


def persons(value: int | None) -> Quantity:
    return Quantity(None if value is None else Decimal(value), "person")


def test_quantities_of_one_unit_add_up() -> None:
    assert persons(2) + persons(3) == persons(5)
    assert persons(2) - persons(3) == persons(-1)


def test_with_an_unknown_part_the_sum_is_unknown_and_not_the_rest() -> None:
    for one, other in ((persons(None), persons(3)), (persons(3), persons(None))):
        assert one + other == persons(None)
        assert one - other == persons(None)


def test_persons_and_cases_are_not_added_and_both_are_named() -> None:
    """A person with two cases is one person and two cases."""
    with pytest.raises(UnitError, match="“sum” of person and case has no meaning"):
        persons(1) + Quantity(Decimal(2), "case")
    with pytest.raises(UnitError, match="“difference” of EUR and USD"):
        Quantity(Decimal(2), "EUR") - Quantity(Decimal(2), "USD")


def test_percentages_are_compared_and_not_added() -> None:
    ten, four = (Quantity(Decimal(value), "percent") for value in (10, 4))
    assert ten - four == Quantity(Decimal(6), "percent")
    with pytest.raises(UnitError, match="Two values in percent cannot be added"):
        ten + four


def test_nothing_has_no_unit() -> None:
    assert same_unit([], "sum") == ""
    assert same_unit(["EUR", "EUR"], "sum") == "EUR"
