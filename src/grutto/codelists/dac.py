"""The DAC List of ODA Recipients by year, and other dated lists; `SOURCES.md` beside them names their origin."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
EVERY = "*"


@cache
def code_list(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a code list, as they stand in its CSV file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def _recipients() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the years in which each country was on the DAC list; `*` has the years that the table covers."""
    rows = code_list("dac_recipient")
    last = int(next(row["until"] for row in rows if row["country"] == EVERY))
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for row in rows:
        span = (int(row["since"]), int(row["until"] or last))
        spans[row["country"]] = (*spans.get(row["country"], ()), span)
    return spans


def on_dac_list(country: str, year: int) -> bool | None:
    """Tell whether a country (ISO 3166-1 alpha-2) was on the DAC List of ODA Recipients in a year.

    Returns:
        Nothing if the table does not cover the year.
    """
    known = _recipients()
    if not any(first <= year <= last for first, last in known[EVERY]):
        return None
    return any(first <= year <= last for first, last in known.get(country.upper(), ()))
