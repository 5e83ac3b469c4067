"""Fields as pages show them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from grutto_web.cases.casework.register import REGISTERS
from grutto_web.cases.returns.models import Payment
from grutto_web.people.acts.fields import label, value_text


def test_a_rate_is_no_amount_of_euros_and_has_all_its_digits() -> None:
    """1,370.5 dinars for one euro were shown as 1,370.50 euros."""
    paid = Payment(units_per_eur=Decimal("1370.500000"), amount_eur=Decimal("861.00"))
    assert value_text(paid, "units_per_eur") == "1,370.5"
    assert value_text(paid, "amount_eur") == "€\xa0861"
    assert value_text(Payment(units_per_eur=Decimal("0.000123")), "units_per_eur") == "0.000123"


@pytest.mark.django_db
def test_every_fact_has_a_name_in_dutch() -> None:
    """The page of a person who returns named its case in English."""
    from django.urls import get_resolver  # noqa: PLC0415

    assert get_resolver().url_patterns
    bare = []
    for register in REGISTERS.values():
        for name in register.facts:
            field = register.model._meta.get_field(name)
            if type(field.verbose_name).__name__ == "str":
                bare.append((register.name, name))
    assert bare == []
    with override("nl"):
        assert label(REGISTERS["returnees"].model, "case") == "Zaak"
