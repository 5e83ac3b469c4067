"""A population pyramid: women and men by age, with another population as an outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.scenarios.figures.svg import (
    FAINT,
    INK,
    PALETTE,
    Translation,
    document,
    english,
    line,
    path,
    short,
    text,
    ticks,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

WIDTH, TOP, ROW = 740.0, 90.0, 18.0
MIDDLE, HALF, SPINE = 370.0, 280.0, 26.0


def population_pyramid(
    population: xr.DataArray,
    *,
    title: str,
    outline: xr.DataArray | None = None,
    outline_label: str = "before",
    lineage: Mapping[str, str] | None = None,
    words: Translation = english,
) -> str:
    """Draw persons by sex and age.

    Args:
        population: persons (sex, age); sex has the labels female and male, age the first year of each group.
        title: of the figure.
        outline: another population to compare with, of the same shape.
        outline_label: what the outline shows.
        lineage: where the figures come from.
        words: translates the words within the figure.
    """
    ages = [int(age) for age in population.age.to_numpy()]
    highest = float(max(population.max(), outline.max() if outline is not None else 0))
    marks = ticks(0, highest, 4)
    height = TOP + ROW * len(ages) + 60
    body = grid(marks, ages, words)
    for sex, side, colour in (("male", -1, PALETTE[0]), ("female", 1, PALETTE[1])):
        for row, value in enumerate(population.sel(sex=sex).to_numpy()):
            body.append(bar(side, row, float(value) / marks[-1], len(ages), colour))
        if outline is not None:
            body.append(stairs(side, [float(value) / marks[-1] for value in outline.sel(sex=sex).to_numpy()]))
        name = words("Men") if sex == "male" else words("Women")
        x = MIDDLE + side * (SPINE + HALF / 2)
        total = f"{name}, {short(float(population.sel(sex=sex).sum()))}"
        body.append(text(x, 76, total, anchor="middle", weight="bold", fill=colour))
    if outline is not None:
        body.append(path([(WIDTH - 250, 52), (WIDTH - 220, 52)], width=1.6))
        body.append(text(WIDTH - 214, 56, outline_label, size=12))
    described = describe(population, ages, words)
    return document(body, title=title, description=described, width=WIDTH, height=height, lineage=lineage or {})


def grid(marks: list[float], ages: list[int], words: Translation) -> list[str]:
    """Draw the scale on both sides and the ages in the middle."""
    bottom = TOP + ROW * len(ages)
    drawn = []
    for mark in marks:
        for side in (-1, 1):
            x = MIDDLE + side * (SPINE + HALF * mark / marks[-1])
            drawn.append(line((x, TOP), (x, bottom)))
            drawn.append(text(x, bottom + 18, short(mark), anchor="middle", size=11))
    for row, age in enumerate(ages):
        name = f"{age}+" if row == len(ages) - 1 else f"{age}–{ages[row + 1] - 1}"
        drawn.append(text(MIDDLE, bottom - ROW * row - 5, name, anchor="middle", size=11))
    scale = words("age in completed years (middle), persons (sides)")
    drawn.append(text(MIDDLE, bottom + 44, scale, anchor="middle", size=11))
    return drawn


def bar(side: int, row: int, part: float, count: int, colour: str) -> str:
    """Draw one group."""
    wide = HALF * part
    x = MIDDLE + SPINE if side > 0 else MIDDLE - SPINE - wide
    y = TOP + ROW * (count - 1 - row) + 1
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{ROW - 2:g}" fill="{colour}" '
        f'fill-opacity="0.75" stroke="{FAINT}" stroke-width="0.5"/>'
    )


def stairs(side: int, parts: list[float]) -> str:
    """Draw the other population as a stepped line."""
    points = []
    for row, part in enumerate(parts):
        x = MIDDLE + side * (SPINE + HALF * part)
        top = TOP + ROW * (len(parts) - row)
        points += [(x, top), (x, top - ROW)]
    return path(points, stroke=INK, width=1.6)


def describe(population: xr.DataArray, ages: list[int], words: Translation) -> str:
    """Tell totals and the broad age groups in words."""
    by_age = population.sum("sex").to_numpy()
    total = float(by_age.sum())
    young = sum(float(v) for age, v in zip(ages, by_age, strict=True) if age < 15)
    old = sum(float(v) for age, v in zip(ages, by_age, strict=True) if age >= 65)
    parts = {"young": young / total, "middle": 1 - (young + old) / total, "old": old / total}
    told = words("{number} persons: under fifteen {young}, of working age {middle}, sixty-five and over {old}.")
    return told.format(number=short(total), **{name: f"{part:.0%}" for name, part in parts.items()})
