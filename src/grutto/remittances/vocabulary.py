"""The words of a file of quotes as the words of Grutto; what is in no list is told, and stays as it was written."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from grutto.store.codec import read_toml

FOLDER = Path(__file__).parent
DAYS = {"one_hour": 0, "same_day": 0, "next_day": 1, "two_days": 2, "three_to_five_days": 5, "six_days_or_more": 6}
"""The most days that money takes; of the last kind, the least."""
AREAS = frozenset({"nationwide", "major_cities", "main_city", "urban", "rural"})
"""How coverage is told until 2016-Q1; later it is high, medium or low."""


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """Return, for each field, the cells that are known and their words."""
    return read_toml(FOLDER / "vocabulary.toml")


@cache
def words(field: str, cell: str) -> tuple[str, tuple[str, ...]]:
    """Return what a cell says, its words in order and set apart by `;`, and the parts of it that are not known."""
    known = vocabulary()[field]
    pieces = [" ".join(piece.split()) for piece in cell.casefold().split(",")]
    parts = [p for piece in pieces for p in ([piece] if piece in known else re.split(r" ?/ ?", piece))]
    found = dict.fromkeys(word for part in parts for word in known.get(part, ()))
    return ";".join(found), tuple(part for part in parts if part and part not in known)


@cache
def regions() -> dict[str, str]:
    """Return the region of each receiving country, as the World Bank's series of prices name them."""
    return {
        country: region for region, countries in read_toml(FOLDER / "regions.toml").items() for country in countries
    }
