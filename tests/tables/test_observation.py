"""The observation table: from files to a release, with bad input, revisions and contradictions."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from grutto.sources import FOLDER
from grutto.store.home import Home
from grutto.tables.intake import ImportReport, Incoming, incoming_files, take_in

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
    told = {i: rows(home, "observation", i)[1] for i in ("others_of_concern", "asylum_seekers", "stateless")}
    assert [(r["obs_value"], r["obs_status"], r["unknown_because"]) for r in told.values()] == [
        (None, "Q", "suppressed"),
        (None, "O", "not available"),
        (Decimal(0), "A", None),
    ]


def test_the_same_files_give_the_same_release_in_any_order(tmp_path: Path) -> None:
    one, two = put(tmp_path / "one.json", item(2009)), put(tmp_path / "two.json", item(2010))
    ids = []
    for number, order in enumerate(([one, two], [two, one])):
        home = Home(tmp_path / f"home{number}")
        report = take_in(home, incoming_files(order))
        assert report.release
        ids.append((report.release.id, report.release.tables))
    assert ids[0] == ids[1]


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
    report = take_in(home, [Incoming(path, path.as_uri(), name, "unhcr/population")])
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
