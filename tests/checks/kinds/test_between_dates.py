"""Each `date` must lie from `start` to `end`, both included."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "between_dates",
            {"date": "a/@d", "start": "s/@d", "end": "e/@d"},
            "<s d='2023-01-01'/><e d='2023-02-01'/><a d='2023-02-01'/>",
            "<s d='2023-01-01'/><e d='2023-02-01'/><a d='2023-02-02'/>",
            "/x/y[1]/a[1]/@d",
        ),
        (
            "betweenDates",
            {"date": "a/@d", "start": "s/@d", "end": "e/@d"},
            "<a d='2023-02-01'/><s d='2023-03-01'/>",
            "<s d='2023-01-01'/><e d='2023-02-01'/><a d='2022-02-02'/>",
            "/x/y[1]/a[1]/@d",
        ),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
