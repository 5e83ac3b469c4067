"""Judgements as the report shows them: what was said, by whom, when and in which document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.reports.content import Quote, Signed

if TYPE_CHECKING:
    from grutto.model.judgement import Judgement
    from grutto.reports.context import Context

KINDS = {"explanation": "Explanation", "progress": "Progress", "cause": "Cause"}

CAUSES = {
    "late-start": "late start",
    "volume": "fewer units than planned",
    "duration": "shorter than planned",
    "price": "other price than planned",
    "exchange-rate": "exchange rate",
    "lower-uptake": "lower uptake than planned",
    "cancelled": "cancelled",
    "administrative": "administrative",
    "other": "other",
}
"""Causes of underspending, with their names."""


def signed(context: Context, judgement: Judgement) -> Signed:
    """Return a judgement with its signature."""
    kind = context.say(KINDS[judgement.kind])
    if judgement.cause:
        kind = context.say("Cause: {cause}", cause=context.words(CAUSES[judgement.cause]))
    by = (Quote(judgement.author),)
    if judgement.reference:
        source = context.framework.reference.get(judgement.reference)
        by = (Quote(f"{judgement.author} · {source or judgement.reference}"),)
    return Signed(context.prose(judgement), by, kind)
