"""Figures in the text: what a model computed is not shown to the last person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grutto.content.display import exact, figure_text, significant
from grutto.locale import language_named
from grutto.model.figure import Figure, Simulation, Statement

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
    assert (figure_text(computed, dutch), exact(computed, dutch)) == ("1.230.000", "1.234.567")
    assert figure_text(counted, dutch) == "1.234.567"
