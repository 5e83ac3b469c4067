"""Codelists kept as CSV: countries and areas, and the codes by which each publisher calls them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale

from grutto.model.framework import Agreement

FOLDER = Path(__file__).parent

Kind = Literal["country", "other", "aggregate", "none"]
"""country: a country or area, of now or of then · other: stateless, unknown · aggregate: several together ·
none: the dimension does not apply."""

TOTAL = "_T"
WORDS_FOR_ALL = {"_t", "all", "all countries", "total", "world"}
"""What people write, in any scheme, for all countries together."""
NONE = "_Z"
NAMING = {"worldbank-name", "undesa-name", "eurostat", "names"}
"""Schemes that have English names."""


@dataclass(frozen=True, slots=True)
class Area:
    """A country or area.

    Args:
        code: ISO 3166-1 alpha-3 (of former states too), XKX for Kosovo, CHI for the
            Channel Islands, XXA stateless, XXR recognised non-citizens, XXX unknown, `_T`, `_Z`.
        iso2: ISO 3166-1 alpha-2, where there is one.
        m49: United Nations numeric code.
        kind: see `Kind`.
        since: first day of its existence, if it began after 1990.
        until: last day, for a former state.
        place: longitude and latitude of its name on a map (Natural Earth), in degrees; none if not known.
    """

    code: str
    iso2: str = ""
    m49: str = ""
    kind: Kind = "country"
    since: date | None = None
    until: date | None = None
    place: tuple[float, float] | None = None


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def areas() -> dict[str, Area]:
    """Return all countries and areas by code."""
    return {row["area"]: _area(row) for row in _rows("area")}


def _area(row: dict[str, str]) -> Area:
    place = (float(row["longitude"]), float(row["latitude"])) if row["longitude"] else None
    kind: Kind = row["kind"]  # type: ignore[assignment]
    return Area(row["area"], row["iso2"], row["m49"], kind, _day(row["since"]), _day(row["until"]), place)


@cache
def _crosswalk() -> dict[tuple[str, str], list[tuple[date, date, str]]]:
    found: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for row in _rows("area_code"):
        span = (_day(row["since"]) or date.min, _day(row["until"]) or date.max, row["area"])
        found.setdefault((row["scheme"], row["code"]), []).append(span)
    return found


@cache
def _aggregates() -> dict[str, re.Pattern[str]]:
    patterns: dict[str, list[str]] = {}
    for row in _rows("aggregate"):
        patterns.setdefault(row["scheme"], []).append(row["pattern"])
    return {scheme: re.compile("|".join(parts)) for scheme, parts in patterns.items()}


def _by_iso2() -> dict[str, str]:
    return {area.iso2: code for code, area in areas().items() if area.iso2}


def _english() -> dict[str, str]:
    english = Locale.parse("en").territories
    return {english[area.iso2]: code for code, area in areas().items() if area.iso2 in english}


def _names() -> dict[str, str]:
    """Return English names of all publishers in small letters."""
    named = {name: spans[-1][2] for (whose, name), spans in _crosswalk().items() if whose in NAMING and len(name) > 2}
    return {name.casefold(): code for name, code in (_english() | named).items()}


@cache
def _own_codes(scheme: str) -> dict[str, str]:
    """Return the codes that a scheme shares with ISO 3166-1 or M49."""
    shared = {
        "m49": lambda: {area.m49: code for code, area in areas().items() if area.m49},
        "iso2": _by_iso2,
        "eurostat": lambda: _by_iso2() | _english(),
        "undesa-name": _english,
        "worldbank-name": _english,
        "names": _names,
    }
    if scheme in shared:
        return shared[scheme]()
    return {} if scheme == "unhcr" else {code: code for code in areas()}


Borders = Literal["then", "now", "ever"]
"""then: a country has numbers of the years in which it existed · now: also of the years before, where the past is told
in the borders of today · ever: of all years."""


@cache
def area_of(scheme: str, code: str, year: int, borders: Borders = "then") -> Area | None:
    """Return what a publisher means by a code in a year; none if the code is not known, or stands for nothing then.

    A code that changed hands means what it meant on the last day of the year, else on the first.

    Args:
        scheme: whose code: `iso3`, `iso2`, `m49`, `unhcr` (its own), `unhcr-iso`, `eurostat` (English labels too),
            `oecd`, `worldbank-name` and `undesa-name` (English names), `names` (English names of all these, in small
            letters or capitals).
        code: as the publisher writes it.
        year: calendar year, for codes that once meant another state.
        borders: see `Borders`.
    """
    code = code.zfill(3) if scheme == "m49" and code.isdigit() else code.casefold() if scheme == "names" else code
    own = _own_codes(scheme).get(code, "")
    named = (_changed(scheme, code, date(year, 12, 31)), own, _changed(scheme, code, date(year, 1, 1)))
    for area in (areas()[name] for name in named if name):
        if _existed(area, year, borders):
            return area
    if any(named):
        return None
    if code.casefold() in WORDS_FOR_ALL:
        return areas()[TOTAL]
    groups = _aggregates().get(scheme)
    if groups and groups.fullmatch(code):
        return Area(code, kind="aggregate")
    return None


def _changed(scheme: str, code: str, day: date) -> str:
    """Return what a publisher that does not follow ISO means by a code on a day; empty if it follows ISO."""
    spans = _crosswalk().get((scheme, code), ()) or (
        _crosswalk().get(("worldbank-name", code), ()) if scheme in {"eurostat", "undesa-name"} else ()
    )
    return next((area for since, until, area in spans if since <= day <= until), "")


def _existed(area: Area, year: int, borders: Borders) -> bool:
    """Tell whether an area may have numbers of a year."""
    began = borders != "then" or area.since is None or area.since.year <= year
    return borders == "ever" or (began and (area.until is None or year <= area.until.year))


@cache
def world_outline() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the coasts of the world as rings of longitude and latitude in degrees, coarse (Natural Earth, 1:110m)."""
    return tuple(
        tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in row["path"].split()))
        for row in _rows("world_outline")
    )


