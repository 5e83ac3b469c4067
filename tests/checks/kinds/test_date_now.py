"""A date may not be in the future."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken, hits

from grutto.checks.place import locator


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "dateNow",
            {"date": "a/@d"},
            "<a d='2023-12-31T23:00:00Z'/>",
            "<a d='2024-01-02T00:00:00'/>",
            "/x/y[1]/a[1]/@d",
        ),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)


def test_a_date_in_the_attribute_of_the_context_itself() -> None:
    found = hits("date_now", {"date": "@d"}, "<a d='2024-01-02'/>", "/x/y/a")
    assert [locator(hit.spot) for hit in found] == ["/x/y[1]/a[1]/@d"]
