"""At most one of what the paths find may be there."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken, hits


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        ("no_more_than_one", {"paths": ["a"]}, "<a/>", "<a/><a/>", "/x/y[1]/a[2]"),
        ("noMoreThanOne", {"paths": ["a", "b"]}, "<a/>", "<a/><b/>", "/x/y[1]/b[1]"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)


def test_what_was_found_is_shown() -> None:
    many = "".join(f"<a>{n}</a>" for n in range(8))
    assert hits("no_more_than_one", {"paths": ["a"]}, many)[0].spot.value == "0 · 1 · 2 · 3 · 4 … and 3 more"
