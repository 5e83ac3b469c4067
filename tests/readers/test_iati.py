"""How real files deviate from the standard, and what becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from iati_samples import activity, read, rows, wrapped

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("both_ways")

BUDGET = (
    '<budget><period-start iso-date="{date}"/><period-end iso-date="2020-12-31"/>'
    '<value value-date="2020-01-01">{value}</value></budget>'
)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("1234.5", Decimal("1234.5"), None),
        (" 12 ", Decimal(12), None),
        ("1,234,567.89", Decimal("1234567.89"), "value.thousands"),
        ("1 234 567", Decimal(1234567), "value.spaces"),
        ("1\u00a0234,5", None, "value.not-a-number"),
        ("1.0E7", Decimal(10000000), "value.power"),
        ("-5.", Decimal(-5), None),
        ("1.0000001", Decimal("1.000000"), "value.rounded"),
        ("12,5", None, "value.not-a-number"),
        ("EUR 5", None, "value.not-a-number"),
        ("1e30", None, "value.too-large"),
        ("NaN", None, "value.not-a-number"),
        ("", None, "value.missing"),
    ],
)
def test_an_amount_is_read_or_reported_never_zero(
    tmp_path: Path, text: str, value: Decimal | None, code: str | None
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity(BUDGET.format(date="2020-01-01", value=text))), "utf-8")
    tables, reader = read(path)
    assert rows(tables, "budget")[0]["value"] == value
    assert [f.code for f in reader.findings] == ([code] if code else [])
    lost = code in {"value.rounded", "value.not-a-number", "value.too-large"}
    assert [r["value"] for r in rows(tables, "extension")] == ([text] if lost else [])


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("2020-02-29", date(2020, 2, 29), None),
        ("2020-02-28Z", date(2020, 2, 28), "value.date-with-zone"),
        ("2020-02-28+01:00", date(2020, 2, 28), "value.date-with-zone"),
        ("2020-02-28T00:00:00Z", date(2020, 2, 28), "value.date-with-time"),
        ("2020-02-28 later", None, "value.not-a-date"),
        ("2021-02-29", None, "value.not-a-date"),
        ("28/02/2020", None, "value.not-a-date"),
    ],
)
def test_a_date_is_read_or_reported(tmp_path: Path, text: str, value: date | None, code: str | None) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity(BUDGET.format(date=text, value=1))), "utf-8")
    tables, reader = read(path)
    assert rows(tables, "budget")[0]["period_start"] == value
    assert [(f.code, f.line) for f in reader.findings] == ([(code, 3)] if code else [])


def test_spaces_around_codes_are_left_out_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity('<activity-status code=" 2 "/>', identifier="\n AA-1-1 ")), "utf-8")
    tables, reader = read(path)
    assert rows(tables, "activity")[0]["activity_status"] == "2"
    assert rows(tables, "activity")[0]["iati_identifier"] == "AA-1-1"
    assert {f.code for f in reader.findings} == {"value.spaces-around", "identifier.trimmed"}
    assert len(reader.findings) == 2


def test_a_comment_does_not_cut_an_amount(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity(BUDGET.format(date="2020-01-01", value="12<!-- x -->34"))), "utf-8")
    tables, _ = read(path)
    assert rows(tables, "budget")[0]["value"] == Decimal(1234)


def test_nothing_beyond_the_standard_is_lost(tmp_path: Path) -> None:
    odd = (
        '<title>loose<narrative>A</narrative></title><title note="x"><narrative>B</narrative></title>'
        '<colour shade="dark">red</colour><activity-status code="2" name="Going on"/>'
        '<sector code="1"><narrative>a <b>bold</b> word</narrative>tail</sector>'
    )
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity(odd)), "utf-8")
    tables, _ = read(path)
    kept = {(r["kind"], r["name"], r["value"]) for r in rows(tables, "extension")}
    assert kept == {
        ("text", "", "loose"),
        ("element", "title", "B"),
        ("element", "colour", "red"),
        ("attribute", "name", "Going on"),
        ("element", "narrative", "a bold word"),
        ("text", "", "tail"),
    }
    assert [r["text"] for r in rows(tables, "narrative")] == ["A", "B", "a bold word"]


def test_narratives_keep_their_language_and_the_default_one_is_shown(tmp_path: Path) -> None:
    title = '<title><narrative xml:lang="en">Return</narrative><narrative>Retour</narrative></title>'
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity(title, attributes='xml:lang="fr"')), "utf-8")
    tables, _ = read(path)
    assert rows(tables, "activity")[0]["title"] == "Retour"
    assert [(r["language"], r["text"]) for r in rows(tables, "narrative")] == [("en", "Return"), ("fr", "Retour")]


def test_the_root_is_kept_with_what_stands_beside_the_activities(tmp_path: Path) -> None:
    attributes = 'version="2.03" generated-datetime="2024-01-01" xmlns:p="urn:p" p:batch="7" xml:lang="es"'
    path = tmp_path / "a.xml"
    path.write_text(wrapped(f"<p:head>x</p:head>{activity('', attributes='')}<p:head>y</p:head>", attributes), "utf-8")
    tables, _ = read(path)
    assert rows(tables, "iati_file")[0]["generated_datetime"] == "2024-01-01"
    kept = [(r["locator"], r["value"]) for r in rows(tables, "extension")]
    step = """*[local-name()='head' and namespace-uri()="urn:p"]"""
    assert (f"/iati-activities/{step}[1]", "x") in kept
    assert (f"/iati-activities/{step}[2]", "y") in kept
    assert len(kept) == 4


def test_an_activity_without_identifier_is_left_out_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(activity("", identifier=" ") + activity("", identifier="B")), "utf-8")
    tables, reader = read(path)
    assert [r["iati_identifier"] for r in rows(tables, "activity")] == ["B"]
    assert (reader.records, reader.rejected) == (1, 1)
    assert [f.code for f in reader.findings] == ["activity.no-identifier"]
