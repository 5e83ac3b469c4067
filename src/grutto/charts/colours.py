"""Colours of charts by their role; those of series are apart under all common forms of colour blindness.

Series have the colours of Okabe and Ito, darkened for contrast on white (https://jfly.uni-koeln.de/color/, colour
universal design). A drawing bears the colours of a light page itself and names their roles as classes, so that
`static/charts.css`, which every page has, can give those of a dark one.
"""

from __future__ import annotations

from pathlib import Path

COLOURS = {
    "ink": "#1b2733",
    "soft": "#4d5b68",
    "rule": "#d5dbe1",
    "wash": "#f1f3f5",
    "land": "#e3e8ec",
    "paper": "#ffffff",
    "c0": "#2a3f8f",
    "c1": "#b3470f",
    "c2": "#00735a",
    "c3": "#8a4a78",
    "c4": "#6b5d00",
    "c5": "#35749b",
    "c6": "#000000",
    "c7": "#6f6f6f",
}
"""Role to colour on a light page: text, lesser text, lines, lanes, land, what lies behind, and eight series."""

SERIES = 8
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 4", "12 4", "6 2 2 2")
"""Of the lines of the series, so that they differ by more than colour."""

SHEET = Path(__file__).parent / "static" / "charts.css"


def series_role(place: int) -> str:
    """Return the role of a series by its place; a ninth has the colour of the first again."""
    return f"c{place % SERIES}"


def style() -> str:
    """Return the style sheet that pages have for charts: dark colours, and which width is seen where."""
    return SHEET.read_text("utf-8")
