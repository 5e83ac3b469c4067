"""Scenarios as data: every wrong file is named, and a set has four quadrants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import DeclarationError, ScenarioError
from grutto.scenarios.drivers.declaration import (
    Scenario,
    example_set,
    parse_scenario,
    read_scenario,
    read_set,
    scenarios_named,
)

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'id = "t"\ntitle = "T"\nsummary = "S"\nauthorship = "test"\n'
SURE = 'confidence = "high"\nlog_sd = 0.0\nreason = "because"\n'


def scenario(body: str) -> Scenario:
    return parse_scenario(HEAD + body, where="test.toml")


def shock(orig: str, region: str, in_region: float) -> str:
    return (
        f'[[shock]]\nid = "s"\nkind = "conflict"\norig = "{orig}"\ndisplaced = 10000\nin_region = {in_region}\n'
        f"region = {region}\nreturn_rate = 0.25\nperiods = [2020]\n{SURE}"
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[[driver", "The file is not TOML: a heading"),
        (
            '[[driver]]\nid = "d"\nkind = "magic"\nconfidence = "low"\nreason = "r"\n',
            "Expected one of: economy, conflict.*driver.0..kind",
        ),
        (
            '[[driver]]\nid = "d"\nkind = "economy"\nconfidence = "low"\nreason = "r"\n',
            "either direction and strength",
        ),
        (f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = -1.0\n{SURE}', "above 0"),
        (f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = nan\n{SURE}', "not finite"),
        (f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = 1e40\n{SURE}', "from 0.001 to 1000"),
        (shock("IRQ", "[]", 0.5).replace("10000", "1e40"), "displaced is a number of persons"),
        (
            f'[[policy]]\nid = "p"\nkind = "legal_ways"\norig = []\ndest = []\nplaces_per_year = 1e40\n{SURE}',
            "places_per_year",
        ),
        (f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = "1.2"\n{SURE}', "Expected a number, found '1.2'"),
        ('[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = 1.2\nconfidence = "low"\n', "key reason is missing"),
        (
            f'[[driver]]\nid = "d"\nkind = "economy"\nmultiplier = 1.0\norgi = ["africa"]\n{SURE}',
            "Unknown key: orgi",
        ),
        (
            f'[[policy]]\nid = "p"\nkind = "return"\norig = []\ndest = []\nshare = 2.0\n{SURE}',
            "share between 0 and 1",
        ),
        (
            f'[[policy]]\nid = "p"\nkind = "legal_ways"\norig = []\ndest = []\nshare = 0.2\n{SURE}',
            "places_per_year",
        ),
        (
            (
                '[[shock]]\nid = "s"\nkind = "conflict"\norig = "IRQ"\n'
                f"displaced = 1.0\nin_region = 0.5\nregion = []\nreturn_rate = 0.5\n{SURE}"
            ),
            "exactly one period",
        ),
    ],
)
def test_wrong_files_are_named(body: str, message: str) -> None:
    with pytest.raises((DeclarationError, ScenarioError), match=f"(?s){message}"):
        scenario(body)


def test_example_set_fills_four_quadrants_and_says_it_is_an_example() -> None:
    examples = example_set()
    assert len(examples.scenarios) == 4
    assert len(set(examples.positions.values())) == 4
    assert all("exercise: no forecast" in one.authorship for one in examples.scenarios)
    kinds = {assumption.kind for one in examples.scenarios for assumption in one.assumptions}
    assert kinds >= {"economy", "conflict", "climate", "policy", "demography"}
    assert kinds >= {"legal_ways", "return", "protection_in_region"}


def test_set_with_an_empty_quadrant_is_refused(tmp_path: Path) -> None:
    axis = '[[axis]]\nid = "{0}"\nquestion = "q"\nlow = "l"\nhigh = "h"\n'
    member = '[[scenario]]\nfile = "a.toml"\na = "low"\nb = "high"\n'
    text = 'id = "s"\ntitle = "t"\nauthorship = "x"\n' + axis.format("a") + axis.format("b") + member
    (tmp_path / "set.toml").write_text(text.replace('b = "high"', 'c = "high"'), encoding="utf-8")
    with pytest.raises(ScenarioError, match="nothing else"):
        read_set(tmp_path / "set.toml")
    (tmp_path / "set.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="four quadrants"):
        read_set(tmp_path / "set.toml")
    with pytest.raises(DeclarationError, match="no such file"):
        read_scenario(tmp_path / "a.toml")


@pytest.mark.parametrize("names", [(), ("unchanged",), ("unchanged", "busy-borders", "unchanged")])
def test_scenarios_to_compare_are_two_or_more_with_ids_of_their_own(names: tuple[str, ...]) -> None:
    assert [one.id for one in scenarios_named(("busy-borders", "unchanged"))] == ["busy-borders", "unchanged"]
    with pytest.raises(ScenarioError, match="two scenarios with different ids"):
        scenarios_named(names)
