"""A password is not made of words that stand on every page."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from grutto_web.people.accounts.passwords import NoWordsOfOurs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("password", ["Grutto-IATI-2026", "migrationprogramme", "ministerie2026!"])
def test_words_of_the_site_are_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="words of this site"):
        NoWordsOfOurs().validate(password)


@pytest.mark.parametrize("password", ["seven wet boots in May", "grutto over the wet meadow", "abc"])
def test_words_of_ones_own_are_taken(password: str) -> None:
    NoWordsOfOurs().validate(password)
