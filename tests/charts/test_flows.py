"""Money passed on: columns, bands as wide as figures, dashed where the sides differ, a list on a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts

from grutto.charts.canvas import ChartText, Pen
from grutto.charts.flows import DrawnTransfer, flows

SAID = ChartText("Money passed on, in euros")
NAMES = {n: f"{n} Foundation for protection and return in the region" for n in "ABCDEFGH"}


def passing(source: str, target: str, value: int | None, *, agreed: bool = True) -> DrawnTransfer:
    shown = "unknown" if value is None else f"EUR {value:,}"
    return DrawnTransfer(
        source, target, None if value is None else Decimal(value), shown, agreed, f"f-{source}{target}"
    )


MANY = [
    passing("A", "B", 1_000_000), passing("A", "C", 20_000), passing("A", "D", 5), passing("A", "E", None),
    passing("B", "F", 600_000, agreed=False), passing("C", "F", 20_000), passing("F", "G", 400_000),
    passing("F", "H", 3),
]  # fmt: skip


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
@pytest.mark.parametrize("passed", [MANY, MANY[:1], [passing(a, "H", 10) for a in "ABCDEFG"]])
def test_flows_can_be_read(pen: Pen, passed: list[DrawnTransfer]) -> None:
    root = check_drawing(flows(pen, SAID, passed, NAMES))
    assert passed[0].value_text in texts(root)


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
def test_numbers_name_their_figures(pen: Pen) -> None:
    root = parsed(flows(pen, SAID, MANY, NAMES))
    found = {e.get("data-figure"): e.text for e in root.iter("{*}text") if e.get("data-figure")}
    assert len(found) >= 6
    assert all(found[p.figure] == p.value_text for p in MANY if p.figure in found)


def test_bands_are_as_wide_as_their_figures() -> None:
    root = parsed(flows(PENS[0], SAID, [passing("A", "B", 100), passing("A", "C", 50)], NAMES))
    first, second = (float(str(e.get("stroke-width"))) for e in root.iter("{*}path"))
    assert first == pytest.approx(2 * second, abs=0.11)


def test_where_the_sides_differ_the_band_is_dashed() -> None:
    root = parsed(flows(PENS[0], SAID, [passing("A", "B", 100, agreed=False)], NAMES))
    assert [e.get("stroke-dasharray") for e in root.iter("{*}path")] == [None, "6 4", "6 4"]


def test_a_circle_comes_to_an_end() -> None:
    check_drawing(flows(PENS[0], SAID, [passing("A", "B", 1), passing("B", "A", 1)], NAMES))
