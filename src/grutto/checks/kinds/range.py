"""Each value must be a number from `min` to `max`, both included; either may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.checks.kinds.numbers import number_in, number_of

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.checks.kinds.kind import Bad, Case, Setting


def bad(case: Case, _setting: Setting) -> Bad:
    """Return what makes a value break a rule."""
    least, most = number_of(case.get("min")), number_of(case.get("max"))
    return lambda text: bool(text.strip()) and not _within(number_in(text), least, most)


def _within(number: Decimal | None, least: Decimal | None, most: Decimal | None) -> bool:
    return number is not None and (least is None or number >= least) and (most is None or number <= most)


KIND = RuleKind(bad=bad)
