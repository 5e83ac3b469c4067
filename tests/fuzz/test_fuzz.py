"""Mutated files of every kind are read as they say or refused with a sentence; those that failed once are kept."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from fuzzing import EXAMPLE, KINDS, outcome
from mutation import mutated

if TYPE_CHECKING:
    from grutto.store.home import Home

CASES = sorted((Path(__file__).parent / "cases").iterdir())
NUMBERS = {"iati": 25, "csv": 60, "json": 50, "json-stat": 50, "xlsx": 40, "archive": 50, "import": 3, "toml": 60}
"""Mutations of a kind that every run of the tests tries, some twenty seconds in all; `make fuzz` tries thousands."""
OF_THE_EXAMPLE = {"record": 25, "template": 5}
"""Those of kinds whose files are made of the example first."""


def tried(kind: str, number: int) -> None:
    """Try so many mutations of a kind, and check that of many some were taken and some refused."""
    seeds, taken = KINDS[kind].seeds(), 0
    for turn in range(number):
        chance = Random(f"0-{kind}-{turn}")
        one = chance.choice(seeds)
        content = mutated(one.content, chance, tuple(s.content for s in seeds))
        try:
            taken += outcome(KINDS[kind], one.name, content)
        except Exception as error:
            pytest.fail(f"mutation {turn} of {one.name}: {error!r}: {content[:2000]!r}")
    assert number < 10 or 0 < taken < number


@pytest.mark.parametrize("kind", NUMBERS)
def test_a_mutated_file_is_read_as_it_says_or_refused(kind: str) -> None:
    tried(kind, NUMBERS[kind])


@pytest.mark.xdist_group("fuzz-of-the-example")
@pytest.mark.parametrize("kind", OF_THE_EXAMPLE)
def test_a_mutated_record_or_template_is_read_as_it_says_or_refused(kind: str, nl_home: Home, nl_report: Path) -> None:
    EXAMPLE.update(home=nl_home.path, report=nl_report)
    tried(kind, OF_THE_EXAMPLE[kind])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_failed_once_does_not_fail_again(path: Path) -> None:
    kind, name, _ = path.name.split("~")
    outcome(KINDS[kind], name.replace("+", "/"), path.read_bytes())
