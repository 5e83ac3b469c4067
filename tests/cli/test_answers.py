"""Answers on a terminal are in its language; data formats are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest

from grutto.cli.answers import CODES, HEADS, decimal_text, write, write_measures, write_trace
from grutto.locale import languages, translate
from grutto.model.figure import Figure, Statement

if TYPE_CHECKING:
    from grutto.measures.session import Session


@pytest.fixture
def dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


ROWS = [{"country": "AF", "value": Decimal("1616739.5"), "unit": "EUR", "rows": 3, "flow": "commitment"}]


@pytest.mark.usefixtures("dutch")
def test_a_table_is_in_the_language_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write([*ROWS, ROWS[0] | {"value": None}], "table")
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split() == ["land", "waarde", "eenheid", "rijen", "stroom"]
    assert first.split() == ["AF", "1.616.739,50", "EUR", "3", "commitment"]
    assert "onbekend" in second


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(("format_", "held"), [("csv", "AF,1616739.5,EUR,3,commitment"), ("json", '"commitment"')])
def test_data_formats_have_codes(format_: str, held: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(ROWS, format_)
    out = capsys.readouterr().out
    assert held in out
    assert "country" in out


@pytest.mark.usefixtures("dutch")
def test_a_figure_is_in_cents_and_exactly_where_that_differs(capsys: pytest.CaptureFixture[str]) -> None:
    for value in ("8711697.182273", "12.5"):
        figure = Figure("f", Decimal(value), "EUR", Statement("x", date(2010, 1, 1), "y"), None)
        write_trace(cast("Session", None), [figure], figure, "text")
    out = capsys.readouterr().out
    assert "8.711.697,18 EUR\nprecies: 8.711.697,182273\n" in out
    assert "12,50 EUR\ncijfer: f\n" in out
    write_trace(cast("Session", None), [figure], figure, "json")
    assert '"12.5"' in capsys.readouterr().out


@pytest.mark.usefixtures("dutch")
def test_measures_are_told_in_the_language_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write_measures("table")
    out = capsys.readouterr().out
    assert "active (activiteiten)\n    Activiteiten die in een jaar liepen.\n    per " in out


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("value", "text"), [("1234", "1.234"), ("-1234.5", "-1.234,50"), ("0.1234567", "0,1234567"), ("100", "100")]
)
def test_a_number_has_the_decimals_it_needs(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_every_head_is_written_in_every_language() -> None:
    texts = (*HEADS.values(), *(text for codes in CODES.values() for text in codes.values()))
    assert all(translate(text, code) for code in languages() for text in texts)
