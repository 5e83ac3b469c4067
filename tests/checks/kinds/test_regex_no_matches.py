"""No value may match a regular expression."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("regexNoMatches", {"paths": ["a/@r"], "regex": "^\\d"}, "<a r='b1'/>", "<a r='1b'/>", "/x/y[1]/a[1]/@r"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
