"""Two editions figure by figure."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.editions.compare import differences, other_parts
from grutto.editions.record import kept_ids, read_record
from grutto.model.figure import Derivation

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.model.edition import Edition
    from grutto.store.home import Home


@pytest.fixture
def edition(nl_home: Home, nl_report: Path) -> Edition:
    return read_record(str(nl_report), nl_home)


def test_an_edition_does_not_differ_from_itself(edition: Edition) -> None:
    assert differences(edition, edition) == []
    assert other_parts(edition, edition) == []


def test_each_kind_of_difference_is_told(edition: Edition) -> None:
    first, second, third, *rest = edition.figures
    derived = next(f for f in rest if isinstance(f.lineage, Derivation))
    moved = replace(derived, lineage=Derivation("difference", (first.id, second.id)))
    changed = replace(second, value=(second.value or Decimal(0)) + 2)
    kept = tuple(moved if f is derived else f for f in rest if f is not rest[-1])
    later = replace(
        edition,
        release="another",
        figures=(replace(first, id="brand-new"), first, changed, *kept, rest[-1]),
        rows_sha256=edition.rows_sha256 | {first.id: "other"},
    )
    found = {row["figure_id"]: row for row in differences(edition, later)}
    assert {name: row["what"] for name, row in found.items()} == {
        "brand-new": "new",
        first.id: "other rows",
        second.id: "changed",
        derived.id: "other rows",
        third.id: "gone",
    }
    assert found[second.id]["difference"] == (2 if second.value is not None else None)
    assert found["brand-new"]["before"] == ""
    assert found[third.id]["after"] == ""
    assert other_parts(edition, later) == ["the release of the sources"]


def test_a_value_that_became_unknown_has_an_unknown_difference(edition: Edition) -> None:
    known = next(f for f in edition.figures if f.value is not None)
    later = replace(edition, figures=tuple(replace(f, value=None) if f is known else f for f in edition.figures))
    (row,) = differences(edition, later)
    assert (row["what"], row["before"], row["after"], row["difference"]) == ("changed", known.value, None, None)


def test_editions_are_listed_and_compared_on_the_command_line(
    grutto: Command, nl_home: Home, edition: Edition, tmp_path: Path
) -> None:
    made = grutto("report", "nl-2008", 2009, "--lang", "en", "--output", tmp_path, "--home", nl_home.path)
    assert made.code == 0, made.err
    listed = grutto("editions", "--format", "csv", "--home", nl_home.path)
    rows = list(csv.DictReader(io.StringIO(listed.out)))
    assert [row["edition"] for row in rows] == kept_ids(nl_home)
    assert {row["year"] for row in rows} >= {"2009", "2010"}
    answer = grutto("diff", tmp_path, edition.id, "--format", "csv", "--home", nl_home.path)
    assert answer.code == 0, answer.err
    new = {row["figure_id"] for row in csv.DictReader(io.StringIO(answer.out)) if row["what"] == "new"}
    earlier = {f.id for f in read_record(str(tmp_path), nl_home).figures}
    assert new == {f.id for f in edition.figures} - earlier
    assert "They do not share: the judgements, the year." in answer.err
