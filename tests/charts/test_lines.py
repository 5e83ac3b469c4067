"""Time series: gaps, breaks, goals, ends; names that can be read on every width."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import ARABIC, PENS, SPEAKERS, check_drawing, parsed, texts, titles, written

from grutto.charts.axes import Curve, Point
from grutto.charts.canvas import ChartText, Pen
from grutto.charts.lines import ReferenceLine, line_chart, small_multiples
from grutto.locale import language_named

SAID = ChartText("Cost of sending 200 euros", "Percent by quarter", "percent")
EN = PENS[0]


def curve(name: str, *values: str | None, start: float = 2000, step: float = 1) -> Curve:
    points = (Point(start + n * step, Decimal(v) if v else None, f"{v}") for n, v in enumerate(values))
    return Curve(name, tuple(points))


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_lines_can_be_read(pen: Pen) -> None:
    curves = [
        curve("From the Netherlands to Morocco, all providers together", *"987654", start=2016),
        curve("From Germany to Morocco, all providers together", *"986", start=2016),
        curve("Over there", *"654654", start=2016),
        curve("World", *"655555", start=2016),
    ]
    goals = (ReferenceLine(Decimal(3), "3 %: the goal for 2030"), ReferenceLine(Decimal(5), "5 %: the goal of the G20"))
    root = check_drawing(line_chart(pen, SAID, curves, references=goals, breaks=(2018,)))
    assert {"3 %: the goal for 2030", "5 %: the goal of the G20", pen.say("break"), "2021"} <= set(texts(root))


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_small_charts_can_be_read(pen: Pen) -> None:
    names = ["Asylum applications", "First residence permits for work, by citizenship of the person", "c", "d"]
    root = check_drawing(small_multiples(pen, SAID, [curve(n, "1000", "-20000", "3000000") for n in names]))
    assert len(list(root.iter("{*}polyline"))) == 4


def test_an_unknown_value_makes_a_gap_and_no_zero() -> None:
    root = parsed(line_chart(EN, SAID, [curve("a", "1", "2", None, "4")]))
    assert [len(str(e.get("points")).split()) for e in root.iter("{*}polyline")] == [2, 1]
    assert titles(root) == ["1", "2", "4"]


def test_years_without_values_make_a_gap_but_not_in_a_series_of_every_fifth_year() -> None:
    known = tuple(Point(year, Decimal(1)) for year in (2000, 2003, 2004, 2005))
    gap = parsed(line_chart(EN, SAID, [Curve("a", known)]))
    fifth = parsed(line_chart(EN, SAID, [curve("a", "1", "2", "3", step=5)]))
    quarters = parsed(line_chart(EN, SAID, [curve("a", "1", "2", "3", "4", "5", step=0.25)]))
    assert [len(list(root.iter("{*}polyline"))) for root in (gap, fifth, quarters)] == [2, 1, 1]


def test_a_series_that_ends_early_ends_where_it_ends() -> None:
    """Nothing in its colour goes on to the right; its last dot is hollow, its name stands beside it."""
    root = parsed(line_chart(EN, SAID, [curve("long", *"123456"), curve("cut", *"65")]))
    (line,) = [e for e in root.iter("{*}polyline") if "s-c1" in str(e.get("class"))]
    end = max(float(p.split(",")[0]) for p in str(line.get("points")).split())
    (hollow,) = [e for e in root.iter("{*}circle") if "f-paper" in str(e.get("class"))]
    assert float(str(hollow.get("cx"))) == end
    assert dict(written(root))["cut"].left - end < 12
    assert not [e for e in root.iter("{*}line") if "s-c1" in str(e.get("class"))]


def test_goals_are_part_of_the_scale() -> None:
    root = parsed(line_chart(EN, SAID, [curve("a", "1", "2")], references=[ReferenceLine(Decimal(9), "goal")]))
    boxes = dict(written(root))
    (goal,) = [e for e in root.iter("{*}line") if e.get("stroke-dasharray") == "8 4"]
    assert boxes["10\N{NO-BREAK SPACE}%"].bottom < float(str(goal.get("y1"))) < boxes["8\N{NO-BREAK SPACE}%"].top


def test_time_goes_to_the_left_where_people_read_so() -> None:
    pen = Pen(ARABIC, "k")
    goals = [ReferenceLine(Decimal(3), "هدف")]
    boxes = dict(written(check_drawing(line_chart(pen, SAID, [curve("العالم", *"9876")], references=goals))))
    assert boxes["٢٠٠٣"].left < boxes["٢٠٠٠"].left
    assert boxes["العالم"].right < boxes["٢٠٠٣"].left + 20, "the name stands where the line ends"


def test_the_same_chart_gives_the_same_text() -> None:
    first, second = (line_chart(EN, SAID, [curve("a", "1", "2")]) for _ in range(2))
    assert first == second


def test_numbers_are_in_the_language_of_the_page() -> None:
    pen = Pen(language_named("nl"), "k")
    root = parsed(line_chart(pen, ChartText("t"), [curve("a", "0.5", "2.4")]))
    assert {"0,5", "2,5"} <= set(texts(root))
