"""Units as types: quantities of different units are never added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import UnitError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

COUNTED = frozenset(
    {
        "person",
        "case",
        "service",
        "payment",
        "assignment",
        "place",
        "organisation",
        "visit",
        "quote",
        "project",
        "study",
        "country",
        "language",
    }
)
"""What results count. A person with two cases and three payments is one person, two cases and three payments."""

RATIOS = frozenset({"percent"})
"""Parts of something else: never added, not even to each other."""


def same_unit(units: Iterable[str], what: str, where: str = "") -> str:
    """Return the one unit of several quantities; nothing of nothing has none.

    Raises:
        UnitError: there are two; both are named.
    """
    first, *others = [*units] or [""]
    for other in others:
        if other != first:
            raise UnitError(
                "“{said}” of {first} and {other} has no meaning",
                where=where,
                repair="compare figures of one unit",
                said=what,
                first=first,
                other=other,
            )
    return first


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something; `None` is unknown, and so is any sum with it.

    Args:
        value: exact.
        unit: one of `COUNTED`, of `RATIOS`, a currency (ISO 4217), or a publisher's own.
    """

    value: Decimal | None
    unit: str

    def __add__(self, other: Quantity) -> Quantity:
        """Return the sum.

        Raises:
            UnitError: the units differ (both are named), or are ratios.
        """
        unit = same_unit((self.unit, other.unit), "sum")
        if unit in RATIOS:
            raise UnitError(
                "Two values in {unit} cannot be added", repair="add what they are parts of, then divide", unit=unit
            )
        return self._with(other, 1)

    def __sub__(self, other: Quantity) -> Quantity:
        """Return the difference; that of two ratios is in points.

        Raises:
            UnitError: the units differ; both are named.
        """
        same_unit((self.unit, other.unit), "difference")
        return self._with(other, -1)

    def _with(self, other: Quantity, sign: int) -> Quantity:
        if self.value is None or other.value is None:
            return Quantity(None, self.unit)
        return Quantity(self.value + sign * other.value, self.unit)
