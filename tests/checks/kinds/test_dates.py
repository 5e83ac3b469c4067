"""Dates are read as far as their day."""

from __future__ import annotations

from datetime import date

import pytest

from grutto.checks.kinds.dates import day_of, in_future
from grutto.checks.kinds.kind import Setting


@pytest.mark.parametrize(
    ("text", "day"),
    [(" 2023-01-02Z", date(2023, 1, 2)), ("2023-01-02T10:00:00", date(2023, 1, 2)), ("soon", None), ("", None)],
)
def test_a_text_begins_with_a_day(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_what_is_no_day_is_not_in_the_future() -> None:
    later = in_future(Setting(date(2024, 1, 1), {}))
    assert [later(text) for text in ("2024-01-02", "2024-01-01", "soon")] == [True, False, False]
