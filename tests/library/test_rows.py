"""Rows become data frames with exact amounts, and tables in which no text of a file is mark-up."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pyarrow as pa
import pytest

from grutto.errors import InputError
from grutto.library.rows import MOST, Rows, html_table

FIRST = {"year": 2010, "value": Decimal("0.10"), "unit": "EUR", "day": date(2010, 1, 2), "unknown_because": ()}
ROWS = Rows([FIRST, FIRST | {"value": None, "unknown_because": (("no-rows", 1),)}])


def test_rows_are_a_sequence() -> None:
    assert (len(ROWS), ROWS[0], list(ROWS[1:])) == (2, FIRST, [ROWS[1]])
    assert ROWS.records == list(ROWS)


def test_an_arrow_table_is_exact_and_what_is_unknown_is_null() -> None:
    table = ROWS.to_arrow()
    assert table.schema.field("value").type == pa.decimal128(38, 2)
    assert table.schema.field("day").type == pa.date32()
    assert table["value"].to_pylist() == [Decimal("0.10"), None]
    first, second = table["unknown_because"].to_pylist()
    assert first == ""
    assert second.endswith("(1)")
    assert "no-rows" not in second


def test_a_frame_of_pandas_adds_up_exactly() -> None:
    frame = Rows([FIRST] * 3).to_pandas()
    assert frame["value"].sum() == Decimal("0.30")
    assert ROWS.to_pandas()["value"].isna().tolist() == [False, True]


def test_a_frame_is_one_of_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for polars: it weighs more than all that Grutto needs, for one line."""
    polars = SimpleNamespace(from_arrow=lambda table: ("polars", table.num_rows), __spec__=object())
    monkeypatch.setitem(sys.modules, "polars", polars)
    assert ROWS.to_polars() == ("polars", 2)
    assert type(ROWS.df()).__module__.startswith("pandas")
    installed = {"polars": polars.__spec__}
    monkeypatch.setattr("grutto.library.rows.find_spec", installed.get)
    assert ROWS.df() == ("polars", 2)
    installed.clear()
    assert ROWS.df() == ROWS.to_arrow()


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_library_that_is_lacking_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(wanted: str) -> object:
        raise ModuleNotFoundError(name=wanted)

    monkeypatch.setattr("grutto.library.rows.import_module", missing)
    with pytest.raises(InputError, match=f"The library {name} is not installed") as refused:
        ROWS.to_pandas() if name == "pandas" else ROWS.to_polars()
    assert refused.value.command == f"pip install {name}"


def test_a_table_escapes_texts_and_says_what_is_unknown() -> None:
    table = html_table([{"title": "<script>alert(1)</script>", "value": None, "country": None}, {"country": "AF"}])
    assert "&lt;script&gt;" in table
    assert "<script" not in table
    assert "<td>unknown</td><td></td>" in table
    assert ROWS._repr_html_() == html_table(ROWS.records)


def test_a_column_that_is_empty_everywhere_is_left_out() -> None:
    assert "country" not in html_table([{"year": 2010, "country": None}])


def test_a_long_table_says_how_long_it_is() -> None:
    rows = [{"year": year} for year in range(MOST + 5)]
    assert html_table(rows).count("<tr>") == MOST + 1
    assert f"{MOST} of {MOST + 5} rows" in html_table(rows)
    assert "2 of 900 rows" in html_table(rows, 900, 2)
