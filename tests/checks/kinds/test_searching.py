"""A rule is silent where its condition does not hold; what is found is listed in short."""

from __future__ import annotations

from rule_hits import hits

from grutto.checks.kinds.searching import starts_with_known


def test_a_condition_silences_a_rule() -> None:
    case = {"paths": ["a"], "condition": "@on = '1'"}
    assert hits("atleast_one", case, "", "/x/y") == []
    assert len(hits("atleast_one", {**case, "condition": "not(@on)"}, "")) == 1
    assert hits("range", {"paths": ["a"], "min": 1, "condition": "b"}, "<a>0</a>") == []
    assert len(hits("range", {"paths": ["a"], "min": 1, "condition": "b"}, "<a>0</a><b/>")) == 1


def test_id_conditions_spare_known_publishers() -> None:
    slash = {"paths": ["a"], "regex": "^[^/]+$"}
    assert hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID"}, "<a>XM-DAC-7</a>") == []
    assert len(hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID"}, "<a>XM-DAC-7/1</a>")) == 1
    assert hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID_PREFIX"}, "<a>XM-DAC-7-/1</a>") == []
    assert len(hits("regex_matches", {**slash, "idCondition": "NOT_EXISTING_ORG_ID_PREFIX"}, "<a>XM-DAC-8-/1</a>")) == 1


def test_a_known_start_ends_with_the_separator() -> None:
    known = frozenset({"XM-DAC", "GB"})
    assert [starts_with_known(text, known, "-") for text in ("XM-DAC-7", "GB-1", "XM-7", "GB", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
