"""What publishers mean by their codes of countries, and when."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from grutto.codelists import area_of, areas, iso2_of, iso3_of, world_outline
from grutto.codelists.dac import EVERY, FOLDER, code_list


@pytest.mark.parametrize(
    ("scheme", "code", "year", "area"),
    [
        ("unhcr", "AUS", 2010, "AUT"),
        ("unhcr", "AUL", 2010, "AUS"),
        ("unhcr-iso", "AUS", 2010, "AUS"),
        ("unhcr-iso", "SRB", 2005, "SCG"),
        ("unhcr-iso", "SRB", 2006, "SRB"),
        ("unhcr-iso", "-", 2010, "_T"),
        ("eurostat", "EL", 2010, "GRC"),
        ("eurostat", "UK", 2010, "GBR"),
        ("eurostat", "XK", 2010, "XKX"),
        ("iso3", "KSV", 2010, "XKX"),
        ("iso3", "XKX", 2010, "XKX"),
        ("oecd", "XKV", 2010, "XKX"),
        ("iso2", "CS", 1991, "CSK"),
        ("iso2", "CS", 2004, "SCG"),
        ("iso3", "YUG", 2000, "YUG"),
        ("iso3", "YUG", 2004, "SCG"),
        ("m49", "4", 2010, "AFG"),
        ("m49", "412", 2010, "XKX"),
        ("worldbank-name", "Congo, Dem. Rep.", 2021, "COD"),
        ("worldbank-name", "Netherlands", 2021, "NLD"),
    ],
)
def test_codes_lead_to_areas(scheme: str, code: str, year: int, area: str) -> None:
    found = area_of(scheme, code, year)
    assert found is not None
    assert found.code == area


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("eurostat", "EU27_2020"),
        ("eurostat", "TOTAL"),
        ("iso3", "WLD"),
        ("iso3", "EUU"),
        ("oecd", "DAC"),
        ("m49", "900"),
    ],
)
def test_groups_of_countries_are_no_countries(scheme: str, code: str) -> None:
    found = area_of(scheme, code, 2010)
    assert found is not None
    assert found.kind == "aggregate"


def test_a_code_of_nothing_known_leads_nowhere() -> None:
    assert area_of("iso3", "ZZX", 2010) is None
    assert area_of("unhcr", "NLD", 2010) is None


def test_both_codes_of_a_country() -> None:
    assert (iso2_of("AFG"), iso3_of("af"), iso3_of("AFG"), iso2_of("_T")) == ("AF", "AFG", "AFG", "_T")


def test_every_place_is_on_the_globe() -> None:
    for area in areas().values():
        if area.place:
            assert -180 <= area.place[0] <= 180
            assert -90 <= area.place[1] <= 90
    assert all(len(ring) > 3 for ring in world_outline())


def test_each_recipient_says_what_it_was_checked_against() -> None:
    """Of those that left or came within the years covered, SOURCES.md says what is not checked."""
    told = (FOLDER / "SOURCES.md").read_text("utf-8")
    rows = [row for row in code_list("dac_recipient") if row["country"] != EVERY]
    assert all(f"`{row['source']}`" in told for row in rows if row["source"])
    moved = {row["country"] for row in rows if not row["source"] and (row["until"] or row["since"] != "2008")}
    assert moved == {"AI", "KN", "XK"}, "SOURCES.md names these as not checked"
    assert len(rows) == len({row["country"] for row in rows})


def test_rules_of_oda_are_ranked_once_and_know_their_verdicts() -> None:
    rules = code_list("oda_rule")
    assert len({rule["rank"] for rule in rules}) == len(rules)
    assert {rule["verdict"] for rule in rules} == {"eligible", "not eligible", "unknown"}
    assert all(rule["rule"] and rule["version"] and rule["reason"] and rule["source"] for rule in rules)


BOXES = {
    row["area"]: tuple(float(row[edge]) for edge in ("west", "south", "east", "north"))
    for row in csv.DictReader((Path(__file__).parent / "country_boxes.csv").read_text("utf-8").splitlines())
}
"""Edges, in degrees, of the part of each country in which its place lies (polygons of Natural Earth 5.1.1, 1:10m)."""


def on_land(longitude: float, latitude: float) -> bool:
    """Cast a ray through the coarse outline of the world; it has steps of half a degree."""
    crossings = 0
    for ring in world_outline():
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude):
                crossings += longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


@pytest.mark.parametrize("code", BOXES)
def test_a_country_has_its_place_within_its_borders(code: str) -> None:
    place = areas()[code].place
    assert place
    west, south, east, north = BOXES[code]
    assert west <= place[0] <= east
    assert south <= place[1] <= north
    large = min(east - west, north - south) > 4
    assert on_land(*place) or not large or code == "ATA", "it is at sea"


def test_countries_that_have_a_place_have_a_box() -> None:
    former = {code for code, area in areas().items() if area.until}
    assert {code for code, area in areas().items() if area.place} - former == set(BOXES)
    assert not on_land(-166.8, 56.4), "the Bering Sea"
    assert not on_land(123.6, -12.4), "the Timor Sea"
