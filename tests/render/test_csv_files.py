"""Tables as data: exact values, words where there is none, and no cell a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from small_content import FIGURES, ONE_EACH, TITLE, content_of

from grutto.content.blocks import FigureText, Label, Section, Table, TableColumn, Words
from grutto.locale import language_named
from grutto.render.csv_files import WorkbookSheet, csv_files, csv_name, named_tables, sheets

MONEY = Table(
    (Words("Money"),),
    (TableColumn((Words("What"),)), TableColumn((Words("EUR"),), numeric=True)),
    (((Words("known"),), (FigureText(FIGURES[0]),)), ((Words("unknown"),), (FigureText(FIGURES[1]),))),
    (((Words("both"),), (FigureText(FIGURES[2]), Label(" so far"))),),
)


@pytest.mark.parametrize(("language", "unknown"), [("en", "unknown"), ("nl", "onbekend")])
def test_a_cell_of_one_known_figure_is_its_exact_value_and_others_are_words(language: str, unknown: str) -> None:
    (found,) = sheets(content_of(MONEY).document, language_named(language))
    assert (found.name, found.caption, found.heads) == ("summary-1", "Money", ["What", "EUR"])
    assert found.rows[:2] == [["known", Decimal("12.50")], ["unknown", unknown]]
    assert isinstance(found.rows[2][1], str), "a figure with words beside it"


def test_tables_are_named_by_their_chapter_and_place_and_nothing_else_is_one() -> None:
    part = Section("part", TITLE, (MONEY,))
    found = list(named_tables(content_of(*ONE_EACH, MONEY, parts=(part,)).document))
    assert [name for name, _ in found] == ["summary-1", "summary-2", "summary-3"]
    assert found[1][1] is found[2][1] is MONEY
    assert list(named_tables(content_of().document)) == []


def test_a_block_that_it_does_not_know_is_an_error() -> None:
    unknown: Any = SimpleNamespace()
    with pytest.raises(AssertionError):
        list(named_tables(content_of(unknown).document))


def test_a_csv_carries_its_note_and_no_formula() -> None:
    rows: list[list[Decimal | str]] = [["=1+1", Decimal("0.10")], ["a, b", "unknown"]]
    found = csv_files([WorkbookSheet("a-1", "A", ["Name", "EUR"], rows, "Fictional")], "en")
    assert list(csv.reader(io.StringIO(found[csv_name("a-1")].decode()))) == [
        ["Name", "EUR", "note"],
        ["'=1+1", "0.10", "Fictional"],
        ["a, b", "unknown", "Fictional"],
    ]
    bare = csv_files([WorkbookSheet("a-1", "A", ["Name"], [])], "en")
    assert bare["tables/a-1.csv"] == b"Name\n"
