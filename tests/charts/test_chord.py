"""Flows in a circle: bands as wide as their figures, names that do not cover each other."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts, titles

from grutto.charts.canvas import ChartText, Pen
from grutto.charts.chord import GAP, RADIUS, RING, chord
from grutto.charts.flow_map import FlowArc

SAID = ChartText("Between the largest, 2010")
NAMES = ["Europe", "Africa", "Middle East", "Other Asia", "Latin America and the Caribbean", "Oceania", "Tiny", "Nil"]


def move(origin: str, destination: str, value: int) -> FlowArc:
    return FlowArc(origin, destination, origin, destination, Decimal(value), f"{value:,}")


UNEVEN = [
    move(a, b, 10 ** (5 - abs(i - j))) for i, a in enumerate(NAMES) for j, b in enumerate(NAMES) if 0 < abs(i - j) < 6
]


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
@pytest.mark.parametrize("moves", [UNEVEN, [move("a", "b", 1)], [move(n, "Hub", 10) for n in NAMES]])
def test_a_circle_can_be_read(pen: Pen, moves: list[FlowArc]) -> None:
    root = check_drawing(chord(pen, SAID, moves))
    names = {m.origin_name for m in moves} | {m.destination_name for m in moves}
    said = " ".join(texts(root))
    assert all(word in said for name in names for word in name.split())


def test_bands_are_those_between_areas() -> None:
    root = parsed(chord(PENS[0], SAID, [move("A", "N", 10), move("N", "A", 2), move("P", "A", 5), move("A", "A", 9)]))
    assert sorted(titles(root)) == ["A → N: 10", "N → A: 2", "P → A: 5"], "nothing goes from a place to itself"
    assert len([e for e in root.iter("{*}path") if e.find("{*}title") is None]) == 3


def test_the_largest_band_lies_below_the_others() -> None:
    assert titles(parsed(chord(PENS[0], SAID, [move("A", "N", 2), move("N", "A", 10)]))) == ["N → A: 10", "A → N: 2"]


def test_on_a_phone_arcs_are_numbered_and_named_below() -> None:
    assert texts(parsed(chord(PENS[1], SAID, [move("A", "N", 2)]))) == ["0.5", "1", "1", "A", "2", "2", "N"]


def test_widths_have_a_scale() -> None:
    """Of flows of 10 and 30, an arc for 80 in all: 20 is drawn two thirds as long as the larger band is wide."""
    root = parsed(chord(PENS[0], SAID, [move("A", "N", 30), move("N", "A", 10)]))
    (scale,) = [e for e in root.iter("{*}line") if e.get("stroke-width") == "6"]
    turn = (2 * math.pi - 2 * GAP) / 80
    shown = Decimal(texts(root)[0])
    assert shown == 20
    assert float(str(scale.get("x2"))) == pytest.approx(20 * turn * (RADIUS - RING), abs=0.1)
