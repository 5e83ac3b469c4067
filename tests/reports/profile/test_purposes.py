"""Purposes of aid by name."""

from __future__ import annotations

import pytest

from grutto.locale import translate
from grutto.reports.profile.purposes import PURPOSES, purpose_of


@pytest.mark.parametrize(
    ("breakdown", "name"),
    [
        ("SECTOR=15190", "Orderly, safe and regular migration"),
        ("SECTOR=151", "151"),
        ("FLOW=1;SECTOR=720", "Emergency response"),
        ("110", "Education"),
        ("", ""),
    ],
)
def test_a_purpose_has_its_name_or_its_code(breakdown: str, name: str) -> None:
    """A code that Grutto has no name for is no other purpose whose code begins so."""
    assert purpose_of(breakdown) == name


def test_every_purpose_has_a_name_of_its_own_in_dutch_too() -> None:
    assert len({translate(name, "nl") for name in PURPOSES.values()}) == len(PURPOSES)
