"""No value may begin or end with a space."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("no_spaces", {"paths": ["a"]}, "<a>b c</a>", "<a>\n b</a>", "/x/y[1]/a[1]"),
        ("noSpaces", {"paths": ["@r", "a/@r"]}, "<a r='1'/>", "<a r='1 '/>", "/x/y[1]/a[1]/@r"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
