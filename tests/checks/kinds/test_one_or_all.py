"""One thing must be there for the element as a whole, or another in all its parts."""

from __future__ import annotations

from typing import Any

import pytest
from rule_hits import assert_kept_and_broken


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "one_or_all",
            {"one": "lang", "all": "lang"},
            "<lang/><narrative/>",
            "<t><narrative/></t>",
            "/x/y[1]/t[1]/narrative[1]",
        ),
        (
            "one_or_all",
            {"one": "o", "all": "currency"},
            "<value currency='E'/>",
            "<b><value/></b>",
            "/x/y[1]/b[1]/value[1]",
        ),
        (
            "oneOrAll",
            {"one": "sector", "all": "sector"},
            "<transaction><sector/></transaction>",
            "<transaction><sector/></transaction><transaction/>",
            "/x/y[1]/transaction[2]",
        ),
        ("one_or_all", {"one": "a", "all": "b"}, "<b/>", "<c/>", "/x/y[1]"),
    ],
)
def test_a_snippet_keeps_it_and_another_breaks_it(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)
