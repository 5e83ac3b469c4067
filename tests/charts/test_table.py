"""Every chart has its figures in a table, and every kind of drawing is drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest
from drawings import PENS, SPEAKERS, check_drawing

from grutto.charts import chart_text_of, svg
from grutto.charts.table import table_of
from grutto.content.blocks import (
    AgeSide,
    Bar,
    Chord,
    Drawing,
    Fan,
    FigureText,
    Flow,
    FlowMap,
    Flows,
    Interval,
    Label,
    Line,
    Lines,
    Multiples,
    Plot,
    Pyramid,
    Ranking,
    Series,
    Transfer,
    Waterfall,
)
from grutto.model.figure import Figure, Period, Statement

if TYPE_CHECKING:
    from grutto.charts.canvas import Pen

SAID = Statement("test", date(2010, 1, 1), "made up")
TITLE: Line = (Label("Title <&>"),)
ABOUT: Line = (Label("What is to be seen"),)


def figure(value: str | None, year: int = 2010) -> Figure:
    return Figure(f"f.{value}.{year}", Decimal(value) if value else None, "person", SAID, Period.year(year))


def series(name: str, *values: str | None, step: int = 1) -> Series:
    points = tuple((2000 + n * step, figure(v, 2000 + n * step)) for n, v in enumerate(values))
    return Series((Label(name),), points)


def flow(origin: str, destination: str, value: str) -> Flow:
    return Flow(origin, destination, (Label(origin),), (Label(destination),), figure(value))


FIVE = series("Observed", "1", "2", step=5)
PERIODS = ((2000, "2000–05"), (2005, "2005–10"))
BAR = Bar((Label("first"),), figure("10"))
MEN = AgeSide((Label("Men"),), (figure("4"), figure("3")), (figure("2"), figure("1")))
FLOWS = (flow("AFG", "NLD", "10"), flow("AFG", "PAK", "1000"), flow("AFG", "XXX", "5"))
PLOTS: dict[type, tuple[Plot, int]] = {
    Lines: (Lines(TITLE, ABOUT, (series("a", "1", "2", None, "4"), series("b", "3", "3", "3", "3")), (2002,)), 4),
    Multiples: (Multiples(TITLE, ABOUT, tuple(series(n, "10", "-20", "30") for n in "abcd")), 3),
    Ranking: (Ranking(TITLE, ABOUT, (BAR, Bar((Label("second"),), figure("0")))), 2),
    FlowMap: (FlowMap(TITLE, ABOUT, FLOWS), 3),
    Chord: (Chord(TITLE, ABOUT, FLOWS), 3),
    Fan: (Fan(TITLE, ABOUT, FIVE, FIVE, (Interval((Label("95 %"),), FIVE, FIVE),), PERIODS), 2),
    Pyramid: (Pyramid(TITLE, ABOUT, ("0–4", "5+"), (MEN, MEN), (Label("2020"),)), 2),
}
DRAWINGS: list[Drawing] = [
    *(plot for plot, _ in PLOTS.values()),
    Flows(TITLE, (Transfer("A", "B", figure("4")),), (("A", "First"), ("B", "Second"))),
    Waterfall(TITLE, BAR, (Bar((Label("less"),), figure("-4")),), Bar((Label("last"),), figure("6"))),
]


def test_every_kind_is_here() -> None:
    assert set(PLOTS) == set(get_args(Plot))
    assert {type(d) for d in DRAWINGS} == set(get_args(Drawing))


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda d: type(d).__name__)
def test_every_kind_is_drawn(drawing: Drawing, pen: Pen) -> None:
    root = check_drawing(svg(drawing, pen))
    names = {str(e.get("id")): e.text for e in root if e.get("id")}
    assert names[str(root.get("aria-labelledby")).split()[0]] == "Title <&>"
    assert chart_text_of(drawing, pen).description


@pytest.mark.parametrize("kind", PLOTS, ids=lambda k: k.__name__)
def test_the_unit_of_every_kind_is_known(kind: type) -> None:
    assert chart_text_of(PLOTS[kind][0], PENS[0]).unit == "person"


@pytest.mark.parametrize("kind", PLOTS, ids=lambda k: k.__name__)
def test_the_table_has_every_figure(kind: type) -> None:
    plot, rows = PLOTS[kind]
    table = table_of(plot)
    assert len(table.rows) == rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert any(isinstance(part, FigureText) for row in table.rows for line in row for part in line)


def test_what_is_drawn_of_flows_and_steps_is_told_in_words() -> None:
    flows, waterfall = DRAWINGS[-2:]
    assert "First → Second: 4" in chart_text_of(flows, PENS[0]).description
    assert "less: −4" in chart_text_of(waterfall, PENS[0]).description
