"""Exactly one of what the paths find must be there, and none of it beside what is excluded."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("only_one_of", {"excluded": ["b"], "paths": ["a"]}, "<a/>", "<a/><b/>", "/x/y[1]"),
        ("only_one_of", {"excluded": ["b"], "paths": ["a"]}, "<b/>", "<a/><a/>", "/x/y[1]"),
        ("onlyOneOf", {"excluded": ["b"], "paths": ["a"]}, "<a/>", "<c/>", "/x/y[1]"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
