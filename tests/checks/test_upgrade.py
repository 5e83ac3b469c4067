"""Rules that mean files of version 1 are held against them as they stand, all others against the upgrade."""

from __future__ import annotations

from typing import Any

import pytest

from grutto.checks import read_standard
from grutto.checks.examine import ADVICE
from grutto.checks.ruleset import parse_ruleset, read_ruleset
from grutto.checks.upgrade import is_of_version_1


def of_version_1(kind: str, case: dict[str, Any]) -> bool:
    (rule,) = parse_ruleset({"//iati-activity": {kind: {"cases": [case]}}}, "rules")
    return is_of_version_1(rule)


@pytest.mark.parametrize(
    ("kind", "case", "old"),
    [
        ("date_order", {"less": "activity-date[@type='start-planned']/@iso-date", "more": "NOW"}, True),
        ("date_order", {"less": "activity-date[@type='1']/@iso-date", "more": "NOW"}, False),
        ("atleast_one", {"paths": ["title/text()"]}, True),
        ("atleast_one", {"paths": ["title/narrative/text()"]}, False),
        ("unique", {"paths": ["title/@xml:lang"]}, True),
        ("unique", {"paths": ["iati-identifier"]}, False),
        ("if_then", {"if": "sector[@vocabulary='DAC']", "then": "sector[@vocabulary='1']"}, True),
    ],
)
def test_what_an_upgrade_changes_shows_what_a_rule_means(kind: str, case: dict[str, Any], *, old: bool) -> None:
    assert of_version_1(kind, case) is old


def test_no_rule_of_the_standard_and_no_advice_means_version_1() -> None:
    rules = [*read_standard().rules, *read_ruleset(ADVICE, "advice")]
    assert not [rule for rule in rules if is_of_version_1(rule)]
