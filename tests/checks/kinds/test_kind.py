"""A kind shows what the paths of a case find, if it has any."""

from __future__ import annotations

from grutto.checks.kinds.kind import RuleKind


def test_a_case_may_have_no_paths() -> None:
    kind = RuleKind()
    assert (list(kind.examples({"paths": ["a"]})), list(kind.examples({}))) == (["a"], [])
