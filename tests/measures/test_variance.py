"""The decomposition: worked by hand, exact for any numbers, the same in every order."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from grutto.measures.variance import (
    FACTORS,
    UNEXPLAINED,
    days_less_part,
    days_more_part,
    decompose,
    delay_part,
    effect_duration,
    shapley,
)

positive = st.decimals(Decimal("0.01"), Decimal(10**9), places=2)
drivers = st.tuples(*[positive] * 8)


def numbers(*values: object) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(v)) for v in values)


def parts(*values: object, unexplained: object = 0) -> dict[str, Decimal]:
    """Return the effects of the four factors by name, with what is unexplained."""
    return dict(zip((*FACTORS, UNEXPLAINED), numbers(*values, unexplained), strict=True))


def test_two_factors_by_hand() -> None:
    """10 × 5 becomes 8 × 4: 32 − 50 = −18. First factor: −2 × (5 + 4) ÷ 2 = −9; second: −1 × (10 + 8) ÷ 2 = −9."""
    assert list(shapley((Fraction(10), Fraction(5)), (Fraction(8), Fraction(4)))) == [-9, -9]


def test_trqn_with_its_assumptions() -> None:
    """The case of the letter (p. 11): 300 stays of 3 months budgeted, 256 sent, most stays shorter.
    The 300 are of the Netherlands and other member states, the 256 of the Netherlands: assumed to be the same.

    Assumed, for the letter gives none of it: the budget is 100 (so that effects are percentages of it), the stays took
    two months on average, price and rate were as planned. Spent is then 100 × 256/300 × 2/3 = 56.89, so 43.11 is left:
    volume: 44/300 less × (3 + 2)/2 of 3 months = 12.22; duration: a third less × (300 + 256)/2 of 300 = 30.89.
    """
    spent = Decimal(100) * 256 * 2 / (300 * 3)
    found = decompose(*numbers(300, 900, 100, 100, 256, 512), spent, spent)
    assert found == parts("-12.22", "-30.89", "0.00", "0.00")


def test_dearer_days_and_a_weaker_currency() -> None:
    """Nothing but the price changes: all of the difference is price; nothing but the rate: all is rate."""
    assert decompose(*numbers(10, 100, 1000, 800, 10, 100, 1200, 960)) == parts(0, 0, 160, 0)
    assert decompose(*numbers(10, 100, 1000, 800, 10, 100, 1000, 700)) == parts(0, 0, 0, -100)


def test_nothing_happened_is_all_volume() -> None:
    assert decompose(*numbers(10, 100, 1000, 800, 0, 0, 0, 0)) == parts(-800, 0, 0, 0)


def test_without_a_budget_there_is_nothing_to_compare() -> None:
    assert decompose(*numbers(10, 100, 1000, 0, 1, 1, 1, 1)) is None
    assert decompose(*numbers(10, 100, 1000, 800), *numbers(1, 1, 1), None) is None


def test_money_without_units_is_unexplained_and_not_the_exchange_rate() -> None:
    """All in euros, 1,000 planned for 10 units: none came and 300 was spent. Volume −1,000, 300 unexplained."""
    assert decompose(*numbers(10, 10, 1000, 1000, 0, 0, 300, 300)) == parts(-1000, 0, 0, 0, unexplained=300)


def test_money_without_days_is_unexplained() -> None:
    """10 units of 10 days planned for 1,000; 10 units of no days for 300: duration −1,000, 300 unexplained."""
    assert decompose(*numbers(10, 100, 1000, 1000, 10, 0, 300, 300)) == parts(0, -1000, 0, 0, unexplained=300)


def test_days_known_on_one_side_leave_length_and_price_unexplained() -> None:
    """10 units at 100 planned, 8 at 110 done: volume −2 × (100 + 110) ÷ 2 = −210; dearer units 10 × 9 = 90."""
    found = decompose(*numbers(10, 100, 1000, 1000, 8), None, *numbers(880, 880))
    assert found == {"volume": Decimal(-210), "unexplained": Decimal(90), "rate": Decimal(0)}


def test_two_currencies_leave_price_and_rate_unexplained() -> None:
    """10 units for 1,000 and 8 for 880, in other currencies: as above, without price and rate."""
    found = decompose(*numbers(10, 10, 1000, 1000, 8, 8), None, Decimal(880))
    assert found == {"volume": Decimal(-210), "duration": Decimal(0), "unexplained": Decimal(90)}


def test_units_unknown_leave_volume_and_length_unexplained() -> None:
    found = decompose(None, *numbers(100, 1000, 1000), None, *numbers(80, 880, 880))
    assert found == {"unexplained": Decimal(-210), "price": Decimal(90), "rate": Decimal(0)}


def test_unexplained_parts_add_up_with_a_foreign_currency() -> None:
    found = decompose(*numbers(10, 100, 1000, 800, 0, 0, 300, 210))
    assert found is not None
    assert sum(found.values()) == 210 - 800
    assert found["unexplained"] == 210


@given(drivers)
def test_parts_add_up_to_the_cent(values: tuple[Decimal, ...]) -> None:
    found = decompose(*values)
    assert found is not None
    assert sum(map(Fraction, found.values())) == Fraction(values[7]) - Fraction(values[3])


def test_parts_with_more_digits_than_a_decimal_keeps_add_up() -> None:
    """One unit a day at a billion against seven million units at a cent: parts of 1e25 that cancel each other."""
    values = numbers("0.01", "7124956.61", "0.01", "1000000000", "0.01", "0.01", "7124949.25", "0.01")
    found = decompose(*values)
    assert found is not None
    assert sum(map(Fraction, found.values())) == Fraction("-999999999.99")


@given(st.tuples(*[st.fractions(-100, 100)] * 3), st.tuples(*[st.fractions(-100, 100)] * 3))
def test_order_of_factors_does_not_matter(before: tuple[Fraction, ...], after: tuple[Fraction, ...]) -> None:
    found = shapley(before, after)
    for order in permutations(range(3)):
        turned = shapley(tuple(before[i] for i in order), tuple(after[i] for i in order))
        assert turned == tuple(found[i] for i in order)


def test_delay_explains_at_most_the_shortfall() -> None:
    """Budget 365 over 365 days, 73 lost: 73. A shortfall of 50 is explained wholly, an overspend not at all."""
    assert delay_part(*numbers(-100, 365, 365, 73)) == Decimal(-73)
    assert delay_part(*numbers(-50, 365, 365, 73)) == Decimal(-50)
    assert delay_part(*numbers(20, 365, 365, 73)) == Decimal(0)
    assert delay_part(*numbers(-50, 365, 0, 0)) is None


def test_days_less_by_hand() -> None:
    """60 stays of 60 days each, 90 planned, 50 euros a day: 300 days less are 15,000 of the 90,000 euros."""
    told = numbers(60, 5400, 270_000, 270_000, 60, 3600, 180_000, 180_000)
    assert effect_duration(*told) == -90_000
    assert days_less_part(Decimal(300), *told) == -15_000
    assert days_more_part(Decimal(2), *told) == 100


def test_of_unknown_drivers_no_day_explains_anything() -> None:
    told = numbers(60, 5400, 270_000, 270_000, 60, 3600, 180_000, 180_000)
    assert days_less_part(None, *told) is None
    assert days_less_part(Decimal(1), *told[:5], None, *told[6:]) is None
    assert days_less_part(Decimal(1), *told[:4], Decimal(0), *told[5:]) is None
    assert days_less_part(Decimal(1), *told[:7], None) is None


@given(drivers)
def test_all_days_that_differ_together_are_the_effect_of_lengths(told: tuple[Decimal, ...]) -> None:
    """The days less or more than the planned length of so many units, at the price of a day, make up the effect."""
    whole = Fraction(told[5]) - Fraction(told[1]) * Fraction(told[4]) / Fraction(told[0])
    days = Decimal(round(whole))
    part, effect = days_more_part(days, *told), effect_duration(*told)
    one = days_more_part(Decimal(10**6), *told)
    assert part is not None
    assert effect is not None
    assert one is not None
    assert abs(part - effect) <= abs(one) / 10**6 + Decimal("0.02")
