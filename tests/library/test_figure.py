"""A figure is taken apart where it stands: rows, figures, statements, runs of models."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError, UnknownNameError
from grutto.library.figure import FigurePlace, Figures, OpenFigure
from grutto.library.home import OpenHome
from grutto.model.figure import Derivation, Figure, Selection, Simulation, Statement
from grutto.store.home import Home

if TYPE_CHECKING:
    from grutto.model.figure import Lineage, Scalar

RETURNEES: dict[str, Scalar] = {"indicator": "hrt-returnees", "year": 2010}
STATED = Statement("House of Representatives", date(2011, 6, 1), "Letter, p. 13")
RUN = Simulation("a model", "1", (("stock", "un"),), "as now", 7, ("t/rows.csv", "0" * 64), (("column", "mean"),))


def placed(lineage: Lineage, value: str | None = "12.5", *known: Figure) -> OpenFigure:
    figure = Figure("f", None if value is None else Decimal(value), "EUR", lineage)
    return OpenFigure(figure, FigurePlace(Home(), "", lambda: None, (figure, *known)))


@pytest.fixture
def returnees(nl_home: Home) -> OpenFigure:
    return OpenHome(nl_home).figure("actual", RETURNEES)


def test_a_figure_has_its_value_and_its_rows(returnees: OpenFigure) -> None:
    assert (returnees.value, returnees.unit, str(returnees)) == (Decimal(1160), "person", "1,160 persons")
    (row,) = returnees.trace()
    assert (row["file"], row["value"]) == ("hrt.xml", Decimal(1160))
    assert row["locator"] == "/iati-activities/iati-activity[1]/result[1]/indicator[1]/period[2]/actual[1]"
    assert isinstance(returnees.lineage, Selection)
    assert "Two units are never added." in returnees.rule


def test_a_notebook_shows_a_figure_with_its_lineage(returnees: OpenFigure) -> None:
    html = returnees._repr_html_()
    assert "<strong>1,160 persons</strong>" in html
    assert "hrt.xml" in html
    assert "period[2]/actual[1]" in html
    assert returnees.rule in html


def test_a_derived_figure_names_those_it_is_made_of() -> None:
    part = Figure("part", Decimal(50), "EUR", STATED)
    row, _ = placed(Derivation("difference", ("part", "part")), "50", part).trace()
    assert (row["figure"], row["value"], row["number"]) == ("part", Decimal(50), 2)


def test_a_stated_figure_names_who_said_so() -> None:
    figure = placed(STATED)
    assert list(figure.trace()) == [{"author": STATED.author, "date": STATED.date, "reference": STATED.reference}]
    assert "House of Representatives" in figure._repr_html_()


def test_a_simulated_figure_names_its_run() -> None:
    (row,) = placed(RUN).trace()
    assert (row["model"], row["seed"]) == ("a model", "7")


def test_an_unknown_figure_says_so() -> None:
    assert str(placed(STATED, None)) == "not in the source"
    assert repr(placed(STATED, None)) == "<f: not in the source>"


def test_figures_are_had_by_place_and_by_id(nl_home: Home) -> None:
    figures = OpenHome(nl_home).measure("activities", by="priority", framework="nl-2008").figures
    assert figures[figures[0].id].figure is figures[0].figure
    assert len(figures[:2]) == 2
    assert figures.to_arrow()["value"].to_pylist() == [f.value for f in figures]
    with pytest.raises(UnknownNameError, match="no figure “activity”"):
        _ = figures["activity"]
    assert list(Figures(())) == []


def test_an_answer_is_traced_where_it_is_one_figure(nl_home: Home) -> None:
    home = OpenHome(nl_home)
    assert [row["file"] for row in home.measure("actual", where=RETURNEES).trace()] == ["hrt.xml"]
    with pytest.raises(InputError, match=r"figures\[0\].trace"):
        home.measure("actual", "year", RETURNEES).trace()


def test_an_answer_without_rows_says_why(nl_home: Home) -> None:
    answer = OpenHome(nl_home).measure("spent", where={"year": 2010})
    assert (len(answer), len(answer.figures)) == (0, 0)
    assert "budget only, not transaction" in answer._repr_html_()
    assert len(answer.trace()) == 0
