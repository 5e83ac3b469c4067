"""Values must add up, compared to four decimals; where there are none, nothing is said."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.checks.kinds.numbers import number_in
from grutto.checks.place import Spot, spot_of, text_of
from grutto.checks.xpaths import compiled, found
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from grutto.checks.kinds.kind import Case, Finder, Setting, Variables

CENT = Decimal("0.0001")
NEAR = 0.00001
"""Sums in binary fractions that are nearer than this to the wanted one are right also to `CENT`."""


def of_sum(case: Case, *, strict: bool) -> Finder:
    """Return what finds values that do not add up; where there are none, only if it is `strict`."""
    paths = [compiled(path, smart=True) for path in case["paths"]]
    wanted = Decimal(str(case["sum"]))
    roughly = compiled(" + ".join(f"sum({path})" for path in case["paths"]))

    def found_in(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        if abs(float(str(roughly(node, **variables))) - float(wanted)) < NEAR:
            return
        items = list(found(paths, node, variables))
        numbers = [number_in(text_of(item)) for item in items]
        total = None if None in numbers else sum((n for n in numbers if n is not None), Decimal(0))
        if (items or strict) and (total is None or total.quantize(CENT) != wanted.quantize(CENT)):
            yield Spot(spot_of(items[0], node).element if items else node, "", _sum_text(total))

    return found_in


def _sum_text(total: Decimal | None) -> Message:
    if total is None:
        return Message("these are not all numbers")
    return Message("the sum is {total}", total=f"{total:f}")


def finder(case: Case, _setting: Setting) -> Finder:
    """Return what finds values that do not add up."""
    return of_sum(case, strict=False)


KIND = RuleKind(finder=finder)
