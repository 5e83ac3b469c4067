"""A fan chart: what was observed, and what may come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.scenarios.figures.svg import (
    FAINT,
    INK,
    PALETTE,
    Translation,
    area,
    document,
    english,
    line,
    path,
    short,
    text,
    ticks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import xarray as xr

WIDTH, HEIGHT = 740.0, 440.0
LEFT, RIGHT, TOP, BOTTOM = 80.0, 130.0, 80.0, 50.0
BANDS = ((95, "#cfe3f1"), (80, "#8fbfe0"), (50, "#4f97c9"))


def fan_chart(
    history: xr.DataArray,
    summary: xr.DataArray,
    *,
    title: str,
    unit: str,
    lineage: Mapping[str, str] | None = None,
    words: Translation = english,
) -> str:
    """Draw a series with the 50, 80 and 95 % intervals of its future.

    Args:
        history: observed values (period,).
        summary: median and intervals of the future (statistic, period), from `effects.intervals`.
        title: of the figure.
        unit: of the values, printed above the axis.
        lineage: where the figures come from.
        words: translates the words within the figure.
    """
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
    body += legend(place, future, words)
    described = describe(past, years[-1], {name: points[-1][1] for name, points in future.items()}, words)
    return document(
        body, title=title, description=f"{described} {unit}.", width=WIDTH, height=HEIGHT, lineage=lineage or {}
    )


def describe(past: list[tuple[float, float]], year: float, last: dict[str, float], words: Translation) -> str:
    """Tell the last observed value, and the last median with its intervals."""
    bounds = "; ".join(f"{k} %: {short(last[f'lower {k}'])} – {short(last[f'upper {k}'])}" for k in (50, 80, 95))
    told = words("Observed from {start}, last value {value}. Period from {end}: median {median}; intervals {bounds}.")
    return told.format(
        start=f"{past[0][0]:.0f}",
        value=short(past[-1][1]),
        end=f"{year:.0f}",
        median=short(last["median"]),
        bounds=bounds,
    )


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
    place: Callable[[float, float], tuple[float, float]],
    future: dict[str, list[tuple[float, float]]],
    words: Translation,
) -> list[str]:
    """Explain lines and bands at the right of the plot, in the order from top to bottom."""
    x = place(*future["median"][-1])[0] + 18
    between = words("{share} interval")
    rows = [("line", words("observed"), INK), ("dashes", words("median"), "#ffffff")]
    rows += [("band", between.format(share=f"{level} %"), colour) for level, colour in reversed(BANDS)]
    drawn = []
    for row, (kind, name, colour) in enumerate(rows):
        y = TOP + 10 + 22 * row
        if kind == "dashes":
            drawn.append(f'<rect x="{x}" y="{y - 6}" width="18" height="12" fill="{BANDS[2][1]}"/>')
            drawn.append(path([(x, y), (x + 18, y)], stroke=colour, width=2, dash="6 3"))
        elif kind == "line":
            drawn.append(line((x, y), (x + 18, y), stroke=colour, width=2.5))
        else:
            drawn.append(f'<rect x="{x}" y="{y - 6}" width="18" height="12" fill="{colour}" stroke="{PALETTE[0]}"/>')
        drawn.append(text(x + 24, y + 4, name, size=11))
    return drawn
