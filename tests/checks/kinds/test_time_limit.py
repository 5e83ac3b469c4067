"""`end` must not be after the day of `start` in the next year."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken, hits


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "time_limit",
            {"start": "s/@d", "end": "e/@d"},
            "<s d='2023-01-01'/><e d='2024-01-01'/>",
            "<s d='2023-01-01'/><e d='2024-01-02'/>",
            "/x/y[1]/e[1]/@d",
        ),
        (
            "timeLimit",
            {"start": "s/@d", "end": "e/@d"},
            "<s d='2024-02-29'/><e d='2025-02-28'/>",
            "<s d='2024-02-29'/><e d='2025-03-01'/>",
            "/x/y[1]/e[1]/@d",
        ),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)


def test_the_days_are_shown() -> None:
    found = hits("time_limit", {"start": "s", "end": "e"}, "<s>2023-01-01</s><e>2024-06-01</e>")
    assert found[0].spot.value == "2023-01-01 to 2024-06-01: 518 days"
