"""Figures in the text: what a model computed is not shown to the last person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grutto.content.blocks import FigureText
from grutto.content.display import exact, figure_text, in_full, significant, with_unit
from grutto.locale import language_named
from grutto.model.figure import Derivation, Figure, Simulation, Statement

RUN = Simulation("m", "1", (), "a", 7, ("t", "s"), ())


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("1234567", 1_230_000), ("999999", 1_000_000), ("-98765", -98_800), ("1234", 1_230), ("999", 999), ("0", 0)],
)
def test_three_significant_digits(value: str, rounded: int) -> None:
    assert significant(Decimal(value)) == rounded


def test_what_a_model_computed_is_rounded_in_the_text_and_exact_in_the_register() -> None:
    dutch = language_named("nl")
    computed = Figure("f", Decimal(1_234_567), "persons", RUN, None)
    counted = Figure("f", Decimal(1_234_567), "persons", Statement("x", date(2010, 1, 1), "y"), None)
    assert (figure_text(computed, dutch), exact(computed, dutch)) == ("1.230.000", "1.234.567 personen")
    assert figure_text(counted, dutch) == "1.234.567"


@pytest.mark.parametrize(
    ("value", "unit", "shown", "whole"),
    [
        ("423", "thousand EUR", "423 duizend euro", "423 duizend euro"),
        ("51.818182", "percent", "51,8\xa0%", "51,818182\xa0%"),
        ("1", "person", "1 persoon", "1 persoon"),
        ("1200", "activity", "1.200 activiteiten", "1.200 activiteiten"),
        ("12.5", "person", "13 personen", "12,5 personen"),
        ("12.25", "percent", "12,3\xa0%", "12,25\xa0%"),
        ("12.5", "EUR", "€\xa013", "€\xa012,50"),
        ("3", "unspecified", "3 (eenheid niet opgegeven)", "3 (eenheid niet opgegeven)"),
        ("3", "households", "3 households", "3 households"),
    ],
)
def test_a_figure_that_stands_alone_has_its_unit(value: str, unit: str, shown: str, whole: str) -> None:
    dutch = language_named("nl")
    figure = Figure("f", Decimal(value), unit, Statement("x", date(2010, 1, 1), "y"), None)
    assert (with_unit(FigureText(figure), dutch), exact(figure, dutch)) == (shown, whole)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("8711697.182273", "EUR", "€\xa08.711.697,18"),
        ("-0.005", "EUR", "\N{MINUS SIGN}€\xa00,01"),
        ("-0.004", "EUR", "€\xa00,00"),
        ("1234.5", "JPY", "JP¥\xa01.235"),
        ("12.5", "person", "13 personen"),
        ("51.818182", "percent", "51,82\xa0%"),
    ],
)
def test_a_figure_by_itself_has_the_decimals_of_its_unit(value: str, unit: str, text: str) -> None:
    """“€ 8.711.697,182273” stood on its page."""
    figure = Figure("f", Decimal(value), unit, Statement("x", date(2010, 1, 1), "y"), None)
    assert in_full(figure, language_named("nl")) == text


def test_a_difference_of_percentages_is_in_points() -> None:
    english = language_named("en")
    change = Figure("f", Decimal("1.26"), "percent", Derivation("difference", ("a", "b")), None)
    assert exact(change, english) == "1.26\xa0percentage points"
    assert with_unit(FigureText(change, "points"), english) == "+1.3\xa0percentage points"
