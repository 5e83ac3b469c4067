"""A fan: the future begins at the last observed value, and its bands lie in each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts

from grutto.charts.axes import Curve, Point
from grutto.charts.canvas import ChartText, Pen
from grutto.charts.fan import FanSpan, fan

NAMES = {float(year): f"{year}–{(year + 5) % 100:02d}" for year in range(1990, 2035, 5)}


def curve(name: str, first: int, *values: int) -> Curve:
    return Curve(name, tuple(Point(first + 5 * n, Decimal(v), str(v)) for n, v in enumerate(values)))


def span(share: int) -> FanSpan:
    lower = curve("l", 2020, *(7_000_000 - share * 10_000 * n for n in (1, 2, 3)))
    return FanSpan(f"{share} % interval", lower, curve("u", 2020, *(7_500_000 + share * 20_000 * n for n in (1, 2, 3))))


OBSERVED = curve("Observed", 1990, 4_000_000, 5_000_000, 6_000_000, 5_500_000, 6_000_000, 7_000_000)
MEDIAN = curve("Median", 2020, 7_000_000, 7_500_000, 8_000_000)
SPANS = [span(share) for share in (95, 80, 50)]


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_a_fan_can_be_read(pen: Pen) -> None:
    root = check_drawing(fan(pen, ChartText("Immigration into Europe, persons"), OBSERVED, MEDIAN, SPANS, NAMES))
    assert {"Observed", "Median", "95 % interval", "50 % interval", "2030–35"} <= set(texts(root))


def test_the_future_begins_at_the_last_observed_value() -> None:
    root = parsed(fan(PENS[0], ChartText("t"), OBSERVED, MEDIAN, SPANS, NAMES))
    median, observed = (str(e.get("points")).split() for e in root.iter("{*}polyline"))
    assert median[0] == observed[-1]
    assert (len(observed), len(median)) == (6, 4)
    bands = [str(e.get("d")) for e in root.iter("{*}path")]
    assert len(bands) == 3
    assert all(band.startswith(f"M {observed[-1]} ") for band in bands)
