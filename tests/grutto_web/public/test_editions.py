"""A figure of a report on its own page: as the report shows it, with its unit, and exactly beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_content import FIGURES, content_of

from grutto.content.blocks import FigureText, Paragraph
from grutto.content.register import register
from grutto.locale import language_named
from grutto_web.public import editions

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
