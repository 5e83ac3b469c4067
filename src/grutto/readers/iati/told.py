"""Findings are counted and sampled, lest half a million mistakes of one file fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.message import Message, msg
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

MOST = 10_000
"""Findings of one rule that a piece of a file lists."""

MORE = "findings.more"


def more(times: Counter[str], file: str) -> Iterator[Finding]:
    """Yield a finding for each rule that was broken more often than is listed."""
    for code, number in times.items():
        if number > MOST:
            message = Message(
                "{number} more findings of “{code}” in this part of the file are not listed",
                number=number - MOST,
                code=code,
            )
            repair = msg("mend those that are listed; the others are likely of the same kind")
            yield Finding("warning", MORE, message, repair, file, "", "", 0, str(number - MOST))
