"""What publishers mean by their codes of countries, and when."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from babel.core import get_global

from grutto.codelists import agreements, area_of, areas, iso2_of, iso3_of, world_outline
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
        ("undesa-name", "Bolivia (Plurinational State of)", 2015, "BOL"),
        ("undesa-name", "Democratic Republic of the Congo", 2015, "COD"),
        ("undesa-name", "United States of America", 2015, "USA"),
        ("m49", "830", 2015, "CHI"),
        ("eurostat", "Congo", 2012, "COG"),
        ("eurostat", "RNC", 2014, "XXR"),
        ("names", "BOSNIA AND HERZEGOVINA", 2018, "BIH"),
        ("names", "USA", 2018, "USA"),
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
        ("eurostat", "Sub-Saharan Africa"),
        ("unesco", "AIMS: Central Asia"),
        ("iso3", "AB9"),
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


LISTS = (2008, 2009, 2011, 2012, 2014, 2018, 2020, 2021, 2022, 2024)
"""First years of reporting of the lists that the OECD published."""


def test_each_recipient_names_the_lists_in_which_it_stands() -> None:
    """From the list of its first year to that of its last, without a gap; SOURCES.md has each list."""
    told = (FOLDER / "SOURCES.md").read_text("utf-8")
    assert all(f"`list-{year}`" in told for year in LISTS)
    rows = [row for row in code_list("dac_recipient") if row["country"] != EVERY]
    for row in rows:
        if row["country"] != "PW":  # Palau: SOURCES.md says by what it stays in 2022 and 2023
            first = max(year for year in LISTS if year <= int(row["since"]))
            last = max(year for year in LISTS if year <= int(row["until"] or 2025))
            assert row["source"] == f"list-{first} to list-{last}", row["country"]
    assert len(rows) == len({row["country"] for row in rows})


@pytest.mark.parametrize(
    ("year", "countries"),
    [(2008, 151), (2010, 152), (2011, 148), (2014, 146), (2018, 143), (2020, 142), (2022, 141), (2025, 141)],
)
def test_each_list_has_as_many_countries_as_the_published_one(year: int, countries: int) -> None:
    """Counted in the published lists; that of 2022 had 140, and Palau stayed."""
    spans = [(int(r["since"]), int(r["until"] or 2025)) for r in code_list("dac_recipient") if r["country"] != EVERY]
    assert sum(first <= year <= last for first, last in spans) == countries


def test_rules_of_oda_are_ranked_once_and_know_their_verdicts() -> None:
    rules = code_list("oda_rule")
    assert len({rule["rank"] for rule in rules}) == len(rules)
    assert {rule["verdict"] for rule in rules} == {"eligible", "not eligible", "unknown"}
    listed = {row["code"] for row in code_list("dac_code") if row["list"] == "purpose"}
    assert {code for rule in rules for code in rule["sector"].split()} - {"*", "unlisted"} <= listed
    assert "93019" not in listed
    assert all(rule["rule"] and rule["version"] and rule["reason"] and rule["source"] for rule in rules)


def test_agreements_are_those_of_both_sides_that_had_begun() -> None:
    def codes(country: str, observer: str, year: int) -> set[str]:
        return {one.code for one, source in agreements(country, observer, year) if source}

    assert "nld-afg-unhcr" in codes("AFG", "NLD", 2003)
    assert "nld-afg-unhcr" not in codes("AFG", "DEU", 2003) | codes("AFG", "NLD", 2002) | codes("GEO", "NLD", 2003)
    assert "eu-geo-readmission" in codes("GEO", "NLD", 2011)
    assert "eu-geo-readmission" not in codes("GEO", "NOR", 2011), "Norway is no member of the Union"
    assert "eu-geo-readmission" in codes("GEO", "GBR", 2011)
    assert "eu-geo-readmission" not in codes("GEO", "DNK", 2011), "Denmark takes no part"
    assert "eu-geo-mobility" not in codes("GEO", "ESP", 2011), "sixteen members take part"
    assert codes("GEO", "USA", 2011) == {"statelessness-convention-geo"}
    (ended,) = (one for one, _ in agreements("AFG", "NLD", 2022) if one.until)
    assert (ended.code, str(ended.until)) == ("eu-afg-joint-way-forward", "2021-04-26")


def test_each_agreement_was_read_somewhere() -> None:
    for row in code_list("agreement"):
        assert row["source"]
        assert row["address"].startswith("http")
        assert date.fromisoformat(row["seen"]) > date.fromisoformat(row["since"])


def test_each_currency_ends_on_the_day_before_its_successor_began() -> None:
    """By the Unicode CLDR, as in Babel, which does not have Bulgaria's euro yet."""
    held = get_global("territory_currencies").values()
    for row in code_list("currency_end"):
        began = date.fromisoformat(row["last_day"]) + timedelta(days=1)
        before = [c for territory in held for c in territory if any(code == row["currency"] for code, *_ in territory)]
        assert row["source"].endswith(f" from {began}")
        assert row["currency"] == "BGN" or (row["source"].split()[-3], (began.year, began.month, began.day)) in {
            (code, since) for code, since, *_ in before
        }


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
