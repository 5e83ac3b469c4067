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
    assert {"2000", "2008", "2009", "unknown"} <= set(texts(root)), "every year is drawn"


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_columns_with_no_room_stand_below_each_other(pen: Pen) -> None:
    """Forty years have no room side by side, nor has one long value: none is left out, and nothing runs off."""
    many = [NamedValue(str(1980 + n), Decimal(n), str(n)) for n in range(40)]
    assert {"1980", "2019"} <= set(texts(check_drawing(columns(pen, ChartText("t"), many))))
    long = NamedValue("2010", Decimal(1), "1,234,567,890 children in primary school per school year (incomplete)")
    assert "2010" in texts(check_drawing(columns(pen, ChartText("t"), [long])))


def test_a_column_below_zero_hangs_from_it() -> None:
    svg = columns(EN, ChartText("t"), [NamedValue("2009", Decimal(10), "10"), NamedValue("2010", Decimal(-10), "−10")])
    up, down = parsed(svg).iter("{*}rect")
    (zero,) = parsed(svg).iter("{*}line")
    assert float(str(up.get("y"))) + float(str(up.get("height"))) == pytest.approx(float(str(zero.get("y1"))), abs=0.2)
    assert down.get("y") == zero.get("y1")


def test_the_longest_name_stands_on_one_line() -> None:
    """Its column is as wide as it is: what is added for the gap and taken off again is not exactly nothing."""
    assert "Only one" in texts(check_drawing(ranking(EN, SAID, [NamedValue("Only one", Decimal(42), "EUR 42")])))


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_a_value_that_is_too_long_is_cut_and_covers_no_name(pen: Pen) -> None:
    value = "1,234,567,890 children in primary school per school year (incomplete)"
    root = check_drawing(ranking(pen, SAID, [NamedValue("Ghana", Decimal(1), value)]))
    assert "Ghana" in texts(root)


def test_a_short_bar_stands_on_its_own_side_of_zero() -> None:
    svg = ranking(EN, SAID, [NamedValue("a", Decimal(10**6), "1"), NamedValue("b", Decimal(-1), "−1")])
    up, down = (e for e in parsed(svg).iter("{*}rect") if e.get("class") != "f-wash")
    assert float(str(down.get("x"))) + float(str(down.get("width"))) == pytest.approx(float(str(up.get("x"))), abs=0.2)
    tiny = columns(EN, ChartText("t"), [NamedValue("2009", Decimal(10**6), "1"), NamedValue("2010", Decimal(1), "1")])
    _, column = parsed(tiny).iter("{*}rect")
    (zero,) = parsed(tiny).iter("{*}line")
    assert float(str(column.get("y"))) + float(str(column.get("height"))) == pytest.approx(float(str(zero.get("y1"))))
