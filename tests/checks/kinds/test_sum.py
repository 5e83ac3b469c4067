"""Values must add up, compared to four decimals; where there are none, nothing is said."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "sum",
            {"paths": ["a/@p"], "sum": 100},
            "<a p='33.3'/><a p='66.7'/>",
            "<a p='50'/><a p='49'/>",
            "/x/y[1]/a[1]",
        ),
        ("sum", {"paths": ["a/@p"], "sum": 100}, "<b/>", "<a p='50%'/><a p='50'/>", "/x/y[1]/a[1]"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
