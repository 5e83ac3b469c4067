"""To which priority and budget line an activity belongs, by the rules of a framework; worked by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from small_policy import POLICY
from small_report import AID, WORK, rule
from small_tables import engine_of

from grutto.errors import DeclarationError, StoreError
from grutto.measures.attribution import ATTRIBUTIONS, attribute, kept_attribution

if TYPE_CHECKING:
    from grutto.model.framework import AttributionRule, Framework
    from grutto.store.engine import Engine

Row = dict[str, Any]


def portfolio(*names: str) -> list[Row]:
    """Return the counted copies of activities, each in the file `new`."""
    return [
        {
            "iati_identifier": name,
            "snapshot": "new",
            "locator": f"/{name}",
            "reporting_org": "XM-T-1",
            "hierarchy": 1,
        }
        for name in names
    ]


def tag(name: str, code: str, snapshot: str = "new") -> Row:
    return {
        "iati_identifier": name,
        "snapshot": snapshot,
        "locator": f"/{name}/tag[{code}]",
        "parent": f"/{name}",
        "code": code,
    }


def policy(*rules: AttributionRule, lines: bool = True) -> Framework:
    return replace(POLICY, attribution=rules, budget_line=(AID, WORK) if lines else (AID,))


def found(framework: Framework, engine: Engine, *columns: str) -> dict[str, tuple[Any, ...]]:
    rows = attribute(engine, framework).to_pylist()
    return {row["iati_identifier"]: tuple(row[column] for column in columns) for row in rows}


ONE, TWO = rule("tag", "code", "p1", priority="1"), rule("tag", "code", "p2", priority="2")


def test_no_rule_and_rules_that_disagree_are_listed_and_lose_or_double_nothing() -> None:
    """A has one tag, B both, C none: each stands once, with the places that its rules matched at."""
    engine = engine_of(portfolio=portfolio("A", "B", "C"), tag=[tag("A", "p1"), tag("B", "p2"), tag("B", "p1")])
    assert found(policy(ONE, TWO), engine, "priority", "reason") == {
        "A": ("1", "rule|number=0|place=/A/tag[p1]"),
        "B": (
            "several",
            "rules-disagree|codes=1, 2\nrule|number=0|place=/B/tag[p1]\nrule|number=1|place=/B/tag[p2]",
        ),
        "C": ("none", "no-rule"),
    }


def test_what_a_person_decided_outranks_the_rules() -> None:
    engine = engine_of(portfolio=portfolio("A", "B"), tag=[tag("A", "p1"), tag("B", "p1")])
    decided = replace(rule("tag", "iati_identifier", "A", priority="2"), decides=True)
    assert found(policy(ONE, decided), engine, "priority") == {"A": ("2",), "B": ("1",)}


def test_only_the_counted_copy_of_an_activity_is_looked_at() -> None:
    """A tag in a file that a later one replaces says nothing any more."""
    engine = engine_of(portfolio=portfolio("A"), tag=[tag("A", "p1", "old"), tag("A", "p2")])
    assert found(policy(ONE, TWO), engine, "priority") == {"A": ("2",)}


@pytest.mark.parametrize(
    ("framework", "line", "reason"),
    [
        (policy(ONE, lines=False), "aid", "one-budget-line"),
        (policy(ONE), "none", "no-rule"),
        (policy(ONE, rule("attribution", "priority", "1", budget_line="work")), "work", "rule|number=1"),
        (policy(ONE, rule("tag", "code", "p1", budget_line="aid")), "aid", "rule|number=1|place=/A/tag[p1]"),
        (policy(ONE, rule("attribution", "priority", "2", budget_line="work"), lines=False), "none", "no-rule"),
    ],
)
def test_budget_line_by_the_only_one_there_is_by_priority_or_by_rows(
    framework: Framework, line: str, reason: str
) -> None:
    """Where a framework has rules for budget lines, also its only line takes what they give it and no more."""
    engine = engine_of(portfolio=portfolio("A"), tag=[tag("A", "p1")])
    assert found(framework, engine, "budget_line", "budget_line_reason") == {"A": (line, reason)}


def test_a_release_without_activities_has_none() -> None:
    assert attribute(engine_of(), policy(ONE)).num_rows == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (rule("weather", "code", "p1", priority="1"), r"priority 1 names weather\.iati_identifier(.|\n)*no such table"),
        (rule("tag", "colour", "red", budget_line="aid"), r"budget line aid names tag\.colour(.|\n)*columns of tag"),
    ],
)
def test_a_rule_about_what_is_no_table_or_column_is_refused(wrong: AttributionRule, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        attribute(engine_of(), policy(wrong))


def test_it_is_computed_once_for_each_framework_and_kept(tmp_path: Path) -> None:
    engine = engine_of(portfolio=portfolio("A"), tag=[tag("A", "p1")])
    first = kept_attribution(tmp_path, engine, policy(ONE))
    assert isinstance(first, Path)
    assert first.parent == tmp_path / ATTRIBUTIONS
    assert kept_attribution(tmp_path, engine_of(), policy(ONE)) == first, "what is kept is not asked again"
    assert kept_attribution(tmp_path, engine, policy(TWO)) != first


def test_where_nothing_can_be_written_it_is_computed_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("read-only")

    monkeypatch.setattr("grutto.measures.attribution.write_atomically", refuse)
    table = kept_attribution(tmp_path, engine_of(portfolio=portfolio("A")), policy(ONE))
    assert isinstance(table, pa.Table)
    assert table.to_pylist()[0]["priority"] == "none"
