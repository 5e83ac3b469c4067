"""Places on a map: dots in proportion, links that can be reached."""

from __future__ import annotations

import pytest
from drawings import PENS, SPEAKERS, check_drawing, parsed, texts, titles

from grutto.charts.canvas import ChartText, Pen
from grutto.charts.dot_map import Dot, dot_map
from grutto.codelists import areas

COUNTRIES = [
    Dot(area.place, code, f"{code}: 3", float(n * n), f"/countries/{code}/")
    for n, (code, area) in enumerate(areas().items())
    if area.place
]


@pytest.mark.parametrize("pen", PENS, ids=SPEAKERS)
@pytest.mark.parametrize("whole", [True, False])
def test_a_map_can_be_read(pen: Pen, whole: bool) -> None:
    root = check_drawing(dot_map(pen, ChartText("Activities by country"), COUNTRIES, whole=whole))
    assert len(list(root.iter("{*}circle"))) == len(COUNTRIES)


def test_each_dot_leads_to_its_page() -> None:
    root = parsed(dot_map(PENS[0], ChartText("t"), COUNTRIES, whole=True))
    assert root.get("role") == "group"
    assert {e.get("href") for e in root.iter("{*}a")} == {d.address for d in COUNTRIES}
    assert all(e.get("aria-label") for e in root.iter("{*}a"))


def test_areas_of_dots_are_in_proportion() -> None:
    dots = [Dot((10.0, 10.0), "big", "big", 400.0), Dot((40.0, 20.0), "small", "small", 100.0)]
    first, second = (float(str(e.get("r"))) for e in parsed(dot_map(PENS[0], ChartText("t"), dots)).iter("{*}circle"))
    assert first == pytest.approx(2 * second, abs=0.11)


def test_one_place_is_a_map_of_its_surroundings() -> None:
    root = check_drawing(dot_map(PENS[0], ChartText("t"), [Dot((65.0, 34.0), "Kabul", "Kabul")]))
    assert texts(root) == ["Kabul"]
    assert titles(root) == ["Kabul"]
