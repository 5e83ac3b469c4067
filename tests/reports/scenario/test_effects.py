"""What a scenario changes in each region, and what is not known of ages."""

from __future__ import annotations

import pytest
from small_report import said, table
from small_result import balance, results, spread

from grutto.content.blocks import Table
from grutto.reports.scenario.effects import EFFECTS, effects
from grutto.scenarios.demography import MODEL_AGES

NET = "Net migration, persons in five years"


def test_regions_stand_in_one_order_with_the_median_and_three_intervals() -> None:
    rows = [
        balance(2025, "europe", "net", 200),
        balance(2020, "africa", "net", -100),
        balance(2020, "europe", "net", 100),
    ]
    assert table(effects(results(region_balance=rows)), NET) == [
        ["Region", "Period", "Median", "50 % interval", "80 % interval", "95 % interval"],
        ["Europe", "2020–25", "100", "90 – 110", "80 – 120", "70 – 130"],
        ["Europe", "2025–30", "200", "190 – 210", "180 – 220", "170 – 230"],
        ["Africa", "2020–25", "−100", "−110 – −90", "−120 – −80", "−130 – −70"],
    ]


def test_an_effect_that_the_result_does_not_hold_has_no_table() -> None:
    found = effects(results(region_balance=[balance(2020, "europe", "net", 1)]), "x-")
    assert found.anchor == "x-effects"
    assert len([block for block in found.blocks if isinstance(block, Table)]) == 1
    every = {
        name: [spread(1, period=2020, region="europe", **dict(part)) for (other, part) in EFFECTS if other == name]
        for name, _ in EFFECTS
    }
    assert len([block for block in effects(results({}, **every)).blocks if isinstance(block, Table)]) == len(EFFECTS)


@pytest.mark.parametrize(
    ("vintage", "words"),
    [
        ("", "no population by age"),
        (
            f"ages.csv; {MODEL_AGES}: all areas",
            f"model schedule, and so do the effects that depend on age. {MODEL_AGES}",
        ),
        ("ages.csv", ""),
    ],
)
def test_what_is_not_known_of_ages_is_told(vintage: str, words: str) -> None:
    lines = said(effects(results({"vintage_demography": vintage})))[1:]
    assert words in " ".join(lines)
    assert bool(lines) == bool(words)
