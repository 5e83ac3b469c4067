"""Bars and columns: from zero, with their values, unknown ones without a bar."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts

from grutto.charts.bars import NamedValue, columns, ranking
from grutto.charts.canvas import ChartText, Pen

SAID = ChartText("Spent by country, 2010")
EN = PENS[0]
LONG = "United Nations High Commissioner for Refugees, regional office for the Great Lakes"
BARS = [
    NamedValue(LONG, Decimal(1000), "EUR 1,000,000,000"),
    NamedValue("Zambia", Decimal(500), "EUR 500"),
    NamedValue("Not told", None, "not in the source"),
    NamedValue("Repaid", Decimal(-250), "−EUR 250"),
]


def widths(svg: str, role: str) -> list[float]:
    bars = [e for e in parsed(svg).iter("{*}rect") if e.get("class") == f"f-{role}"]
    return [float(str(e.get("width"))) for e in bars]


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_bars_can_be_read(pen: Pen) -> None:
    root = check_drawing(ranking(pen, SAID, BARS))
    assert {"Zambia", "EUR 500", "EUR 1,000,000,000", "not in the source", "−EUR 250"} <= set(texts(root))


def test_bars_are_as_long_as_their_values_from_a_common_zero() -> None:
    whole, half = widths(ranking(EN, SAID, BARS), "c0")
    (back,) = widths(ranking(EN, SAID, BARS), "c1")
    assert whole == pytest.approx(2 * half, abs=0.2)
    assert back == pytest.approx(half / 2, abs=0.2)


def test_percentages_are_parts_of_a_hundred() -> None:
    svg = ranking(EN, ChartText("t", unit="percent"), [NamedValue("a", Decimal(25), "25 %")])
    assert widths(svg, "c0")[0] == pytest.approx(widths(svg, "wash")[0] / 4, abs=0.2)


def test_a_target_is_marked() -> None:
    with_target = [NamedValue("a", Decimal(50), "50", target=Decimal(100))]
    assert len(list(parsed(ranking(EN, SAID, with_target)).iter("{*}line"))) == 1


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_columns_can_be_read(pen: Pen) -> None:
    years = [NamedValue(str(2000 + n), Decimal(10**n), f"{10**n:,}") for n in range(9)]
    root = check_drawing(columns(pen, ChartText("Money by year"), [*years, NamedValue("2009", None, "unknown")]))
    assert {"2009", "unknown", "2008"} <= set(texts(root)), "the last years are those that are drawn"


def test_a_column_below_zero_hangs_from_it() -> None:
    svg = columns(EN, ChartText("t"), [NamedValue("2009", Decimal(10), "10"), NamedValue("2010", Decimal(-10), "−10")])
    up, down = parsed(svg).iter("{*}rect")
    (zero,) = parsed(svg).iter("{*}line")
    assert float(str(up.get("y"))) + float(str(up.get("height"))) == pytest.approx(float(str(zero.get("y1"))), abs=0.2)
    assert down.get("y") == zero.get("y1")
