"""Where years and values stand in a chart, and which of them there is room to name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, parsed, texts

from grutto.charts.axes import Curve, PlotField, Point, axes, axis_room, scale_of
from grutto.charts.canvas import Box, Canvas

EN = PENS[0]
WIDE = Box(100.0, 0.0, 600.0, 200.0)


def field(first: float, last: float, *marks: int, box: Box = WIDE) -> PlotField:
    return PlotField(box, (first, last), [Decimal(mark) for mark in marks])


def named(plot: PlotField, names: dict[float, str] | None = None) -> list[str]:
    """Return the names at the axis of time, the last one first."""
    canvas = Canvas(EN)
    axes(canvas, plot, "", names)
    return texts(parsed(canvas.finished("T", "D", 240)))[len(plot.marks) :]


def test_years_and_values_stand_in_proportion() -> None:
    plot = field(2000, 2010, 0, 50, 100)
    assert [plot.across(year) for year in (2000, 2005, 2010)] == [100, 350, 600]
    assert [plot.up(Decimal(value)) for value in (0, 25, 100)] == [200, 150, 0]


def test_a_single_year_stands_in_the_middle() -> None:
    assert field(2000, 2000, 0, 1).across(2000) == 350


def test_the_scale_spans_what_is_known_and_what_is_beside_it() -> None:
    """An unknown value is no zero, but its year is one of the axis."""
    curve = Curve("A", (Point(2000, Decimal(52)), Point(2005, None), Point(2010, Decimal(98))))
    years, marks = scale_of([curve])
    assert years == (2000.0, 2010.0)
    assert marks[0] <= 52
    assert marks[-1] >= 98
    assert curve.known == [(2000, Decimal(52)), (2010, Decimal(98))]
    assert scale_of([curve], [Decimal(500)])[1][-1] >= 500


def test_of_nothing_there_still_is_a_scale() -> None:
    years, marks = scale_of([Curve("A", (Point(2000, None),))])
    assert years == (2000.0, 2000.0)
    assert len(marks) > 1
    assert scale_of([])[0] == (0.0, 0.0)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (2008, ["2010", "2009", "2008"]),
        (1990, ["2010", "2008", "2006", "2004", "2002", "2000", "1998", "1996", "1994", "1992", "1990"]),
        (1901, ["2010", "1990", "1970", "1950", "1930", "1910"]),
        (1500, ["2010", "1960", "1910", "1860", "1810", "1760", "1710", "1660", "1610", "1560", "1510"]),
    ],
)
def test_years_are_named_from_the_last_one_back_in_round_steps(first: float, expected: list[str]) -> None:
    assert named(field(first, 2010, 0, 1)) == expected


def test_quarters_are_named_by_the_years_that_begin() -> None:
    assert named(field(2008.25, 2010.5, 0, 1)) == ["2010", "2009"]


def test_names_that_would_touch_are_left_out_and_the_last_one_stays() -> None:
    names = {2000.0: "2000–05", 2000.5: "2000–06", 2005.0: "2005–10"}
    assert named(field(2000, 2005, 0, 1), names) == ["2005–10", "2000–06"]


def test_there_is_room_for_the_longest_name() -> None:
    short, long = (axis_room(EN, [Decimal(0), Decimal(mark)], "person") for mark in (9, 9_000_000))
    assert long > short > 10
