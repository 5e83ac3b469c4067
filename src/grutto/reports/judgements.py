"""Judgements as the report shows them: what was said, by whom, when and in which document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Quote, SignedText
from grutto.locale import msg

if TYPE_CHECKING:
    from grutto.model.judgement import Judgement
    from grutto.reports.context import Context

KINDS = {"explanation": msg("Explanation"), "progress": msg("Progress"), "cause": msg("Cause")}

CAUSES = {
    "late-start": msg("late start"),
    "volume": msg("fewer units than planned"),
    "duration": msg("shorter than planned"),
    "price": msg("other price than planned"),
    "exchange-rate": msg("exchange rate"),
    "lower-uptake": msg("lower uptake than planned"),
    "cancelled": msg("cancelled"),
    "administrative": msg("administrative"),
    "other": msg("other"),
}
"""Causes of underspending, with their names."""


def signed(context: Context, judgement: Judgement) -> SignedText:
    """Return a judgement with its signature."""
    kind = context.say(KINDS[judgement.kind])
    if judgement.cause:
        kind = context.say("Cause: {cause}", cause=context.words(CAUSES[judgement.cause]))
    by = (Quote(judgement.author),)
    if judgement.reference:
        source = context.framework.reference.get(judgement.reference)
        by = (Quote(f"{judgement.author} · {source or judgement.reference}"),)
    return SignedText(context.prose(judgement), by, kind)
