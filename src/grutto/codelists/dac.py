"""The DAC List of ODA Recipients by year, and other dated lists; `SOURCES.md` beside them names their origin."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from grutto.codelists import areas

FOLDER = Path(__file__).parent
EVERY = "*"


@cache
def code_list(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a code list, as they stand in its CSV file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def _recipients() -> dict[str, tuple[range, ...]]:
    """Return the years in which each country was on the DAC list; `*` has the years that the table covers."""
    rows = code_list("dac_recipient")
    last = next(row["until"] for row in rows if row["country"] == EVERY)
    years: dict[str, tuple[range, ...]] = {}
    for row in rows:
        years[row["country"]] = (
            *years.get(row["country"], ()),
            range(int(row["since"]), int(row["until"] or last) + 1),
        )
    return years


@cache
def _known() -> frozenset[str]:
    """Return the countries about which the list says something: all there are, without those that have no source."""
    unsourced = {row["country"] for row in code_list("dac_recipient") if not row["source"]}
    return frozenset(area.iso2 for area in areas().values() if area.iso2) - unsourced


def on_dac_list(country: str, year: int) -> bool | None:
    """Tell whether a country (ISO 3166-1 alpha-2) was on the DAC List of ODA Recipients in a year.

    Returns:
        Nothing if the table does not cover the year, the code is of no country, or its row names no source.
    """
    years = _recipients()
    if country.upper() not in _known() or not any(year in covered for covered in years[EVERY]):
        return None
    return any(year in listed for listed in years.get(country.upper(), ()))
