"""Which differences must be explained, and whether they are; an edition with one unexplained is not adopted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import VerificationError
from grutto.frameworks import in_force
from grutto.measures.account import Item, account, size_of
from grutto.message import Message
from grutto.model.figure import Figure, Period

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.measures.scope import Scope
    from grutto.model.framework import Framework, Threshold
    from grutto.model.judgement import Judgement

TECHNICAL = {"administrative", "price", "exchange-rate"}
"""Causes for which the threshold of technical causes holds."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of the account and whether it must be explained.

    Args:
        item: of the account.
        threshold: in euros, of the line's size and the cause's kind; none if the framework has no threshold for it.
        required: it must be explained; none if the difference or the threshold is unknown.
        judgement: the signed cause, if there is one.
    """

    item: Item
    threshold: Figure | None
    required: bool | None
    judgement: Judgement | None

    @property
    def open(self) -> bool:
        """It must be explained and is not."""
        return bool(self.required) and self.judgement is None


def threshold_for(framework: Framework, size: Decimal, year: int) -> Threshold | None:
    """Return the row of the framework's thresholds for a budget line of this size at the end of a year."""
    for row in in_force(framework.threshold, Period.year(year).end):
        if row.article_from <= size and (row.article_below is None or size < row.article_below):
            return row
    return None


def differences(scope: Scope) -> list[Difference]:
    """Return every difference of the account of the year, with what must be explained.

    A difference must be explained from the threshold on. The threshold of technical causes holds only where a signed
    cause is technical; without a cause, the lower one of policy causes does.
    """
    found = []
    for line in scope.framework.budget_line:
        items = account(scope, line, scope.year)
        size = size_of(items)
        row = threshold_for(scope.framework, size, scope.year) if size is not None else None
        found += [_difference(scope, item, row) for item in items]
    return found


def _difference(scope: Scope, item: Item, row: Threshold | None) -> Difference:
    signed = next((j for j in scope.about(item.subject, "cause")), None)
    if row is None:
        return Difference(item, None, None, signed)
    kind = "technical" if signed and signed.cause in TECHNICAL else "policy"
    amount = row.technical if kind == "technical" else row.policy
    name = f"threshold.line-{item.line}.kind-{kind}.year-{item.year}"
    threshold = scope.stated(name, amount, "EUR", row.reference, item.year)
    value = item.difference.value
    return Difference(item, threshold, None if value is None else abs(value) >= amount, signed)


def unexplained(scope: Scope) -> list[Difference]:
    """Return the differences that must be explained and are not."""
    return [d for d in differences(scope) if d.open]


def require_explained(scope: Scope) -> None:
    """Refuse to adopt an edition with a difference that must be explained and is not.

    Raises:
        VerificationError: naming each of them.
    """
    if left := unexplained(scope):
        raise VerificationError(
            Message(
                "{count} difference must be explained before this edition can be adopted",
                "{count} differences must be explained before this edition can be adopted",
                count=len(left),
            ),
            where=", ".join(d.item.subject for d in left),
            repair='sign a judgement of kind "cause" with about = "{subject}", a cause and a text',
            subject=left[0].item.subject,
        )


def difference_rows(scope: Scope) -> list[dict[str, object]]:
    """Return the differences as rows: what, how much, from which amount on, and whether it is explained."""
    return [
        {
            "about": d.item.subject,
            "voted": d.item.voted.value,
            "realised": d.item.realised.value,
            "difference": d.item.difference.value,
            "threshold": d.threshold.value if d.threshold else None,
            "must_be_explained": {True: "yes", False: "no", None: "unknown"}[d.required],
            "cause": d.judgement.cause if d.judgement else "",
        }
        for d in differences(scope)
    ]
