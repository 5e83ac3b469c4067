"""Values must add up, compared to four decimals, and there must be some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.checks.kinds.sum import of_sum

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case, Finder, Setting


def finder(case: Case, _setting: Setting) -> Finder:
    """Return what finds values that do not add up, or are not there."""
    return of_sum(case, strict=True)


KIND = RuleKind(finder=finder)
