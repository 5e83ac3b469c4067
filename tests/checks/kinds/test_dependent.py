"""Of what the paths find all must be there, or none."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("dependent", {"paths": ["a", "b"]}, "<a/><b/>", "<a/>", "/x/y[1]"),
        ("dependent", {"paths": ["a", "b"]}, "<c/>", "<b/>", "/x/y[1]"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
