"""Flows on a map: each drawn one is named with its own number; widths have a scale."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts, titles, written

from grutto.charts.canvas import ChartText, Pen
from grutto.charts.flow_map import DRAWN, FlowArc, flow_map

SAID = ChartText("Refugees from Afghanistan, 2010", "Curves on a map")
EN = PENS[0]
NAMES = {
    "AFG": "Afghanistan", "NLD": "Netherlands", "DEU": "Germany", "BEL": "Belgium", "GBR": "United Kingdom",
    "FRA": "France", "PAK": "Pakistan", "IRN": "Iran", "AUS": "Australia", "RUS": "Russia", "SYR": "Syria",
    "TUR": "Turkey", "USA": "United States", "CHE": "Switzerland", "AUT": "Austria", "LUX": "Luxembourg",
}  # fmt: skip


def move(origin: str, destination: str, value: int) -> FlowArc:
    names = (NAMES.get(origin, origin), NAMES.get(destination, destination))
    return FlowArc(origin, destination, *names, Decimal(value), f"{value:,}")


CROWDED = [move("AFG", code, 1_700_000 // (n + 1) ** 2) for n, code in enumerate(c for c in NAMES if c != "AFG")]


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_a_map_can_be_read(pen: Pen) -> None:
    root = check_drawing(flow_map(pen, SAID, [*CROWDED, move("SYR", "TUR", 900_000), move("TUR", "SYR", 2_000)]))
    assert "Afghanistan" in texts(root)


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_every_flow_drawn_is_named_with_its_number(pen: Pen) -> None:
    root = parsed(flow_map(pen, SAID, CROWDED))
    drawn = titles(root)
    assert 3 <= len(drawn) <= DRAWN[pen.width]
    for line in drawn:
        name, _, shown = line.removeprefix("Afghanistan → ").partition(": ")
        assert f"{name} {shown}" in texts(root)


def test_what_is_not_drawn_is_told() -> None:
    root = parsed(flow_map(EN, SAID, CROWDED))
    told_so = f"Drawn: the {len(titles(root))} largest of 15; the table has all of them."
    assert told_so in " ".join(texts(root))
    assert "Drawn:" not in " ".join(texts(parsed(flow_map(EN, SAID, CROWDED[:3]))))


def test_who_receives_from_many_is_named_without_the_amount_of_one() -> None:
    root = parsed(flow_map(EN, SAID, [move("AFG", "NLD", 500), move("SYR", "NLD", 300)]))
    assert {"Netherlands", "Afghanistan 500", "Syria 300"} <= set(texts(root))


def test_flows_both_ways_bend_apart_and_have_their_own_numbers() -> None:
    moves = [move("AFG", "PAK", 500), move("PAK", "AFG", 300), move("AFG", "IRN", 90), move("PAK", "IRN", 80)]
    root = parsed(flow_map(EN, SAID, moves))
    curves = [str(e.get("d")) for e in root.iter("{*}path") if e.get("fill") == "none"]
    assert len({c.split("Q")[1].split()[0] for c in curves}) == 4
    assert {"500", "300", "90", "80"} <= set(texts(root))


def test_labels_stand_near_their_dots() -> None:
    root = parsed(flow_map(EN, SAID, [move("AFG", "NLD", 500), move("AFG", "USA", 300)]))
    dots = [(float(str(e.get("cx"))), float(str(e.get("cy")))) for e in root.iter("{*}circle")]
    for name in ("Netherlands 500", "United States 300"):
        box = dict(written(root))[name]
        away = [abs(y - (box.top + box.bottom) / 2) + min(abs(x - box.left), abs(x - box.right)) for x, y in dots]
        assert min(away) < 40


def test_widths_have_a_scale() -> None:
    """1,000 is drawn 11 pixels wide, so 500 is drawn 5.5 wide; both stand below the map."""
    root = parsed(flow_map(EN, SAID, [move("AFG", "NLD", 1000), move("AFG", "USA", 300)]))
    lines = [str(e.get("stroke-width")) for e in root.iter("{*}line") if e.get("class") == "s-c0"]
    assert lines == ["5.5", "11"]
    assert {"500", "1K"} <= set(texts(root))


def test_a_flow_without_place_is_in_the_table_only() -> None:
    moves = [move("AFG", "NLD", 10), move("AFG", "PAK", 1000), move("AFG", "XXX", 5), move("AFG", "IRN", 0)]
    drawn = titles(parsed(flow_map(EN, SAID, moves)))
    assert drawn == ["Afghanistan → Netherlands: 10", "Afghanistan → Pakistan: 1,000"]


def test_no_flow_at_all_is_a_map_without_curves() -> None:
    assert titles(check_drawing(flow_map(EN, SAID, []))) == []
