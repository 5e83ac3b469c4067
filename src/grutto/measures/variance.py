"""Why an amount differs from its budget: volume, duration, price, exchange rate and delay, in parts that add up.

An amount with physical drivers is a product of four factors: units × days a unit × local amount a day × euros a unit of
the local currency. What each factor contributes to the difference is its Shapley value: its effect averaged over all
orders in which the factors can change. It does not depend on an order, and the parts add up to the difference.
Where a driver is unknown, the two factors that it divides are one, and the effect of that one is unexplained. Where
money was spent and nothing was done for it, no factor explains it.
Source: L. S. Shapley, A Value for n-Person Games (1953); A. F. Shorrocks, Decomposition procedures for distributional
analysis, Journal of Economic Inequality 11 (2013), https://doi.org/10.1007/s10888-011-9214-z
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations
from math import factorial, floor, prod

CENT = Decimal("0.01")
FACTORS = ("volume", "duration", "price", "rate")
UNEXPLAINED = "unexplained"


def shapley(before: tuple[Fraction, ...], after: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Return what each factor of a product contributes to its change; the parts add up to the change exactly."""
    places = range(len(before))
    return tuple(_weight_of(i, before, after) * (after[i] - before[i]) for i in places)


def _weight_of(i: int, before: tuple[Fraction, ...], after: tuple[Fraction, ...]) -> Fraction:
    """Return the effect of one more of a factor, averaged over all sets of others that changed before it.

    Each set counts by its number of orders.
    """
    others = [j for j in range(len(before)) if j != i]
    n, value = len(others) + 1, Fraction(0)
    for size in range(n):
        weight = Fraction(factorial(size) * factorial(n - size - 1), factorial(n))
        for changed in combinations(others, size):
            rest = prod((after[j] if j in changed else before[j] for j in others), start=Fraction(1))
            value += weight * rest
    return value


def to_cents(parts: tuple[Fraction, ...], total: Decimal) -> tuple[Decimal, ...]:
    """Return parts in whole cents that add up to the total in whole cents: the largest remainders are rounded up.

    Counted in whole numbers: a part may have more digits than a decimal of the context keeps.
    """
    cents = [part * 100 for part in parts]
    floors = [floor(c) for c in cents]
    left = int(total.quantize(CENT, ROUND_HALF_UP).scaleb(2)) - sum(floors)
    remainders = sorted(range(len(parts)), key=lambda i: (floors[i] - cents[i], i))
    raised = set(remainders[:left])
    return tuple(Decimal(f"{whole + (i in raised)}e-2") for i, whole in enumerate(floors))


def decompose(*drivers: Decimal | None) -> dict[str, Decimal] | None:
    """Return what each factor contributes in euros, and what is unexplained; together actual − planned.

    Args:
        drivers: planned units, days, local amount and euros, then the same four as they were; nothing where unknown.
            Days are those of all units together. Where units have no duration, give the units once more as days.

    Returns:
        Amounts in whole cents by name of the factor, without factors whose drivers are unknown; or nothing if the euros
        are unknown, or none were planned: then there is nothing to compare.
    """
    planned, actual = drivers[:4], drivers[4:]
    if not planned[3] or actual[3] is None:
        return None
    known, before, after = _factors(drivers)
    parts = dict.fromkeys((*_names(known), UNEXPLAINED), Fraction(0))
    for name, effect in zip(_names(known), shapley(before, after), strict=True):
        parts[name] += effect
    parts[UNEXPLAINED] += Fraction(actual[3]) - prod(after)
    cents = to_cents(tuple(parts.values()), actual[3] - planned[3])
    return dict(zip(parts, cents, strict=True))


def _factors(
    drivers: tuple[Decimal | None, ...],
) -> tuple[list[int], tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return which drivers are known on both sides, and the factors that they end, planned and actual."""
    planned, actual = drivers[:4], drivers[4:]
    known = [i for i in range(4) if planned[i] and actual[i] is not None]
    before = _ratios([Fraction(planned[i] or 0) for i in known], ())
    return known, before, _ratios([Fraction(actual[i] or 0) for i in known], before)


def _names(known: list[int]) -> list[str]:
    """Return the factor that each known driver ends; one that goes over an unknown driver has no name of its own."""
    before = [-1, *known]
    return [FACTORS[i] if i == last + 1 else UNEXPLAINED for last, i in zip(before, known, strict=False)]


def _ratios(levels: list[Fraction], otherwise: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Return each driver for one of the driver before; of what did not happen, the planned ratio stands."""
    below = [Fraction(1), *levels]
    return tuple(
        level / base if base else otherwise[i] for i, (base, level) in enumerate(zip(below, levels, strict=False))
    )


def effect_volume(*drivers: Decimal | None) -> Decimal | None:
    """Return what other numbers of units contribute."""
    return _effect("volume", drivers)


def effect_duration(*drivers: Decimal | None) -> Decimal | None:
    """Return what other lengths of stay contribute."""
    return _effect("duration", drivers)


def effect_price(*drivers: Decimal | None) -> Decimal | None:
    """Return what other prices a day in local currency contribute."""
    return _effect("price", drivers)


def effect_rate(*drivers: Decimal | None) -> Decimal | None:
    """Return what other exchange rates contribute."""
    return _effect("rate", drivers)


def effect_unexplained(*drivers: Decimal | None) -> Decimal | None:
    """Return what no known factor explains."""
    return _effect(UNEXPLAINED, drivers)


def _effect(factor: str, drivers: tuple[Decimal | None, ...]) -> Decimal | None:
    return (decompose(*drivers) or {}).get(factor)


def days_less_part(days: Decimal | None, *drivers: Decimal | None) -> Decimal | None:
    """Return what so many days less contribute to the effect of other lengths, in euros: each day the same."""
    return None if days is None else days_more_part(-days, *drivers)


def days_more_part(days: Decimal | None, *drivers: Decimal | None) -> Decimal | None:
    """Return what so many days more contribute to the effect of other lengths, in euros: each day the same."""
    planned, actual = drivers[:4], drivers[4:]
    known, before, after = _factors(drivers)
    if days is None or not actual[0] or known[:2] != [0, 1] or not planned[3] or actual[3] is None:
        return None
    euros = Fraction(days) / Fraction(actual[0]) * _weight_of(1, before, after)
    return Decimal(floor(euros * 100 + Fraction(1, 2))).scaleb(-2)


def delay_part(effect: Decimal, planned: Decimal, planned_days: Decimal, delay_days: Decimal) -> Decimal | None:
    """Return how much of a shortfall a late start explains: the budget of the days lost, at most the shortfall.

    Args:
        effect: the volume effect, or the whole difference where there are no drivers, in euros.
        planned: the budget in euros.
        planned_days: days of the period in which the activity was planned to run.
        delay_days: those of them before it really started.
    """
    if not planned_days:
        return None
    lost = (planned * delay_days / planned_days).quantize(CENT, ROUND_HALF_UP)
    return -min(lost, -effect) if effect < 0 < lost else Decimal(0)
