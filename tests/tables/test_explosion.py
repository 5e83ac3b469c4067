"""Small files of which tables could be made without end: refused or bounded, and the others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from small_iati import activity, document, money, paid

from grutto.store.releases import table_path
from grutto.tables import explosion, reading

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from conftest import Importer
    from grutto.store.home import Home


def _file(tmp_path: Path, *activities: str, name: str = "a.xml") -> Path:
    path = tmp_path / name
    path.write_text(document(*activities), "utf-8")
    return path


def _rows(home: Home, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(table_path(home, home.current(), table)).to_pylist()
    return rows


def _shares(countries: int, sectors: int) -> str:
    places = "".join(f'<recipient-country code="X{n}" percentage="1"/>' for n in range(countries))
    return places + "".join(f'<sector code="{10000 + n}" percentage="1"/>' for n in range(sectors))


def test_amounts_divided_without_end_are_refused(home: Home, tmp_path: Path, imported: Importer) -> None:
    """2,100 amounts by 100 countries by 100 sectors are 21 million parts; 20 by 100 by 100 are 200,000."""
    many = _file(tmp_path, activity("A-1", _shares(100, 100), paid(1) * 2_100))
    few = _file(tmp_path, activity("A-2", _shares(100, 100), paid(1) * 2), name="b.xml")
    report = imported(home, many, few)
    assert [f.outcome for f in report.files] == ["refused", "new"]
    what, where, _ = report.files[0].error
    assert "would be divided into more than 20,000,000 parts" in what
    assert where.startswith("a.xml, /iati-activities/iati-activity[1]")


def test_shares_of_a_transaction_stand_for_those_of_its_activity(
    home: Home, tmp_path: Path, imported: Importer, monkeypatch: pytest.MonkeyPatch, no_workers: None
) -> None:
    """Ten transactions with one sector of their own are ten parts, however many the activity has; 11 is too many."""
    monkeypatch.setattr(explosion, "MOST_PARTS", 10)
    own = paid(1, inside='<sector code="11110"/>')
    assert not imported(home, _file(tmp_path, activity("A-1", _shares(0, 100), own * 10))).refused
    assert imported(home, _file(tmp_path, activity("A-1", _shares(0, 100), own * 11))).refused


def test_more_rows_than_tables_can_bear_are_refused(
    home: Home, tmp_path: Path, imported: Importer, monkeypatch: pytest.MonkeyPatch, no_workers: None
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    (refused,) = imported(home, _file(tmp_path, activity("A-1", paid(1) * 4))).refused
    assert refused.error[0] == "This file holds more than 3 rows of “transaction”"
    monkeypatch.setattr(reading, "MOST_RECORDS", 1)
    (refused,) = imported(home, _file(tmp_path, activity("A-1"), activity("A-2"))).refused
    assert refused.error[0] == "This file holds more than 1 activities"


def test_a_budget_of_ages_is_not_counted(home: Home, tmp_path: Path, imported: Importer) -> None:
    """One from year 1 to 9999 would be divided over 9,999 years; one of a hundred and one years over 101."""

    def budget(start: str, end: str) -> str:
        days = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
        return f"<budget>{days}{money(101, '2010-01-01')}</budget>"

    ages = activity("A-1", budget("0001-01-01", "9999-12-31"))
    century = activity("A-2", budget("1950-01-01", "2050-12-31"))
    assert not imported(home, _file(tmp_path, ages, century)).refused
    amounts = _rows(home, "amount")
    (long,) = (a for a in amounts if a["iati_identifier"] == "A-1")
    assert (long["counted"], long["not_counted_because"]) == (False, "period-of-ages")
    assert sum(a["counted"] for a in amounts if a["iati_identifier"] == "A-2") == 101
    assert any("period-of-ages" in f["message"] for f in _rows(home, "finding"))


def test_activities_of_ages_have_years_only_where_something_is_known(
    home: Home, tmp_path: Path, imported: Importer
) -> None:
    dates = '<activity-date type="2" iso-date="0001-01-01"/><activity-date type="4" iso-date="9999-01-01"/>'
    assert not imported(home, _file(tmp_path, activity("A-1", dates))).refused
    assert _rows(home, "active") == []
    assert not imported(home, _file(tmp_path, activity("A-1", dates, paid(1, "2010-06-01")))).refused
    assert {r["year"] for r in _rows(home, "active")} == {2010}
