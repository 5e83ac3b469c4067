"""Nothing is left out in silence: each record, code and unit that is not understood gives a remark or a refusal."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import InputError
from grutto.model.source import Observations, Value
from grutto.readers.observations import ObservationReader
from grutto.sources import recognise, source_named
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.finding import Finding

PRICES = Value("value", "price", "percent", "flow", when={"series": ("A",)})
PLAIN = Observations(
    (PRICES,), time="year", ref_area="area", sex="sex", age="age", status="flag", flags={"p": "P"}, unit_mult="power"
)
HEAD = "year,area,series,sex,age,flag,power,value"
GOOD = "2010,NLD,A,_T,_T,,,5"


def read(folder: Path, *lines: str, layout: Observations = PLAIN) -> tuple[list[dict[str, Any]], list[Finding]]:
    path = folder / "file.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    reader = ObservationReader(extracted_tables()["statistic"], "csv-records", layout, "made/up", "", "file.csv")
    batches = list(reader.read(path))
    rows = [dict(zip(batch, row, strict=True)) for batch in batches for row in zip(*batch.values(), strict=True)]
    return rows, reader.findings


@pytest.mark.parametrize(
    ("line", "code", "value", "rows"),
    [
        ("2010,NLD,B,_T,_T,,,5", "record.unread", "B (1 ×)", 1),
        ("2010,ZZ9,A,_T,_T,,,5", "area.unknown", "ZZ9", 2),
        ("2010,NLD,A,T,_T,,,5", "sex.unknown", "T", 2),
        ("2010,NLD,A,_T,TOTAL,,,5", "age.unknown", "TOTAL", 2),
        ("2010,NLD,A,_T,_T,x,,5", "flag.unknown", "x", 2),
        ("2010,NLD,A,_T,_T,,six,5", "unit-mult.unknown", "six", 2),
        ("spring,NLD,A,_T,_T,,,5", "period.unknown", "spring", 1),
        ("2010,NLD,A,_T,_T,,,many", "value.not-a-number", "many", 2),
    ],
)
def test_what_is_not_understood_is_told_with_place_and_repair(
    tmp_path: Path, line: str, code: str, value: str, rows: int
) -> None:
    found, findings = read(tmp_path, GOOD, line)
    assert len(found) == rows
    [finding] = findings
    assert (finding.code, finding.value, finding.file, finding.locator) == (code, value, "file.csv", "line 3")
    assert finding.repair
    assert found[0]["obs_value"] == 5


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("2010,ZZ9,A,_T,_T,,,5", "ref_area_kind", "unrecognised"),
        ("2010,NLD,A,T,_T,,,5", "sex", "T"),
        ("2010,NLD,A,_T,_T,,six,5", "obs_value", None),
        ("2010,NLD,A,_T,_T,,six,5", "unknown_because", "no-power"),
        ("2010,NLD,A,_T,_T,,6,5", "obs_value", Decimal(5_000_000)),
        ("2010,NLD,A,_T,_T,,,0", "obs_value", Decimal(0)),
    ],
)
def test_what_is_not_understood_is_no_number_and_enters_no_total(
    tmp_path: Path, line: str, column: str, value: object
) -> None:
    rows, _ = read(tmp_path, GOOD, line)
    assert rows[1][column] == value


def test_many_unknown_codes_give_one_remark_that_counts_them(tmp_path: Path) -> None:
    lines = [f"2010,NLD,B{n},_T,_T,,,5" for n in range(30) for _ in range(2)]
    _, [finding] = read(tmp_path, GOOD, *lines)
    assert finding.value.startswith("B0 (2 ×), B1 (2 ×)")
    assert finding.value.endswith(", … (30)")


def test_codes_that_do_not_go_together_are_told(tmp_path: Path) -> None:
    values = tuple(
        Value("value", f"i{s}{x}", "person", "flow", when={"series": (s,), "sex": (x,)}) for s, x in ("AM", "BF")
    )
    _, [finding] = read(tmp_path, "2010,NLD,A,M,_T,,,5", "2010,NLD,A,F,_T,,,5", layout=replace(PLAIN, value=values))
    assert finding.value == "A, F (1 ×)"


def test_what_is_left_out_on_purpose_is_not_told(tmp_path: Path) -> None:
    rows, findings = read(tmp_path, GOOD, "2010,NLD,B,_T,_T,,,5", layout=replace(PLAIN, leave={"series": ("B",)}))
    assert (len(rows), findings) == (1, [])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((), "it holds no number"),
        (("2010,NLD,B,_T,_T,,,5",), r"does not know “series” B \(1 ×\); it knows A"),
        (("spring,NLD,A,_T,_T,,,5",), "not a year, quarter or month; it is left out: “spring”"),
    ],
)
def test_a_file_of_which_nothing_is_known_is_refused(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    with pytest.raises(InputError, match=told) as refused:
        read(tmp_path, *lines)
    assert "file.csv" in refused.value.where
    assert refused.value.repair


def test_a_dimension_of_which_the_source_says_nothing_is_refused(tmp_path: Path) -> None:
    source = source_named("eurostat/unaccompanied-minors")
    assert source.observations
    axes = {"citizen": ["AF"], "sex": ["T"], "age": ["TOTAL"], "unit": ["PER"], "geo": ["NL"], "time": ["2010"]}
    axes["decision"] = ["TOTAL", "POS"]
    dimension = {k: {"category": {"index": {c: n for n, c in enumerate(v)}}} for k, v in axes.items()}
    cube = {"class": "dataset", "id": list(axes), "size": [len(v) for v in axes.values()], "dimension": dimension}
    path = tmp_path / "cube.json"
    path.write_text(json.dumps(cube | {"value": {"0": 1, "1": 2}}))
    reader = ObservationReader(
        extracted_tables()["statistic"], source.reader, source.observations, source.name, "", path.name
    )
    with pytest.raises(InputError, match=r"“decision” has 2 members \(TOTAL, POS\)"):
        list(reader.read(path))


def test_a_packed_file_is_read_as_its_content(tmp_path: Path) -> None:
    plain = tmp_path / "file.csv"
    plain.write_text(f"{HEAD}\n{GOOD}\n")
    packed = tmp_path / "file.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    found = []
    for path in (plain, packed):
        reader = ObservationReader(extracted_tables()["statistic"], "csv-records", PLAIN, "made/up", "", "file")
        found.append(list(reader.read(path)))
    assert found[0] == found[1]
    packed.write_bytes(packed.read_bytes()[:-9])
    reader = ObservationReader(extracted_tables()["statistic"], "csv-records", PLAIN, "made/up", "", "file")
    with pytest.raises(InputError, match="gzip file is damaged"):
        list(reader.read(packed))


def test_a_packed_file_is_known_by_its_first_characters(tmp_path: Path) -> None:
    path = tmp_path / "prospects.csv.gz"
    path.write_bytes(gzip.compress(b"SortOrder,LocID,Variant,Time,TPopulation1July,NetMigrations\n"))
    assert recognise(path).name == "undesa/population-prospects"
