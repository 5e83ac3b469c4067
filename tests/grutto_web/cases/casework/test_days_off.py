"""Days off, as the General Act on Time Limits has them."""

from __future__ import annotations

from datetime import date

import pytest

from grutto_web.cases.casework.days_off import birthday_of, easter_of, holidays_of, is_day_off, moved


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2019, 4, 21),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2038, 4, 25),
    ],
)
def test_easter_is_when_it_was(year: int, month: int, day: int) -> None:
    assert easter_of(year) == date(year, month, day)


def test_the_birthday_is_never_kept_on_a_sunday() -> None:
    assert birthday_of(2014) == date(2014, 4, 26)
    assert birthday_of(2025) == date(2025, 4, 26)
    assert birthday_of(2026) == date(2026, 4, 27)
    assert birthday_of(2006) == date(2006, 4, 29)


def test_ascension_and_whit_monday_move_with_easter() -> None:
    assert {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= holidays_of(2026)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 12, 8), date(2026, 12, 8)),
        (date(2024, 5, 4), date(2024, 5, 6)),
    ],
)
def test_an_end_on_a_day_off_moves(day: date, until: date) -> None:
    assert moved(day) == until
    assert not is_day_off(until)
