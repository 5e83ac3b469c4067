"""The observation table: from files to a release, with bad input, revisions and contradictions."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from grutto.locale.reasons import reason
from grutto.measures.session import open_release
from grutto.sources import FOLDER
from grutto.store.home import Home
from grutto.tables.intake import ImportReport, IncomingFile, incoming_files, take_in

SAMPLE = FOLDER / "unhcr/population/sample.json"


def item(year: int = 2010, refugees: Any = 100, origin: str = "AFG", asylum: str = "NLD") -> dict[str, Any]:
    fields = ("asylum_seekers", "returned_refugees", "idps", "returned_idps", "stateless", "ooc", "oip", "hst")
    return {"year": year, "coo_iso": origin, "coa_iso": asylum, "refugees": refugees} | dict.fromkeys(fields, "0")


def put(path: Path, *items: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"maxPages": 1, "items": list(items)}), "utf-8")
    return path


def take(home: Home, path: Path) -> ImportReport:
    return take_in(home, incoming_files([path]))


def rows(home: Home, table: str, indicator: str = "refugees") -> list[dict[str, Any]]:
    files = sorted((home.releases / home.current() / "tables" / table).glob("*.parquet"))
    return [r for f in files for r in pq.read_table(f).to_pylist() if r.get("indicator", indicator) == indicator]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_numbers_come_in_with_place_and_file(home: Home) -> None:
    report = take(home, SAMPLE)
    (first, second) = rows(home, "observation")
    assert (first["obs_value"], first["ref_area"], first["counterpart"]) == (Decimal(1200), "NLD", "AFG")
    assert (first["locator"], first["snapshot"]) == ("items[0], refugees", report.files[0].sha256)
    assert second["ref_area_kind"] == "aggregate"


def test_zero_suppressed_and_not_available_stay_apart(home: Home) -> None:
    take(home, SAMPLE)
    told = {i: rows(home, "observation", i) for i in ("others_of_concern", "asylum_seekers", "stateless")}
    suppressed, dash, zero = (found[1:] for found in told.values())
    assert [(r["obs_value"], r["obs_status"], r["unknown_because"]) for r in (*suppressed, *zero)] == [
        (None, "Q", "suppressed"),
        (Decimal(0), "A", None),
    ]
    assert not dash, "of a dash nothing is known; it is like a place that the source does not list"


def test_a_later_file_of_the_same_flow_wins_number_by_number(home: Home, tmp_path: Path) -> None:
    """Two downloads in 2022 and 2023: the later one changed 2021, and has no 2019 any more. Worked by hand."""
    take(home, put(tmp_path / "2022.json", item(2019, 10), item(2020, 20), item(2021, 30)))
    report = take(home, put(tmp_path / "2023.json", item(2020, 20), item(2021, 33), item(2022, 40)))
    assert {r["year"]: r["obs_value"] for r in rows(home, "observation")} == {2019: 10, 2020: 20, 2021: 33, 2022: 40}
    (revised,) = rows(home, "revision")
    assert (revised["year"], revised["value_before"], revised["value_now"]) == (2021, 30, 33)
    assert (revised["snapshot"], revised["snapshot_now"]) != (revised["snapshot_now"], revised["snapshot"])
    assert (revised["locator"], revised["locator_now"]) == ("items[2], refugees", "items[1], refugees")
    assert report.release
    (told,) = [r for r in rows(home, "finding") if r["code"] == "statistic.revised"]
    assert reason(told["message"]) == (
        "A number of refugees differs from that of “2022.json”, of the same data flow; this one counts now"
    )
    assert told["value"] == "NLD, AFG, 2021: 30 → 33"
    assert (told["snapshot"], told["locator"]) == (revised["snapshot_now"], revised["locator_now"])


def dated(path: Path, updated: str, value: int) -> Path:
    """Write an answer of the World Bank about the population of Afghanistan in 2010, as of a day."""
    record = {"indicator": {"id": "SP.POP.TOTL"}, "countryiso3code": "AFG", "date": "2010", "obs_status": ""}
    path.write_text(json.dumps([{"page": 1, "pages": 1, "lastupdated": updated}, [record | {"value": value}]]), "utf-8")
    return path


@pytest.mark.parametrize("first", ["old", "new"])
def test_the_day_that_files_tell_of_themselves_counts_before_their_arrival(
    home: Home, tmp_path: Path, first: str
) -> None:
    told = (("old", "2023-05-30", 100), ("new", "2024-05-30", 101))
    files = {name: dated(tmp_path / f"{name}.json", day, value) for name, day, value in told}
    for name in (first, *({"old", "new"} - {first})):
        take(home, files[name])
    (only,) = rows(home, "observation", "population")
    assert only["obs_value"] == 101
    (revised,) = rows(home, "revision", "population")
    assert (revised["value_before"], revised["value_now"]) == (100, 101)


def test_a_file_that_tells_no_day_is_as_new_as_what_was_there_when_it_came(home: Home, tmp_path: Path) -> None:
    for name, day, value in (("a", "2024-05-30", 100), ("b", "", 101), ("c", "2023-01-01", 102)):
        take(home, dated(tmp_path / f"{name}.json", day, value))
    assert [r["obs_value"] for r in rows(home, "observation", "population")] == [101]


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


FINDER = "Year,Country of origin (ISO),Country of asylum (ISO),Refugees under UNHCR's mandate"


def test_a_row_without_origin_beside_origins_is_their_total(home: Home, tmp_path: Path) -> None:
    """100 + 50 = 150: the row without origin says 150 too; added, it would double the country."""
    lines = (
        "2020,,NLD,150",
        "2020,AFG,NLD,100",
        "2020,IRQ,NLD,50",
    )
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    kinds = [(r["counterpart"], r["counterpart_kind"], r["obs_value"]) for r in rows(home, "observation")]
    assert kinds == [("_T", "aggregate", 150), ("AFG", "country", 100), ("IRQ", "country", 50)]
    assert "statistic.total" not in {f["code"] for f in rows(home, "finding")}


def test_a_total_below_its_parts_is_told(home: Home, tmp_path: Path) -> None:
    lines = (
        "2020,all,NLD,120",
        "2020,AFG,NLD,100",
        "2020,IRQ,NLD,50",
    )
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    (told,) = [f for f in rows(home, "finding") if f["code"] == "statistic.total"]
    assert reason(told["message"]) == "The parts of this total add up to more than it (refugees): 150 and 120"


def test_two_codes_of_one_place_are_one_place(home: Home, tmp_path: Path) -> None:
    lines = ("2020,XKX,NLD,15", "2020,KSV,NLD,15")
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    assert [(r["counterpart"], r["obs_value"]) for r in rows(home, "observation")] == [("XKX", 15)]


def test_a_state_has_no_numbers_of_years_in_which_it_did_not_exist(home: Home, tmp_path: Path) -> None:
    lines = ("2010,SCG,NLD,15", "2010,SSD,NLD,20", "2012,SSD,NLD,25")
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    assert [(r["counterpart"], r["counterpart_kind"]) for r in rows(home, "observation")] == [
        ("SCG", "unrecognised"),
        ("SSD", "unrecognised"),
        ("SSD", "country"),
    ]
    told = [reason(f["message"]) for f in rows(home, "finding") if f["code"] == "area.unknown"]
    assert told == ["This code of a country (unhcr-iso) stands for none in 2010; it enters no sum"] * 2


def test_what_may_be_thousands_or_below_zero_is_no_count(home: Home, tmp_path: Path) -> None:
    lines = ("2020,AFG,NLD,1.234", "2020,IRQ,NLD,-5", "2020,SOM,NLD,12")
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    assert [r["obs_value"] for r in rows(home, "observation")] == [None, None, 12]
    assert {f["code"] for f in rows(home, "file_finding")} == {"count.ambiguous", "count.negative"}


def test_a_month_is_another_series_than_the_year(home: Home, tmp_path: Path) -> None:
    lines = ("2020,AFG,NLD,100", "2020-12,AFG,NLD,7")
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    assert [(r["freq"], r["time_period"]) for r in rows(home, "observation")] == [("A", "2020"), ("M", "2020-12")]
    with open_release(home) as session:
        assert session.book.measure("refugees", year=2020).value == 100
        assert session.book.measure("refugees", time_period="2020-12").value == 7


def test_december_alone_is_no_year(home: Home, tmp_path: Path) -> None:
    take(home, table(tmp_path / "population.csv", FINDER, "2020-12,AFG,NLD,7"))
    with open_release(home) as session:
        assert session.book.measure("refugees", year=2020).value is None


def test_nothing_is_added_while_a_part_is_unknown(home: Home, tmp_path: Path) -> None:
    lines = (
        "2020,AFG,NLD,100",
        "2020,AFG,DEU,*",
        "2020,AFG,FRA,30",
        "2020,AFG,FRA,40",
    )
    take(home, table(tmp_path / "population.csv", FINDER, *lines))
    with open_release(home) as session:
        whole = session.book.measure("refugees", counterpart="AFG", year=2020)
        assert (whole.value, whole.rows, whole.unknown) == (None, 3, 2)
        assert dict(whole.reasons) == {"suppressed": 1, "contradicted": 1}
        assert session.book.measure("refugees", ref_area="NLD", counterpart="AFG", year=2020).value == 100


def test_a_number_given_twice_counts_once(home: Home, tmp_path: Path) -> None:
    take(home, put(tmp_path / "twice.json", item(), item(2011), item()))
    assert [r["time_period"] for r in rows(home, "observation")] == ["2010", "2011"]


def test_numbers_that_contradict_each_other_give_no_value(home: Home, tmp_path: Path) -> None:
    take(home, put(tmp_path / "torn.json", item(refugees=100), item(refugees=120)))
    (only,) = rows(home, "observation")
    assert only["obs_value"] is None
    assert "contradict" in only["unknown_because"]


def test_a_revised_value_replaces_the_old_one_which_is_kept(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    take(home, put(path, item(refugees=100), item(2009, refugees=50)))
    before = home.current()
    take(home, put(path, item(refugees=130), item(2009, refugees=50)))
    assert home.current() != before
    assert [r["obs_value"] for r in rows(home, "observation")] == [130, 50]
    (revised,) = rows(home, "revision")
    assert (revised["value_before"], revised["value_now"], revised["year"]) == (100, 130, 2010)
    assert revised["vintage"] == 1


def test_a_value_taken_back_is_a_revision_too(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    take(home, put(path, item(refugees=100), item(2009, refugees=50)))
    take(home, put(path, item(2009, refugees=50)))
    assert [r["year"] for r in rows(home, "observation")] == [2009]
    (revised,) = rows(home, "revision")
    assert (revised["value_before"], revised["value_now"]) == (100, None)


def test_a_source_that_goes_back_to_its_first_value(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    for refugees in (100, 130, 100):
        take(home, put(path, item(refugees=refugees)))
    assert [r["obs_value"] for r in rows(home, "observation")] == [100]
    (revised,) = rows(home, "revision")
    assert (revised["value_before"], revised["vintage"]) == (130, 2)


BAD = {
    "cut.json": (b'{"maxPages": 1, "items": [{"year": 2010,', "ends too early"),
    "page.json": (b"<!doctype html><html><body>Service unavailable</body></html>", "this is a web page"),
    "error.json": (b'[{"message": [{"id": "120", "value": "not valid"}]}]', "no records"),
    "other.json": (b'{"items": [{"year": 2010, "coo_iso": "AFG", "coa_iso": "NLD"}]}', "“asylum_seekers” is missing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_and_the_last_release_stays(home: Home, tmp_path: Path, name: str) -> None:
    take(home, SAMPLE)
    before = home.current()
    path = tmp_path / name
    path.write_bytes(BAD[name][0])
    report = take_in(home, [IncomingFile(path, path.as_uri(), name, "unhcr/population")])
    assert report.refused
    assert BAD[name][1] in report.refused[0].error[0]
    assert report.refused[0].error[2], "an error says how to mend it"
    assert home.current() == before


def test_a_code_of_no_known_country_is_reported_and_enters_no_sum(home: Home, tmp_path: Path) -> None:
    take(home, put(tmp_path / "odd.json", item(origin="ZZX")))
    (only,) = rows(home, "observation")
    assert only["counterpart_kind"] == "unrecognised"
    found = rows(home, "file_finding")
    assert [(f["code"], f["value"]) for f in found] == [("area.unknown", "ZZX")]


def test_derived_tables_follow_their_declarations(home: Home) -> None:
    take(home, SAMPLE)
    sources = {r["source_row"] for r in rows(home, "observation")}
    assert len(sources) == 2
    assert Path(SAMPLE).exists()
