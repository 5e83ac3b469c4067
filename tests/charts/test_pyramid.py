"""A population by age: the youngest below, both sexes on one scale, the earlier time as a line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts

from grutto.charts.canvas import ChartText, Pen
from grutto.charts.pyramid import Side, pyramid

AGES = [*(f"{age}–{age + 4}" for age in range(0, 100, 5)), "100+"]
VALUES = tuple(Decimal(40_000_000 - 1_900_000 * n) for n in range(21))


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_a_pyramid_can_be_read(pen: Pen) -> None:
    sides = (Side("Men", VALUES, VALUES), Side("Women", VALUES, VALUES))
    root = check_drawing(pyramid(pen, ChartText("Africa, 2030"), AGES, sides, "2020"))
    assert {"Men", "Women", "0–4", "100+", "2020"} <= set(texts(root))


def test_bars_are_as_long_as_their_values() -> None:
    sides = (Side("Men", (Decimal(10), Decimal(5))), Side("Women", (Decimal(5), Decimal(2))))
    root = parsed(pyramid(PENS[0], ChartText("t"), ["0–4", "5+"], sides))
    wide = [float(str(e.get("width"))) for e in root.iter("{*}rect")]
    assert [round(10 * w / wide[0]) for w in wide] == [10, 5, 5, 2]
    below, above = [float(str(e.get("y"))) for e in root.iter("{*}rect")][:2]
    assert below > above, "the youngest are at the bottom"
    assert not list(root.iter("{*}polyline"))


def test_the_earlier_time_is_a_line_on_each_side() -> None:
    sides = (Side("Men", (Decimal(10),), (Decimal(8),)), Side("Women", (Decimal(9),), (Decimal(7),)))
    root = parsed(pyramid(PENS[0], ChartText("t"), ["0+"], sides, "2020"))
    assert len(list(root.iter("{*}polyline"))) == 2
