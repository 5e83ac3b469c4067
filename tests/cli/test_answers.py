"""Answers on a terminal are in its language; data formats are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grutto.cli.answers import write, write_measures, write_trace
from grutto.library.figure import FigurePlace, OpenFigure
from grutto.library.home import OpenHome
from grutto.model.figure import Figure, Statement
from grutto.store.home import Home


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
        stated = Figure("f", Decimal(value), "EUR", Statement("x", date(2010, 1, 1), "y"), None)
        figure = OpenFigure(stated, FigurePlace(Home(), "", lambda: None))
        write_trace(figure, "text")
    out = capsys.readouterr().out
    assert "8.711.697,18 EUR\nprecies: 8.711.697,182273\n" in out
    assert "12,50 EUR\ncijfer: f\n" in out
    write_trace(figure, "json")
    assert '"12.5"' in capsys.readouterr().out


@pytest.mark.usefixtures("dutch")
def test_measures_are_told_in_the_language_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write_measures(OpenHome(Home()).measures.records, "table")
    out = capsys.readouterr().out
    assert "active (activiteiten)\n    Activiteiten die in een jaar liepen.\n    per " in out
