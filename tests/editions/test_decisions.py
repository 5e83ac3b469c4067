"""What people decide about activities, as rules that outrank those of a framework."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_report import PROGRAMME

from grutto.editions.decisions import decided
from grutto.errors import JudgementsError
from grutto.model.judgement import Judgement

MOVED = Judgement("one", "attribution", "A", "A. Person", date(2011, 6, 1), {"en": "It is about return."}, priority="2")


def test_a_decision_is_a_rule_about_one_activity_with_who_said_so_and_why() -> None:
    found = decided(PROGRAMME, (MOVED,))
    *before, rule = found.attribution
    assert tuple(before) == PROGRAMME.attribution
    assert (rule.priority, rule.budget_line, rule.decides) == ("2", "", True)
    assert rule.where == {"iati_identifier": ("A",)}
    assert rule.reason == {"en": "A. Person: It is about return."}


def test_priority_and_budget_line_are_a_rule_each() -> None:
    rules = decided(PROGRAMME, (replace(MOVED, budget_line="work"),)).attribution[-2:]
    assert [(rule.priority, rule.budget_line) for rule in rules] == [("2", ""), ("", "work")]


def test_another_decision_is_another_version_and_without_any_it_is_the_same() -> None:
    versions = {decided(PROGRAMME, (replace(MOVED, priority=code),)).sha256 for code in ("1", "2")}
    assert len(versions | {PROGRAMME.sha256}) == 3
    assert decided(PROGRAMME, ()) is PROGRAMME
    assert decided(PROGRAMME, (replace(MOVED, kind="narrative"),)) is PROGRAMME


def test_what_the_framework_does_not_have_is_refused_with_what_it_has_all_at_once() -> None:
    wrong = replace(MOVED, priority="9", budget_line="weather")
    nothing = replace(MOVED, id="two", priority="")
    with pytest.raises(JudgementsError) as caught:
        decided(PROGRAMME, (wrong, nothing))
    assert [(p.judgement, p.where) for p in caught.value.problems] == [("one", "9"), ("one", "weather"), ("two", "A")]
    assert [str(p.repair) for p in caught.value.problems[:2]] == ["one of: 1, 2", "one of: aid, work"]
