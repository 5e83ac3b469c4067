"""The report of a scenario: what it comes from, and its parts in each language."""

from __future__ import annotations

import pytest
from small_report import facts, plain
from small_result import balance, results

from grutto.content.blocks import Section
from grutto.reports.scenario.document import document, parts, run_facts

MADE = results(region_balance=[balance(2020, "europe", "immigration", 1)])
AGREEMENT = {"largest_rhat": "1.01", "smallest_effective": "400", "divergences": "0"}


def told(lineage: dict[str, str]) -> dict[str, str]:
    return facts(Section("", (), (run_facts(results(lineage)),)))


def test_model_seed_data_and_author_are_told() -> None:
    found = told({})
    assert {name: found[name] for name in ("Model", "Seed", "Possible futures drawn", "Assumptions by", "Data")} == {
        "Model": "persistence",
        "Seed": "11",
        "Possible futures drawn": "12",
        "Assumptions by": "A. Person",
        "Data": "ages.csv; invented",
    }
    assert found["Made by"].startswith("1.0 · ")


@pytest.mark.parametrize(
    ("lineage", "name", "value"),
    [
        (AGREEMENT, "Agreement of the chains", "largest R̂ 1.01, smallest effective sample size 400, divergent steps 0"),
        ({"areas_projected_at_zero": "VAT"}, "Areas projected at zero", "VAT"),
        ({"outflows_limited": "TUV 3"}, "Outflows scaled down, with the number of draws", "TUV 3"),
    ],
)
def test_what_a_reader_must_know_of_the_run_is_told_where_there_is_any(
    lineage: dict[str, str], name: str, value: str
) -> None:
    assert told(lineage)[name] == value
    assert name not in told({})


def test_the_report_has_all_parts_and_its_title_as_the_author_wrote_it() -> None:
    made = document(MADE)
    assert plain(made.title) == plain(made.title, "nl") == "Busy borders"
    assert plain(made.subtitle) == "Scenario of migration flows, 2020–25"
    assert [s.anchor for s in made.sections] == ["assumptions", "charts", "effects"]
    assert [s.anchor for s in parts(MADE, "x-")] == ["x-assumptions", "x-charts", "x-effects"]
