"""What a scenario assumes: each assumption with where, when, how large, by whom, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from small_report import plain, said, table
from small_result import balance, results

from grutto.content.blocks import Sentence, Table
from grutto.reports.scenario.assumptions import AUTHOR, KINDS, assumptions

if TYPE_CHECKING:
    from grutto.reports.scenario.figures import Results

TITLE = "What is assumed, and the moves it adds or takes away"
POLICY = {
    "scenario": "busy",
    "id": "one",
    "kind": "policy",
    "type": "multiplier",
    "reason": "Visas are given sooner",
    "source": AUTHOR,
    "orig": "africa, AFG",
    "dest": "all",
    "periods": "2020, 2025",
    "size": 1.5,
    "unit": "factor on flows",
    "lower_80": 1.2,
    "upper_80": 1.8,
    "confidence": "low",
    "moves_added": 1234.0,
    "moves_taken_away": 0.0,
    "in_region": None,
    "return_rate": None,
}
SHOCK = POLICY | {
    "kind": "conflict",
    "type": "shock",
    "source": "UNHCR, 2019",
    "periods": "2025",
    "unit": "persons",
    "size": 5000.0,
    "in_region": 0.8,
    "return_rate": 0.25,
}


def made(*rows: dict[str, Any]) -> Results:
    return results(
        region_balance=[balance(period, "europe", "net", 1) for period in (2020, 2025)], assumptions=list(rows)
    )


def test_an_assumption_stands_with_its_areas_size_and_what_it_adds() -> None:
    (row,) = table(assumptions(made(POLICY)), TITLE)[1:]
    what, areas, periods, size, confidence, added, taken = row
    assert what == "Policy: Visas are given sooner", "the author's own judgement needs no source beside it"
    assert areas == "Africa, Afghanistan → all areas"
    assert periods == "2020–30", "all that are projected are one span"
    assert size.startswith("1.5 ")
    assert size.endswith("(1.2 – 1.8)")
    assert (confidence, added, taken) == ("low", "1,230", "0"), "a model does not know the last four"


def test_a_shock_says_who_stays_in_the_region_and_who_returns() -> None:
    (row,) = table(assumptions(made(SHOCK)), TITLE)[1:]
    assert row[0] == (
        "Conflict, a shock: Visas are given sooner (UNHCR, 2019) Of the displaced, 80.0 % stay in the region; in each"
        " later period, 25.0 % of those still away return."
    )
    assert row[2] == "2025–30"


def test_it_is_no_prediction_and_of_nothing_assumed_there_is_no_table() -> None:
    found = assumptions(made(), "x-")
    assert found.anchor == "x-assumptions"
    assert said(found) == [
        "More moves.",
        "A projection shows what follows if the assumptions hold. It is no prediction.",
        "Nothing is assumed beyond the model.",
    ]
    assert not [block for block in found.blocks if isinstance(block, Table)]


def test_in_dutch_the_text_of_the_author_stays_as_it_was_written() -> None:
    found = assumptions(made(POLICY))
    (shown,) = [block for block in found.blocks if isinstance(block, Table)]
    assert plain(shown.rows[0][0], "nl") == "Beleid: Visas are given sooner"
    assert plain(shown.rows[0][1], "nl") == "Afrika, Afghanistan → alle gebieden"
    assert len({plain((Sentence(name),), "nl") for name in KINDS.values()}) == len(KINDS)
