"""Words that anybody would try first, since they stand on every page: no password is made of them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from grutto_web.ground.name_cache import programme_name

WORDS = (
    "grutto", "godwit", "iati", "migration", "migratie", "development", "ontwikkeling", "remittances", "ministry",
    "ministerie", "programme", "programma", "officer", "reviewer", "auditor", "administrator", "password", "wachtwoord",
)  # fmt: skip
"""Of this product and its field; those of the programme's own name are added. docs/asvs.md names this list."""
LEAST = 8
"""Letters and digits that must be left of a password without those words."""


class NoWordsOfOurs:
    """Refuses a password of which hardly anything is left without words of this site, as Django asks its validators."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse it.

        Raises:
            ValidationError: it is made of such words.
        """
        del user
        rest = password.casefold()
        own = re.findall(r"\w{4,}", programme_name().casefold())
        for word in sorted((*WORDS, *own), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < LEAST and rest != password.casefold():
            raise ValidationError(gettext("This password is made of words of this site. Put in words of your own."))

    def get_help_text(self) -> str:
        """Say what is asked."""
        return gettext("It is not made of words of this site.")
