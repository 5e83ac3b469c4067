"""A savings ledger as a file: what is wrong in it is refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import DeclarationError
from grutto.frameworks.ledger import load_ledger

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[entry]]
id = "e"
kind = "estimate"
quarter = "2011-Q1"
cohort = "2011-Q1"
country = "SO"
persons = 10
days = 90
day_rate = "50.50"
author = "A"
date = 2011-06-01
reference = "note"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + GOOD, "given twice"),
        (GOOD.replace("2011-Q1", "2011-5"), "not a quarter"),
        (GOOD.replace("persons = 10\n", ""), "does not say how its amount is made"),
        (GOOD.replace('"estimate"', '"drawn"'), "either an amount or a figure"),
        (GOOD.replace('cohort = "2011-Q1"', 'cohort = "2011-Q2"'), "had not arrived"),
        (GOOD.replace('author = "A"\n', ""), "author is missing"),
        (GOOD + GOOD.replace('"e"', '"f"'), "the same persons in the same quarter"),
        (GOOD.replace("days = 90", "days = 91"), "91 days in a quarter of 90"),
        ("[[entries]]\n", "Unknown key"),
    ],
)
def test_wrong_ledger_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DeclarationError, match=message) as caught:
        load_ledger(path)
    assert "ledger.toml" in caught.value.where
    assert caught.value.repair
