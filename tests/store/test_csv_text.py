"""Cells of a CSV that a spreadsheet would compute are text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grutto.store.csv_text import FORMULA, csv_of_records, csv_text, safe, unmarked


def test_formulas_get_an_apostrophe_and_numbers_none() -> None:
    """A negative amount stays a number."""
    assert csv_text(("a", "=b"), [("=1+1", Decimal("-5.50")), ("@x", -3), ("plain", None)]) == (
        "a,'=b\n'=1+1,-5.50\n'@x,-3\nplain,\n"
    )
    assert csv_of_records([]) == ""
    assert csv_of_records([{"a": 1}, {"a": "-x"}]) == "a\n1\n'-x\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_is_a_formula_and_every_text_comes_back(rows: list[list[str]]) -> None:
    """What was written is read again without the marks."""
    text = csv_text(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
    if not any("\r" in cell or "\0" in cell for row in rows for cell in row):
        assert [[unmarked(cell) for cell in row] for row in read] == [[unmarked(str(safe(c))) for c in r] for r in rows]
