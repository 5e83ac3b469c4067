"""Every source has a small sample, made by hand, and the rows expected of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from grutto.readers.cross_table import CrossTableReader
from grutto.readers.observations import FORMATS, ObservationReader
from grutto.sources import FOLDER, recognise, source_named, sources
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path

STATISTICS = sorted(name for name, source in sources().items() if source.reader in FORMATS)
TABULAR = [*STATISTICS, "ecb/rates"]


def sample(name: str) -> Path:
    (found,) = (FOLDER / name).glob("sample.*")
    return found


def rows_of(name: str, path: Path) -> list[dict[str, Any]]:
    """Return what the reader of a source makes of a file, one dict a row."""
    source = source_named(name)
    reader: ObservationReader | CrossTableReader
    if source.observations:
        table = extracted_tables()["statistic"]
        reader = ObservationReader(table, source.reader, source.observations, source.flow, "", path.name)
    else:
        assert source.layout
        reader = CrossTableReader(extracted_tables()[source.layout.table], source.layout, "", path.name)
    rows = [
        dict(zip(batch, values, strict=True))
        for batch in reader.read(path)
        for values in zip(*batch.values(), strict=True)
    ]
    assert not reader.findings
    return rows


def as_text(row: dict[str, Any], columns: list[str]) -> dict[str, str]:
    return {c: "" if row[c] is None else f"{row[c].normalize():f}" if c in DECIMALS else str(row[c]) for c in columns}


DECIMALS = {"obs_value", "units_per_eur"}


@pytest.mark.parametrize("name", TABULAR)
def test_sample_gives_exactly_the_expected_rows(name: str) -> None:
    with (FOLDER / name / "expected.csv").open(encoding="utf-8", newline="") as stream:
        lines = csv.DictReader(stream)
        columns = list(lines.fieldnames or ())
        expected = list(lines)
    assert [as_text(row, columns) for row in rows_of(name, sample(name))] == expected, name


@pytest.mark.parametrize("name", TABULAR)
def test_sample_is_recognised(name: str) -> None:
    assert recognise(sample(name)).name == name


@pytest.mark.parametrize("name", STATISTICS)
def test_source_tells_whose_it_is(name: str) -> None:
    source = source_named(name)
    assert source.publisher
    assert source.tried, "it says which real file it was tried with, or “not yet”"
    assert source.licence
    assert source.citation
    assert source_named(source.flow).note, "a source of statistics says what to know before comparing"
    for note in source.note:
        assert note.source.startswith("https://")
        assert {"en", "nl"} <= note.text.keys()


def test_a_misread_code_of_a_country_is_not_taken_for_iso() -> None:
    rows = rows_of("unhcr/asylum-applications", sample("unhcr/asylum-applications"))
    assert {r["ref_area"] for r in rows} == {"NLD", "AUS"}
