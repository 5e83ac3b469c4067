"""Each kind of rule of the specification has a file and a test of its own; a loop applies others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rule_hits import assert_kept_and_broken, hits

from grutto.checks import kinds
from grutto.checks.kinds import KINDS
from grutto.checks.place import locator
from grutto.checks.ruleset import KEYS


def test_every_kind_has_a_file_and_a_test() -> None:
    assert KINDS.keys() == KEYS.keys() - {"loop"}
    for kind in KINDS:
        assert (Path(str(kinds.__file__)).parent / f"{kind}.py").exists()
        assert (Path(__file__).parent / f"test_{kind}.py").exists(), kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_in_one_way(kind: str) -> None:
    found = KINDS[kind]
    assert not (found.broken and found.finder)


@pytest.mark.parametrize(
    ("kind", "case", "kept", "broken", "place"),
    [
        (
            "loop",
            {
                "foreach": "a/@v",
                "subs": ["paths"],
                "do": {"strict_sum": {"cases": [{"paths": ["a[@v = '$1']/@p"], "sum": 100}]}},
            },
            "<a v='1' p='100'/><a v='2' p='40'/><a v='2' p='60'/>",
            "<a v='1' p='100'/><a v='2' p='40'/><a v='2' p='50'/>",
            "/x/y[1]/a[2]",
        ),
        (
            "loop",
            {
                "foreach": "a/@v",
                "subs": ["if", "then"],
                "do": {"if_then": {"cases": [{"if": "count(a[@v = '$1']) > 1", "then": "b"}]}},
            },
            "<a v='it&apos;s' /><a v='&quot;'/>",
            "<a v='it&apos;s'/><a v='it&apos;s'/>",
            "/x/y[1]",
        ),
    ],
)
def test_a_loop_applies_a_kind_to_each_value(
    kind: str, case: dict[str, Any], kept: str, broken: str, place: str
) -> None:
    assert_kept_and_broken(kind, case, kept, broken, place)


def test_a_union_of_contexts_is_looked_at_on_both_sides() -> None:
    found = hits("atleast_one", {"paths": ["@r"]}, "<a/><b r='1'/><b/>", "/x/y/a | /x/y/b[not(@s='|')]")
    assert [locator(hit.spot) for hit in found] == ["/x/y[1]/a[1]", "/x/y[1]/b[2]"]
