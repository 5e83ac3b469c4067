"""Each value must start with a prefix and the separator; prefixes are XPaths or the name of an id set."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "startswith",
            {"paths": ["a"], "prefix": ["b/@r", "c"], "separator": "-"},
            "<a>N-1</a><b r='M'/><c>N</c>",
            "<a>N1</a><c>N</c>",
            "/x/y[1]/a[1]",
        ),
        (
            "startsWith",
            {"paths": ["a"], "prefix": ["ORG-ID-PREFIX"]},
            "<a>GB-COH-12</a>",
            "<a>GB-12</a>",
            "/x/y[1]/a[1]",
        ),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
