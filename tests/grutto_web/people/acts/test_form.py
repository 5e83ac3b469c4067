"""Numbers are taken as the language of the page writes them, and never as a thousandth of what was meant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from grutto_web.people.acts.form import NumberField


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("nl", "250000", "250000"),
        ("nl", "60,50", "60.50"),
        ("nl", "60,500", "60.500"),
        ("nl", "60.50", "60.50"),
        ("nl", "-5", "-5"),
        ("en", "60.500", "60.500"),
    ],
)
def test_decimals_stand_where_the_language_has_them(language: str, written: str, number: str) -> None:
    with translation.override(language):
        assert str(NumberField().clean(written)) == str(Decimal(number))


@pytest.mark.parametrize("written", ["250.000", " 1.250.000 ", "-250.000", "1.250,50", "60.500"])
def test_points_between_thousands_are_refused_in_dutch(written: str) -> None:
    with translation.override("nl"), pytest.raises(ValidationError, match="Schrijf duizendtallen zonder punten"):
        NumberField().clean(written)


def test_commas_between_thousands_are_refused_in_english() -> None:
    with translation.override("en"), pytest.raises(ValidationError):
        NumberField().clean("250,000")