def iso2_of(code: str) -> str:
    """Return the alpha-2 code of a country, or the code itself if it has none."""
    area = areas().get(code)
    return area.iso2 if area and area.iso2 else code


def iso3_of(code: str) -> str:
    """Return the alpha-3 code of a country given by either code; unknown codes as they are."""
    return _own_codes("iso2").get(code.upper(), code.upper())


@cache
def land_neighbours(code: str) -> tuple[str, ...]:
    """Return the countries and areas with which one shares a border on land today, by code.

    Natural Earth 1:10m (https://www.naturalearthdata.com).
    """
    pairs = [(row["area"], row["neighbour"]) for row in _rows("land_border")]
    return tuple(sorted({other for pair in pairs if code in pair for other in pair if other != code}))


@cache
def eu_members(year: int) -> tuple[str, ...]:
    """Return the member states of the European Union on the last day of a year, by code.

    https://european-union.europa.eu/principles-countries-history/eu-countries_en
    """
    day = date(year, 12, 31)
    return tuple(
        row["area"]
        for row in _rows("eu_member")
        if (_day(row["since"]) or date.min) <= day <= (_day(row["until"]) or date.max)
    )


@cache
def agreements(country: str, observer: str, year: int) -> tuple[tuple[Agreement, str], ...]:
    """Return agreements, dialogues and laws between two countries that had begun by the end of a year, with sources.

    Those of the European Union are its members', without those that take no part. The list names what was looked up
    for some countries; for others it is empty, which does not say that there are none.

    Args:
        country: ISO 3166-1 alpha-3.
        observer: the same.
        year: calendar year.
    """
    sides = {"*", observer, *(["EU"] if observer in eu_members(year) else [])}
    return tuple(
        (_agreement(row), row["source"])
        for row in _rows("agreement")
        if row["with"] in {"*", country} and int(row["since"][:4]) <= year
        if sides & set(row["of"].split()) and observer not in row["without"].split()
    )


def _agreement(row: dict[str, str]) -> Agreement:
    kind: Literal["agreement", "dialogue", "law"] = row["kind"]  # type: ignore[assignment]
    return Agreement(
        code=row["code"],
        kind=kind,
        name={"en": row["name_en"], "nl": row["name_nl"]},
        reference=row["code"],
        since=date.fromisoformat(row["since"]),
        until=_day(row["until"]),
        countries=() if row["with"] == "*" else (iso2_of(row["with"]),),
    )
