"""Each value must be a number from `min` to `max`, both included; either may be left out."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "range",
            {"paths": ["a/@p"], "min": 0, "max": 100},
            "<a p='0'/><a p='100.0'/><a p=''/>",
            "<a p='1'/><a p='100.1'/>",
            "/x/y[1]/a[2]/@p",
        ),
        ("range", {"paths": ["a"], "min": 1}, "<a>9999</a>", "<a>many</a>", "/x/y[1]/a[1]"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
