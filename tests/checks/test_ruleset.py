"""Rulesets are read in the form of the standard, and anything else is refused with its place."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from grutto.checks.kinds.kind import Setting
from grutto.checks.rules import repairs
from grutto.checks.rules import tests_of as ready
from grutto.checks.ruleset import KEYS, parse_ruleset, read_ruleset
from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.checks.standard import Standard

TODAY = date(2024, 1, 1)


def ruleset(kind: str, case: dict[str, Any]) -> dict[str, Any]:
    return {"/x": {kind: {"cases": [case]}}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ruleset("at_most_two", {"paths": ["a"]}), "There is no rule “at_most_two”"),
        (ruleset("sum", {"paths": ["a"]}), "This rule lacks sum"),
        (ruleset("unique", {"paths": ["a"], "path": "b"}), "This rule does not know path"),
        (ruleset("unique", {"paths": [1]}), "“paths” must be a list of texts"),
        (ruleset("regex_matches", {"paths": ["a"], "regex": "", "idCondition": "X"}), "There is no idCondition “X”"),
        (ruleset("unique", {"paths": ["a"], "ruleInfo": {"severity": "bad"}}), "There is no severity “bad”"),
        ({"/x": {"unique": []}}, "An object"),
        ({"/x": {"unique": {}}}, "A rule needs a list “cases”"),
        ([], "An object"),
    ],
)
def test_a_wrong_ruleset_is_refused(content: object, said: str) -> None:
    with pytest.raises(DeclarationError, match=said):
        list(parse_ruleset(content, "test"))


@pytest.mark.parametrize("path", ["a[", "unknown-function(a)", "nowhere:a"])
def test_a_wrong_xpath_is_refused_when_the_rule_is_made_ready(path: str) -> None:
    with pytest.raises(DeclarationError, match="not an XPath"):
        ready(parse_ruleset(ruleset("atleast_one", {"paths": [path]}), "test"), Setting(TODAY, {}))


def test_a_wrong_regular_expression_is_refused() -> None:
    rules = parse_ruleset(ruleset("regex_matches", {"paths": ["a"], "regex": "("}), "test")
    with pytest.raises(DeclarationError, match="not a regular expression"):
        ready(rules, Setting(TODAY, {}))


def test_a_file_that_is_no_json_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text("{", "utf-8")
    with pytest.raises(DeclarationError, match=r"rules\.json"):
        read_ruleset(path)


def test_rule_info_becomes_code_severity_message_and_repair(tmp_path: Path) -> None:
    info = {"id": "1.2.3", "severity": "advisory", "message": "M", "repair": "R", "category": "c"}
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(ruleset("atleast_one", {"paths": ["a"], "ruleInfo": info})), "utf-8")
    rule = read_ruleset(path)[0]
    assert (rule.code, rule.severity, rule.message, rule.repair) == ("rule.1.2.3", "advice", "M", "R")


def test_every_kind_has_a_repair() -> None:
    assert set(repairs()) == set(KEYS)


def test_the_official_ruleset_is_read_whole(official: Standard) -> None:
    assert len(official.rules) == 107
    assert len(ready(official.rules, Setting(TODAY, {"ORG-ID-PREFIX": frozenset()}))) == 107
    codes = {rule.code for rule in official.rules} | {do.code for rule in official.rules for do in rule.do}
    assert {"rule.1.1.21", "rule.2.1.2", "rule.6.11.1", "rule.7.5.3", "rule.11.3.1"} <= codes


def test_a_rule_without_a_path_is_refused() -> None:
    with pytest.raises(DeclarationError, match="“paths” is empty"):
        list(parse_ruleset({"/a": {"atleast_one": {"cases": [{"paths": []}]}}}, "r.json"))
