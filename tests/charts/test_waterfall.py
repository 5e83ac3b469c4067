"""Steps that add up: each begins where the one before ended."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts

from grutto.charts.bars import NamedValue
from grutto.charts.canvas import ChartText, Pen
from grutto.charts.waterfall import waterfall

SAID = ChartText("From budget to spending, 2010")


def step(name: str, value: int | None) -> NamedValue:
    shown = "unknown" if value is None else f"EUR {value:,}"
    return NamedValue(name, None if value is None else Decimal(value), shown)


START, END = step("Budgeted", 100), step("Spent", 70)


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_a_waterfall_can_be_read(pen: Pen) -> None:
    long = "Volume: fewer people were reached than were planned when the budget was made"
    steps = [step(long, -40_000_000), step("Price", None), step("Rate", 10)]
    root = check_drawing(waterfall(pen, SAID, step("Budgeted", 90_000_000), steps, END))
    assert {"Budgeted", "EUR 90,000,000", "EUR -40,000,000", "unknown", "Spent"} <= set(texts(root))


def test_a_step_begins_where_the_one_before_ended() -> None:
    """100 − 40 + 10 = 70: bars from 0 to 100, from 60 to 100, from 60 to 70, from 0 to 70."""
    root = parsed(waterfall(PENS[0], SAID, START, [step("Volume", -40), step("Rate", 10)], END))
    bars = [e for e in root.iter("{*}rect") if e.get("class") != "f-wash"]
    left = [float(str(e.get("x"))) for e in bars]
    wide = [float(str(e.get("width"))) for e in bars]
    unit = wide[0] / 100
    assert [round((x - left[0]) / unit) for x in left] == [0, 60, 60, 0]
    assert [round(w / unit) for w in wide] == [100, 40, 10, 70]
    assert [e.get("class") for e in bars] == ["f-c0", "f-c1", "f-c2", "f-c0"]


def test_an_unknown_step_has_no_bar() -> None:
    root = parsed(waterfall(PENS[0], SAID, START, [step("Price", None)], END))
    assert len([e for e in root.iter("{*}rect") if e.get("class") != "f-wash"]) == 2


def test_below_zero_there_is_room_too() -> None:
    root = check_drawing(waterfall(PENS[0], SAID, START, [step("Volume", -150)], step("Spent", -50)))
    assert min(float(str(e.get("x"))) for e in root.iter("{*}rect")) >= 0
