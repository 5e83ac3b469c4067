"""No two values may be the same."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("unique", {"paths": ["a", "b/@r"]}, "<a>1</a><b r='2'/>", "<a>1</a><b r='1'/>", "/x/y[1]/b[1]/@r"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
