"""A fan chart: what was observed, and what may come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.scenarios.effects import intervals
from grutto.scenarios.figures.svg import FAINT, INK, PALETTE, area, document, line, path, short, text, ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import xarray as xr

WIDTH, HEIGHT = 740.0, 440.0
LEFT, RIGHT, TOP, BOTTOM = 80.0, 130.0, 80.0, 50.0
BANDS = ((95, "#cfe3f1"), (80, "#8fbfe0"), (50, "#4f97c9"))


def fan_chart(
    history: xr.DataArray,
    draws: xr.DataArray,
    *,
    title: str,
    unit: str,
    lineage: Mapping[str, str] | None = None,
) -> str:
    """Draw a series with the 50, 80 and 95 % intervals of its future.

    Args:
        history: observed values (period,).
        draws: possible futures (draw, period).
        title: of the figure.
        unit: of the values, printed above the axis.
        lineage: where the figures come from.
    """
    summary = intervals(draws.transpose("draw", "period"))
    past = [(float(x), float(y)) for x, y in zip(history.period.to_numpy(), history.to_numpy(), strict=True)]
    future = {
        str(name): joined_to(past[-1], summary.period.to_numpy(), values)
        for name, values in zip(summary.statistic.to_numpy(), summary.to_numpy(), strict=True)
    }
    heights = [y for points in (past, *future.values()) for _, y in points]
    marks = ticks(min(*heights, 0.0), max(heights))
    years = [x for x, _ in past] + [x for x, _ in future["median"][1:]]
    place = scales(years, marks)
    body = [*axes(place, years, marks), text(20, 60, unit, size=12)]
    for level, colour in BANDS:
        edge = future[f"lower {level}"] + future[f"upper {level}"][::-1]
        body.append(area([place(*spot) for spot in edge], fill=colour))
    body.append(path([place(*spot) for spot in future["median"]], stroke="#ffffff", width=2, dash="6 3"))
    body.append(path([place(*spot) for spot in past], stroke=INK, width=2.5))
    body += legend(place, future)
    last = {name: points[-1][1] for name, points in future.items()}
    described = (
        f"Observed {years[0]:.0f} to {past[-1][0]:.0f}, last value {short(past[-1][1])}. "
        f"Period from {years[-1]:.0f}: "
        f"median {short(last['median'])}; "
        + "; ".join(f"{k} % between {short(last[f'lower {k}'])} and {short(last[f'upper {k}'])}" for k in (50, 80, 95))
        + f". Unit: {unit}."
    )
    return document(body, title=title, description=described, width=WIDTH, height=HEIGHT, lineage=lineage or {})


def joined_to(
    start: tuple[float, float],
    periods: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> list[tuple[float, float]]:
    """Begin a future line at the last observed point."""
    return [start, *((float(x), float(y)) for x, y in zip(periods, values, strict=True))]


def scales(years: list[float], marks: list[float]) -> Callable[[float, float], tuple[float, float]]:
    """Return the function from year and value to the place on the page."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(year: float, value: float) -> tuple[float, float]:
        across = (year - years[0]) / max(years[-1] - years[0], 1)
        up = (value - marks[0]) / (marks[-1] - marks[0])
        return LEFT + wide * across, HEIGHT - BOTTOM - high * up

    return place


def axes(place: Callable[[float, float], tuple[float, float]], years: list[float], marks: list[float]) -> list[str]:
    """Draw the grid and the labels of both axes."""
    drawn = []
    for mark in marks:
        left, right = place(years[0], mark), place(years[-1], mark)
        drawn.append(line(left, right, stroke=INK if mark == 0 else FAINT))
        drawn.append(text(left[0] - 10, left[1] + 4, short(mark), anchor="end", size=12))
    for year in years:
        x, y = place(year, marks[0])
        drawn.append(text(x, y + 20, f"{year:.0f}–{(year + 5) % 100:02.0f}", anchor="middle", size=12))
    return drawn


def legend(
    place: Callable[[float, float], tuple[float, float]], future: dict[str, list[tuple[float, float]]]
) -> list[str]:
    """Explain lines and bands at the right of the plot, in the order from top to bottom."""
    x = place(*future["median"][-1])[0] + 18
    rows = [
        ("observed", INK),
        ("median", "#ffffff"),
        *((f"{level} % interval", c) for level, c in reversed(BANDS)),
    ]
    drawn = []
    for row, (words, colour) in enumerate(rows):
        y = TOP + 10 + 22 * row
        if words == "median":
            drawn.append(f'<rect x="{x}" y="{y - 6}" width="18" height="12" fill="{BANDS[2][1]}"/>')
            drawn.append(path([(x, y), (x + 18, y)], stroke=colour, width=2, dash="6 3"))
        elif words == "observed":
            drawn.append(line((x, y), (x + 18, y), stroke=colour, width=2.5))
        else:
            drawn.append(f'<rect x="{x}" y="{y - 6}" width="18" height="12" fill="{colour}" stroke="{PALETTE[0]}"/>')
        drawn.append(text(x + 24, y + 4, words, size=11))
    return drawn
