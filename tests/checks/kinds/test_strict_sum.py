"""Values must add up, compared to four decimals, and there must be some."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken, hits


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("strict_sum", {"paths": ["a/@p"], "sum": 100}, "<a p='33.33333'/><a p='66.66667'/>", "<b/>", "/x/y[1]"),
        (
            "strictSum",
            {"paths": ["a", "b"], "sum": 100},
            "<a>40</a><b>60</b>",
            "<a>40</a><b>60.001</b>",
            "/x/y[1]/a[1]",
        ),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)


def test_the_sum_is_shown() -> None:
    assert hits("strict_sum", {"paths": ["a"], "sum": 100}, "<a>1.5</a>")[0].spot.value == "the sum is 1.5"
