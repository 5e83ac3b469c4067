"""`less` must not be after `more`; either may be `NOW`. If one is missing or no date, nothing is said."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "date_order",
            {"less": "a/@d", "more": "b/@d"},
            "<a d='2023-01-01'/><b d='2023-01-01'/>",
            "<a d='2023-01-02'/><b d='2023-01-01'/>",
            "/x/y[1]/a[1]/@d",
        ),
        (
            "date_order",
            {"less": "a/@d", "more": "b/@d"},
            "<a d='2023-01-02'/><b d='soon'/>",
            "<a d='2022-01-01'/><a d='2023-01-02'/><b d='2023-01-01Z'/>",
            "/x/y[1]/a[2]/@d",
        ),
        ("dateOrder", {"less": "a/@d", "more": "NOW"}, "<a d='2024-01-01'/>", "<a d='2024-01-02'/>", "/x/y[1]/a[1]/@d"),
        (
            "date_order",
            {"less": "NOW", "more": "a/@d"},
            "<a d='2024-01-01'/>",
            "<a d='2023-12-31'/>",
            "/x/y[1]/a[1]/@d",
        ),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
