"""The check that no number stands in prose without leading somewhere: prose may hold no digit."""

from __future__ import annotations

import re

from grutto.errors import VerificationError

DIGIT = re.compile(r"\d")


def refuse_digits(text: str) -> None:
    """Refuse a text with a digit, in the script of any language.

    Raises:
        VerificationError: it holds one.
    """
    if DIGIT.search(text):
        raise VerificationError(
            "A bare digit stands in the prose of the report",
            where=f"“{text[:120]}”",
            repair="put the figure in as [[measure dimension=value …]], or the year as a label",
        )
