"""Tables of text: marks, empty lines, columns as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError
from grutto.model.source import Observations
from grutto.readers.delimited import read_delimited

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Observations((), time="time", ref_area="geo")


def put(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_csv_with_mark_empty_lines_and_columns_as_records(tmp_path: Path) -> None:
    path = put(tmp_path, "\ufefftitle\n\narea,2009,2010\nNL,1,2\n\nBE,3,\n".encode())
    layout = Observations((), header="area", melt=r"\d{4}")
    found = [
        (r.locator, r.fields["area"], r.fields["column"], r.fields["cell"]) for r in read_delimited(path, layout, "f")
    ]
    assert found == [
        ("line 4, 2009", "NL", "2009", "1"),
        ("line 4, 2010", "NL", "2010", "2"),
        ("line 6, 2009", "BE", "2009", "3"),
        ("line 6, 2010", "BE", "2010", ""),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b\n1\n", "1 cell, the headings are 2"),
        (b"", "headings is missing"),
        (b"<html>\n", "web page"),
        (b"a,b\n\0,2\n", "not a table of text"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        list(read_delimited(put(tmp_path, content), PLAIN, "f.csv"))


def test_headings_are_taken_apart_by_the_named_groups_of_the_pattern(tmp_path: Path) -> None:
    path = put(tmp_path, b"area,1990,1990\nNL,10,4\n,,\nTotal in 1990,,\n")
    layout = Observations(
        (), header="area", melt=r"(?P<year>\d{4})( \((?P<part>\d)\))?", period_from="Total in ([0-9]{4})"
    )
    first, second, *_ = read_delimited(path, layout, "f.csv")
    assert first.fields == {"area": "NL", "period": "1990", "column": "1990", "cell": "10", "year": "1990", "part": ""}
    assert (second.fields["part"], second.fields["cell"]) == ("2", "4")
