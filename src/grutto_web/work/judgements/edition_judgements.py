"""The judgements of people as an order of an edition takes them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.model.judgement import Judgement as Signed
from grutto_web.work.judgements.models import Judgement, State

if TYPE_CHECKING:
    from datetime import date


def of_edition(framework: str, year: int) -> tuple[Signed, ...]:
    """Return what was signed about a framework's year; what is stale too, so that it is noticed."""
    states = (State.SIGNED, State.STALE)
    found = Judgement.objects.filter(framework=framework, year=year, state__in=states).select_related("author")
    return tuple(signed for each in found.order_by("pk") if (signed := _signed(each, each.signed_on)))


def _signed(judgement: Judgement, day: date | None) -> Signed | None:
    if judgement.author is None or day is None:
        return None
    return Signed(
        id=f"judgement-{judgement.pk}",
        kind=judgement.kind,  # type: ignore[arg-type]
        about=judgement.about,
        author=judgement.author.name,
        date=day,
        text=judgement.texts,
        reference=judgement.reference,
        cause=judgement.cause,
        priority=judgement.priority,
        budget_line=judgement.budget_line,
        criterion=judgement.criterion,
        evidence=judgement.evidence,
        seen={name: Decimal(value) for name, value in judgement.seen_values.items()},
    )
