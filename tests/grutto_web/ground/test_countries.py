"""Countries by name in forms and on pages, by code in sheets."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from grutto_web.ground.countries import CountryField, name_of


class _Form(forms.Form):
    country = CountryField(label="Country")


@pytest.mark.parametrize("code", ["IRQ", "irq"])
def test_a_code_in_either_case_is_kept_in_capitals(code: str) -> None:
    form = _Form({"country": code})
    assert form.is_valid()
    assert form.cleaned_data == {"country": "IRQ"}


@pytest.mark.parametrize("code", ["ZZZ", "IQ", "", "_T", "Iraq"])
def test_what_is_no_country_is_refused(code: str) -> None:
    assert set(_Form({"country": code}).errors) == {"country"}


def test_it_is_offered_and_shown_by_name_in_the_language_of_the_page() -> None:
    for language, name, first in (("nl", "Duitsland", "Afghanistan"), ("en", "Germany", "Afghanistan")):
        with override(language):
            offered = list(_Form().fields["country"].choices)  # type: ignore[attr-defined]
            assert name_of("DEU") == dict(offered)["DEU"] == name
            assert [text for _, text in offered[:2]] == ["–", first]


def test_nothing_is_offered_by_its_code() -> None:
    """The Channel Islands have no code of ISO 3166-1: Jersey and Guernsey have."""
    with override("nl"):
        offered = dict(_Form().fields["country"].choices)  # type: ignore[attr-defined]
        assert not [name for code, name in offered.items() if name == code]
        assert offered["JEY"] == "Jersey"
