"""The recorded samples give exactly their rows."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grutto.model.source import Observations, Value
from grutto.readers.observations import ObservationReader
from grutto.readers.pages import PageRecord
from grutto.sources import source_named
from grutto.tables import extracted_tables

SAMPLES = Path(__file__).parents[2].parent / "shared/data/api-samples"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the shared data folder is not here")


def read(name: str, path: Path, layout: Observations | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of a file, and the codes of what was remarked."""
    source = source_named(name)
    assert source.observations
    reader = ObservationReader(
        extracted_tables()["statistic"], source.reader, layout or source.observations, name, "", path.name
    )
    rows = [
        dict(zip(batch, values, strict=True))
        for batch in reader.read(path)
        for values in zip(*batch.values(), strict=True)
    ]
    return rows, [f.code for f in reader.findings]


def brief(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["indicator"],
        row["ref_area"],
        row["counterpart"],
        row["time_period"],
        row["obs_value"],
        row["obs_status"],
    )


def test_unhcr_population() -> None:
    rows, found = read("unhcr/population", SAMPLES / "unhcr/population_v1_envelope.json")
    assert not found
    assert len(rows) == 4 * 8
    assert brief(rows[0]) == ("refugees", "_T", "_T", "1951", Decimal(2116011), "A")
    assert brief(rows[-8]) == ("refugees", "DEU", "SYR", "2025", Decimal(668647), "A")
    assert "others_in_need_of_protection" not in {r["indicator"] for r in rows}, "a dash tells nothing"


def test_unhcr_applications_in_persons_and_in_cases() -> None:
    rows, _ = read("unhcr/asylum-applications", SAMPLES / "unhcr/asylum-applications_v1_envelope.json")
    assert [(r["unit"], r["ref_area"], r["obs_value"]) for r in rows] == [
        ("person", "DEU", 23256),
        ("person", "DEU", 17026),
        ("person", "DEU", 984),
        ("case", "AUS", 5),
    ]


def test_unhcr_solutions() -> None:
    rows, _ = read("unhcr/solutions", SAMPLES / "unhcr/solutions_v1_envelope.json")
    assert [r["obs_value"] for r in rows] == [1341148, 8714, 14676, 1964201]


@pytest.mark.parametrize(
    ("flow", "file", "column", "indicator"),
    [
        ("population", "HDX_EndYearPopulationTotals.csv", "REF", "refugees"),
        ("asylum-applications", "HDX_AsylumApplications.csv", "Applications", "asylum_applications"),
        ("asylum-decisions", "HDX_AsylumDecisions.csv", "Recognized", "asylum_decisions_recognised"),
        ("solutions", "HDX_Solutions.csv", "RET", "returned_refugees"),
    ],
)
def test_bulk_extracts_of_unhcr(flow: str, file: str, column: str, indicator: str) -> None:
    with (SAMPLES / "unhcr" / file).open(encoding="utf-8") as stream:
        expected = [(line["Year"], Decimal(line[column])) for line in csv.DictReader(stream)]
    rows, found = read(f"hdx/{flow}", SAMPLES / "unhcr" / file)
    assert not found
    assert [(r["time_period"], r["obs_value"]) for r in rows if r["indicator"] == indicator] == expected


def test_bulk_demographics_have_sex_and_age() -> None:
    rows, found = read("hdx/demographics", SAMPLES / "unhcr/HDX_Demographics.csv")
    assert not found
    assert len(rows) == 479 * 15, "of refugees; the others are left out"
    assert {r["age"] for r in rows} == {"_T", "_U", "Y0T4", "Y5T11", "Y12T17", "Y18T59", "Y_GE60"}


def test_eurostat_json_stat() -> None:
    price = Value("value", "price_change", "percent", "flow")
    layout = Observations((price,), time="time", ref_area="geo", ref_area_scheme="eurostat", status="status")
    path = SAMPLES / "eurostat/statistics_1.0_jsonstat2_recorded_2026.json"
    rows, found = read("eurostat/asylum-applicants", path, layout)
    assert not found
    assert [(r["ref_area_kind"], r["time_period"], r["obs_value"]) for r in rows] == [
        ("aggregate", "2025-10", Decimal("2.1")),
        ("aggregate", "2025-11", Decimal("2.1")),
        ("aggregate", "2025-12", Decimal("2.0")),
    ]
    assert rows[0]["locator"] == "M.RCH_A.CP00.EA.2025-10"


def test_world_bank_of_both_ages() -> None:
    layout = source_named("worldbank/indicators").observations
    assert layout
    asked = replace(layout, value=(Value("value", "any", "ratio", "flow"),))
    new, _ = read("worldbank/indicators", SAMPLES / "worldbank/indicator_v2_recorded_2026.json", asked)
    old, _ = read("worldbank/indicators", SAMPLES / "worldbank/indicator_v2_response_AFG.json", asked)
    assert [r["obs_value"] for r in new] == [Decimal("3.172530"), Decimal("2.738537"), Decimal("3.268134")]
    assert [r["obs_text"] for r in new] == ["3.17253034260248", "2.73853681635241", "3.26813365933163"]
    assert [(r["obs_value"], r["obs_status"]) for r in old[:2]] == [(None, "O"), (Decimal(638), "A")]
    assert len(old) == 9


def test_oecd_csv_with_and_without_byte_order_mark() -> None:
    rows, _ = read("oecd/dac1", SAMPLES / "oecd/DAC1_sdmx_csv2_labels.csv")
    assert [(r["ref_area"], r["ref_area_kind"], r["obs_value"], r["obs_status"]) for r in rows] == [
        ("DAC", "aggregate", Decimal("131585510000"), "A"),
        ("4EU001", "aggregate", Decimal("13849700000"), "A"),
        ("USA", "country", Decimal("30985540000"), "A"),
        ("DEU", "country", Decimal("29320380000"), "A"),
        ("FRA", "country", None, "O"),
    ]
    received, _ = read("oecd/dac2a", SAMPLES / "oecd/DAC2A_sdmx_csv2_labels.csv")
    assert [(r["ref_area"], r["obs_value"]) for r in received] == [
        ("IND", Decimal("3174348367")),
        ("CHN", Decimal("-570617053")),
        ("LDC", Decimal("40000000000")),
    ]


def test_a_record_is_a_place_and_its_fields() -> None:
    assert PageRecord("line 2", {"a": "1"}).fields["a"] == "1"
