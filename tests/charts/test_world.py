"""Maps: the part of the world that is shown, and what lies in it."""

from __future__ import annotations

import math

import pytest
from drawings import PENS, parsed

from grutto.charts.canvas import Canvas
from grutto.charts.world import MARGIN, WORLD, land, view_of

KABUL, AMSTERDAM = (69.2, 34.5), (4.9, 52.4)


def test_all_places_are_in_view_with_land_around_them() -> None:
    view = view_of([KABUL, AMSTERDAM], 680, 340)
    for x, y in map(view.at, (KABUL, AMSTERDAM)):
        assert 0 < x < 680
        assert 0 < y < 340
    assert view.at(AMSTERDAM)[0] < view.at(KABUL)[0], "east is right"
    assert view.at(AMSTERDAM)[1] < view.at(KABUL)[1], "north is up"


def test_a_place_alone_is_in_the_middle() -> None:
    x, y = view_of([KABUL], 680, 340).at(KABUL)
    assert (round(x), round(y)) == (340, 170)


@pytest.mark.parametrize(("width", "height"), [(680.0, 340.0), (300.0, 600.0)])
def test_the_view_is_the_smallest_of_its_size(width: float, height: float) -> None:
    """Its margin touches an edge in the narrower direction."""
    view = view_of([KABUL, AMSTERDAM], width, height)
    (west, north), (east, south) = (view.at((4.9 - MARGIN, 52.4 + MARGIN)), view.at((69.2 + MARGIN, 34.5 - MARGIN)))
    assert all(edge > -0.01 for edge in (west, north, width - east, height - south))
    assert min(abs(west), abs(north)) < 0.01
    assert min(abs(width - east), abs(height - south)) < 0.01


def test_a_degree_of_longitude_is_as_wide_as_it_is_in_the_middle() -> None:
    north = view_of([(0.0, 60.0)], 680, 340)
    assert north.across / north.down == pytest.approx(math.cos(math.radians(60)))


def test_without_places_it_is_the_world() -> None:
    assert view_of([], 680, 340) == view_of(WORLD, 680, 340)


def test_only_land_in_view_is_drawn() -> None:
    def drawn(*places: tuple[float, float]) -> str:
        canvas = Canvas(PENS[0], mirrored=False)
        land(canvas, view_of(places or WORLD, 680, 340))
        paths = list(parsed(canvas.finished("T", "D", 340)).iter("{*}path"))
        return str(max((path.get("d", "") for path in paths), key=len))

    everything, pacific = drawn(), drawn((-150.0, -45.0))
    assert everything.count("M") > 40
    assert pacific.count("M") < 5
