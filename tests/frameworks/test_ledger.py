"""A savings ledger as a file: what is wrong in it is refused with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import DeclarationError
from grutto.frameworks.ledger import ledger_problems, ledger_text, load_ledger, read_ledger

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
        (GOOD.replace("days = 90", "days = nan"), "“NaN” where a number is needed"),
        (GOOD.replace("2011-Q1", "0000-Q1"), "not a quarter"),
        (GOOD.replace('"A"', '" "'), "Entry e leaves author empty"),
        (GOOD.replace('"A"', '"A\\u0000"'), "Entry e has a character in author that cannot be printed"),
        (GOOD.replace('"e"', '"e\\u001b"'), "Entry e� has a character in id that cannot be printed"),
        (GOOD.replace('"50.50"', "1e400"), "too many digits in day_rate"),
        (GOOD.replace("= 90", "= 1e-13"), "too many digits in days"),
        (GOOD.replace("= 10", "= 1000000000000"), "too many digits in persons"),
        (GOOD.replace('"SO"', '"SOM"'), "names no country: “SOM”"),
        (GOOD.replace('"SO"', '"so"'), "names no country: “so”"),
        (GOOD + "amount = 5\n", "Entry e of kind estimate has no amount"),
        (GOOD.replace('"estimate"', '"drawn"') + "amount = 5\n", "Entry e of kind drawn has no country"),
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


@pytest.mark.parametrize("amount", ["999999999999.999999999999", "-0.000000000001", "0.0"])
def test_the_longest_numbers_are_taken(tmp_path: Path, amount: str) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text(f"""{GOOD.split("cohort", maxsplit=1)[0].replace("estimate", "drawn")}amount = {amount}
author = "A"
date = 2011-06-01
reference = "note"
""")
    (entry,) = load_ledger(path)
    assert entry.amount == Decimal(amount)


def test_all_that_is_wrong_is_told_with_the_field(tmp_path: Path) -> None:
    path = tmp_path / "ledger.toml"
    late, dear = GOOD.replace("days = 90", "days = 91"), GOOD.replace('"50.50"', "0")
    path.write_text(GOOD + late.replace('"e"', '"f"') + GOOD + dear.replace('"e"', '"g"'), "utf-8")
    found = [(i, problem.field) for i, problem in ledger_problems(read_ledger(path))]
    assert found == [(1, "days"), (2, "id"), (3, "day_rate")]


def test_a_ledger_is_written_as_it_is_read(tmp_path: Path, project: Path) -> None:
    """Texts with what TOML escapes, an amount with its zeros and the ledger of the example come back as they were."""
    entries = load_ledger(project / "examples/fictional/ledger.toml")
    odd = replace(entries[0], id="odd", cohort="2018-Q4", text='Says "é\x7f\n"', day_rate=Decimal("50.50"))
    path = tmp_path / "ledger.toml"
    path.write_text(ledger_text((*entries, odd)), "utf-8")
    assert read_ledger(path) == (*entries, odd)
    assert str(read_ledger(path)[-1].day_rate) == "50.50"
    assert "date = 2020-09-01\n" in path.read_text("utf-8")
