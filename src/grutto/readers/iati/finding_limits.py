"""Findings are counted and sampled, lest half a million mistakes of one file fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.message import Message, forms, msg
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

MOST = 10_000
"""Findings of one rule that a piece of a file lists."""

MOST_OF_FILE = 100_000
"""Findings of one rule that a file lists."""

MORE = "findings.more"

IN_PART = forms(
    "{count} more finding of “{code}” in this part of the file is not listed",
    "{count} more findings of “{code}” in this part of the file are not listed",
)
IN_FILE = forms(
    "{count} more finding of “{code}” in this file is not listed",
    "{count} more findings of “{code}” in this file are not listed",
)


def more(times: Counter[str], file: str, *, most: int = MOST, text: tuple[str, str] = IN_PART) -> Iterator[Finding]:
    """Yield a finding for each rule that was broken more often than is listed."""
    for code, number in times.items():
        if number > most:
            message = Message(*text, count=number - most, code=code)
            repair = msg("mend those that are listed; the others are likely of the same kind")
            yield Finding("warning", MORE, message, repair, file, "", "", 0, str(number - most))
