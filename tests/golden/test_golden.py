"""The edition of the example against a list checked by hand with the letter: exactly these figures, no more."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home

RETURNEES = "actual.iati_identifier-XM-DAC-7-nl2010-hrt.indicator-hrt-returnees.year-2010"


@pytest.fixture(scope="module")
def golden(project: Path) -> list[dict[str, str]]:
    """The list: figure, value, unit, and how it was checked."""
    with (project / "tests" / "golden" / "nl-2010.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_edition_has_exactly_these_figures(golden: list[dict[str, str]], nl_report: Path) -> None:
    edition = json.loads((nl_report / "edition.json").read_text("utf-8"))
    found = {f["id"]: (f["value"] and Decimal(f["value"]), f["unit"]) for f in edition["figures"]}
    expected = {row["figure"]: (Decimal(row["value"]) if row["value"] else None, row["unit"]) for row in golden}
    assert found == expected


def test_each_figure_of_the_list_says_how_it_was_checked(golden: list[dict[str, str]]) -> None:
    assert len(golden) == len({row["figure"] for row in golden})
    assert all(row["checked"] for row in golden)


def test_derived_figures_of_the_list_follow_from_their_own_words(golden: list[dict[str, str]]) -> None:
    """The sums are written out in the list: 1160 − 1018."""
    values = {row["figure"]: row["value"] for row in golden}
    returnees = "actual.iati_identifier-XM-DAC-7-nl2010-hrt.indicator-hrt-returnees"
    now = f"{returnees}.period_end-2010-12-31.period_start-2010-01-01.unit-person"
    before = f"{returnees}.period_end-2009-12-31.period_start-2009-01-01.unit-person"
    assert (values[now], values[before]) == ("1160", "1018")
    assert values[f"difference({now},{before})"] == "142"
    assert values[f"change_percent({now},{before})"] == "13.948919"


def test_tracing_1160_leads_to_its_file(grutto: Command, nl_home: Home, nl_report: Path, project: Path) -> None:
    answer = grutto("trace", RETURNEES, "--edition", nl_report, "--home", nl_home.path, "--format", "json")
    assert answer.code == 0, answer.err
    traced = json.loads(answer.out)
    assert (Decimal(traced["value"]), traced["unit"]) == (Decimal(1160), "person")
    [row] = traced["from"]
    assert row["file"] == "hrt.xml"
    assert row["locator"] == "/iati-activities/iati-activity[1]/result[1]/indicator[1]/period[2]/actual[1]"
    assert row["snapshot"] in {p.name for p in nl_home.path.glob("snapshots/*/*")}


@pytest.mark.parametrize("format_", ["text", "csv"])
def test_a_trace_for_people_and_tables_names_the_file_too(
    grutto: Command, nl_home: Home, nl_report: Path, format_: str
) -> None:
    answer = grutto("trace", RETURNEES, "--edition", nl_report, "--home", nl_home.path, "--format", format_)
    assert answer.code == 0, answer.err
    assert "hrt.xml" in answer.out
    assert "1160" in answer.out.replace(",", "")


def test_the_number_in_the_register_names_the_same_figure(grutto: Command, nl_home: Home, nl_report: Path) -> None:
    figures = json.loads((nl_report / "edition.json").read_text("utf-8"))["figures"]
    number = 1 + [f["id"] for f in figures].index(RETURNEES)
    options = ("--edition", nl_report, "--home", nl_home.path, "--format", "json")
    assert grutto("trace", number, *options).out == grutto("trace", RETURNEES, *options).out


def test_a_figure_that_is_not_there_is_told_with_its_neighbours(
    grutto: Command, nl_home: Home, nl_report: Path
) -> None:
    answer = grutto(
        "trace",
        "actual.iati_identifier-XM-DAC-7-nl2010-hrt.returnees.year-2010",
        "--edition",
        nl_report,
        "--home",
        nl_home.path,
    )
    assert answer.code == 1
    assert RETURNEES in answer.err
    assert answer.out == ""
