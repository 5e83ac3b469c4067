"""The words of a profile: names of countries and areas, alone and within a sentence."""

from __future__ import annotations

import pytest
from small_report import plain
from small_statistics import asked_of


@pytest.mark.parametrize(
    ("code", "english", "dutch"),
    [
        ("AFG", "Afghanistan", "Afghanistan"),
        ("NLD", "Netherlands", "Nederland"),
        ("XXA", "stateless", "staatloos"),
        ("XXX", "origin unknown", "herkomst onbekend"),
    ],
)
def test_countries_and_what_is_no_country_have_a_name(code: str, english: str, dutch: str) -> None:
    assert asked_of().country(code).text == english
    assert asked_of(language="nl").country(code).text == dutch


def test_a_name_has_its_article_within_a_sentence_only() -> None:
    assert asked_of().within("NLD").text == "the Netherlands"
    assert asked_of().within("AFG").text == "Afghanistan"
    assert asked_of(language="nl").within("NLD").text == "Nederland"


def test_the_countries_of_a_profile_are_named_in_order() -> None:
    assert plain(asked_of(countries=("ETH", "AFG")).names()) == "Ethiopia · Afghanistan"
    assert plain(asked_of().names()) == "Afghanistan"
