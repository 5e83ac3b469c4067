"""Answers are worded in the language of the environment; data keep codes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grutto.library.wording import CODES, HEADS, cell_text, decimal_text, head_text, in_words
from grutto.locale import languages, translate


@pytest.fixture
def dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("value", "text"), [("1234", "1.234"), ("-1234.5", "-1.234,50"), ("0.1234567", "0,1234567"), ("100", "100")]
)
def test_a_number_has_the_decimals_it_needs(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_every_head_is_written_in_every_language() -> None:
    texts = (*HEADS.values(), *(text for codes in CODES.values() for text in codes.values()))
    assert all(translate(text, code) for code in languages() for text in texts)


@pytest.mark.usefixtures("dutch")
def test_heads_and_cells_are_words() -> None:
    assert head_text("value") == "waarde"
    assert (cell_text("value", None), cell_text("day", date(2010, 1, 2))) == ("onbekend", "2010-01-02")
    assert cell_text("what", "gone") == "weg"


@pytest.mark.usefixtures("dutch")
def test_reasons_of_figures_are_worded_and_that_of_a_row_is_left() -> None:
    figure, row = in_words([{"unknown_because": (("no-rows", 2),)}, {"unknown_because": "no-rows"}])
    assert figure["unknown_because"].endswith("(2)")
    assert "no-rows" not in figure["unknown_because"]
    assert row == {"unknown_because": "no-rows"}
