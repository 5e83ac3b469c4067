"""A figure of a report on its own page: as the report shows it, with its unit, and exactly beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_content import FIGURES, content_of, registered

from grutto.content.blocks import FigureText, Paragraph
from grutto.content.register import register
from grutto.locale import language_named
from grutto.model.figure import Figure, Period, Selection
from grutto_web.public.site import editions

if TYPE_CHECKING:
    from django.test import Client

    from grutto.store.home import Home


@pytest.mark.parametrize(
    ("value", "unit", "shown", "exact"),
    [
        ("423", "thousand EUR", "423 duizend euro", ""),
        ("51.818182", "percent", "51,8\xa0%", "Precies 51,818182\xa0%"),
        ("1", "person", "1 persoon", ""),
    ],
)
@pytest.mark.django_db
def test_a_figure_has_its_unit(
    value: str,
    unit: str,
    shown: str,
    exact: str,
    visitor: Client,
    published: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure = replace(FIGURES[0], value=Decimal(value), unit=unit, rule="The sum of the figures.")
    content = content_of(
        Paragraph((FigureText(figure),)), register=register((figure,), {}, language_named("nl")), language="nl"
    )
    visitor.get("/nl/")  # every page is known before one of them reads other content
    monkeypatch.setattr(editions, "content_of", lambda _: content)
    monkeypatch.setattr(editions, "_readable", lambda _: None)
    page = visitor.get(f"/nl/reports/{unit.replace(' ', '')}/figures/1/").text  # a page is kept by its address
    assert f"<h1>{shown}</h1>" in page
    assert ("Precies" in page) == bool(exact)
    assert exact in page


@pytest.mark.parametrize("more", [0, 20])
def test_source_rows_of_many_columns_have_those_first_that_are_read_first(more: int) -> None:
    """The amount counted is among the first; how it was computed stands in a table of its own, with the same rows."""
    heads = ("iati_identifier", "currency", "once_eur", *(f"column_{n}" for n in range(more)))
    selection = Selection("spent_once", "money", "once_eur", "sum")
    figure = Figure("figure-s", Decimal(5), "EUR", selection, Period.year(2010), rows=1)
    row = ("a.xml", "0" * 64, "line 3", tuple(f"cell {head}" for head in heads))
    entry = replace(registered(1, figure), heads=heads, rows=(row,))
    tables = editions._rows(entry, language_named("en"))
    assert len(tables) == (2 if more else 1)
    assert [len(table.columns) for table in tables] == ([5, 2 + more] if more else [5])
    assert [cell for cell in tables[0].rows[0] if isinstance(cell, str)] == [
        "cell iati_identifier", "cell currency", "cell once_eur", "line 3",
    ]  # fmt: skip
