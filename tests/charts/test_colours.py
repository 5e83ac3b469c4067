"""Colours: enough contrast on a light and on a dark page, and the same roles on both."""

from __future__ import annotations

import re

import pytest

from grutto.charts.colours import COLOURS, DASHES, SERIES, series_role, style

DARK = {
    role: colour
    for role, colour in re.findall(r"\.f-(\w+) \{ fill: (#[0-9a-f]{6}); \}", style())
    if f".s-{role} {{ stroke: {colour}; }}" in style()
}


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_dark_page_has_every_role() -> None:
    assert set(DARK) == set(COLOURS)


@pytest.mark.parametrize("page", [COLOURS, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", ["ink", "soft", *(series_role(n) for n in range(SERIES))])
def test_text_and_lines_stand_out(role: str, page: dict[str, str]) -> None:
    """WCAG 2.2 asks for 4.5 to 1 in text, 3 to 1 in graphics."""
    assert contrast(page[role], page["paper"]) >= 4.5
    assert contrast(page[role], page["wash"]) >= 4.5
    assert contrast(page[role], page["land"]) >= 3


def test_known_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_series_differ_by_more_than_colour() -> None:
    assert len(set(DASHES)) == SERIES == len({COLOURS[series_role(n)] for n in range(SERIES)})
    assert series_role(SERIES) == series_role(0)
