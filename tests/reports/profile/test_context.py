"""What a profile is about: its countries, in order."""

from __future__ import annotations

from small_report import plain
from small_statistics import asked_of


def test_the_countries_of_a_profile_are_named_in_order() -> None:
    assert plain(asked_of(countries=("ETH", "AFG")).names()) == "Ethiopia · Afghanistan"
    assert plain(asked_of().names()) == "Afghanistan"
