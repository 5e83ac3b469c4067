"""Charts: valid SVG with title and description, nothing by colour alone, gaps and breaks where they belong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from grutto.charts import svg
from grutto.charts.canvas import COLOURS, Pen, shortened, ticks
from grutto.charts.table import table_of
from grutto.content.blocks import Bar, Chord, Flow, FlowMap, Label, Line, Lines, Multiples, Plot, Ranking, Series
from grutto.locale import language_named
from grutto.model.figure import Figure, Period, Statement

SAID = Statement("test", date(2010, 1, 1), "made up")
TITLE: Line = (Label("Title <&>"),)
ABOUT: Line = (Label("What is to be seen"),)


def figure(value: str | None, year: int = 2010) -> Figure:
    return Figure(f"f.{value}.{year}", Decimal(value) if value else None, "person", SAID, Period.year(year))


def pen() -> Pen:
    return Pen(
        language_named("en"),
        lambda line: "".join(getattr(part, "text", "") for part in line),
        lambda f: str(f.value),
        lambda text: text,
        "chart-1",
    )


def series(name: str, *values: str | None, step: int = 1) -> Series:
    points = tuple((2000 + n * step, figure(v, 2000 + n * step)) for n, v in enumerate(values))
    return Series((Label(name),), points)


def flow(origin: str, destination: str, value: str) -> Flow:
    return Flow(origin, destination, (Label(origin),), (Label(destination),), figure(value))


PICTURES: list[Plot] = [
    Lines(TITLE, ABOUT, (series("a", "1", "2", None, "4"), series("b", "3", "3", "3", "3")), (2002,)),
    Multiples(TITLE, ABOUT, tuple(series(n, "10", "-20", "30") for n in "abcd")),
    Ranking(TITLE, ABOUT, (Bar((Label("first"),), figure("10")), Bar((Label("second"),), figure("0")))),
    FlowMap(TITLE, ABOUT, (flow("AFG", "NLD", "10"), flow("AFG", "PAK", "1000"), flow("AFG", "XXX", "5"))),
    Chord(TITLE, ABOUT, (flow("AFG", "NLD", "10"), flow("NLD", "AFG", "2"), flow("PAK", "AFG", "5"))),
]


def drawn(picture: Plot) -> etree._Element:
    return etree.fromstring(svg(picture, pen()))


def texts(root: etree._Element) -> list[str]:
    return [str(t) for t in root.itertext() if str(t).strip()]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: type(p).__name__)
def test_a_chart_has_role_title_and_description(picture: Plot) -> None:
    root = drawn(picture)
    names = {str(e.get("id")): e.text for e in root if e.get("id")}
    assert root.get("role") == "img"
    assert [names[i] for i in str(root.get("aria-labelledby")).split()] == ["Title <&>", "What is to be seen"]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: type(p).__name__)
def test_the_same_chart_gives_the_same_text(picture: Plot) -> None:
    assert svg(picture, pen()) == svg(picture, pen())


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: type(p).__name__)
def test_a_chart_needs_no_script_and_fetches_nothing(picture: Plot) -> None:
    content = svg(picture, pen())
    assert "<script" not in content
    assert "href" not in content


@pytest.mark.parametrize("picture", PICTURES, ids=lambda p: type(p).__name__)
def test_the_table_has_every_figure(picture: Plot) -> None:
    table = table_of(picture, lambda text: text)
    assert len(table.rows) == {Lines: 4, Multiples: 3, Ranking: 2, FlowMap: 3, Chord: 3}[type(picture)]
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_an_unknown_value_makes_a_gap_and_no_zero() -> None:
    root = drawn(Lines(TITLE, ABOUT, (series("a", "1", "2", None, "4"),)))
    pieces = [str(e.get("points")).split() for e in root.iter("{*}polyline")]
    assert [len(p) for p in pieces] == [2, 1]
    assert len(list(root.iter("{*}circle"))) == 3


def test_years_without_rows_make_a_gap_but_not_in_a_series_of_every_fifth_year() -> None:
    points = tuple((y, figure("1", y)) for y in (2000, 2003, 2004, 2005))
    gap = drawn(Lines(TITLE, ABOUT, (Series((Label("a"),), points),)))
    fifth = drawn(Lines(TITLE, ABOUT, (series("a", "1", "2", "3", step=5),)))
    assert len(list(gap.iter("{*}polyline"))) == 2
    assert len(list(fifth.iter("{*}polyline"))) == 1


def test_a_break_is_marked_and_named() -> None:
    assert "break" in texts(drawn(PICTURES[0]))


def test_lines_differ_by_more_than_colour() -> None:
    lines = list(drawn(PICTURES[0]).iter("{*}polyline"))
    assert len({e.get("stroke-dasharray") for e in lines}) == 2
    assert {"a", "b"} <= set(texts(drawn(PICTURES[0])))


def test_bars_carry_their_values() -> None:
    assert {"first", "10", "second", "0"} <= set(texts(drawn(PICTURES[2])))


def test_a_flow_without_place_is_in_the_table_only() -> None:
    said = [t for t in texts(drawn(PICTURES[3])) if "→" in t]
    assert said == ["AFG → NLD: 10", "AFG → PAK: 1000"]


def test_bands_of_a_chord_are_as_wide_as_their_figures() -> None:
    said = [t for t in texts(drawn(PICTURES[4])) if "→" in t]
    assert said == ["AFG → NLD: 10", "NLD → AFG: 2", "PAK → AFG: 5"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [("0", "95", [0, 20, 40, 60, 80, 100]), ("-5", "5", [-6, -4, -2, 0, 2, 4, 6]), ("0", "0", [0])],
)
def test_marks_are_round_and_have_zero(low: str, high: str, expected: list[int]) -> None:
    marks = ticks(Decimal(low), Decimal(high))
    assert 0 in marks
    if high != "0":
        assert marks == expected


def test_colours_stand_out_on_white() -> None:
    for colour in COLOURS:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (luminance + 0.05) >= 3, f"{colour}: WCAG asks for 3 to 1 in graphics"


def test_a_name_too_long_is_cut_with_an_ellipsis() -> None:
    assert shortened("short", 200) == "short"
    assert shortened("a name that is much too long", 100).endswith("…")
