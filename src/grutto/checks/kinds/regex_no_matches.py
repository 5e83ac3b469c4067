"""No value may match a regular expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.checks.kinds.regex_matches import pattern

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Bad, Case, Setting


def bad(case: Case, _setting: Setting) -> Bad:
    """Return what makes a value break a rule."""
    search = pattern(case["regex"])
    return lambda text: bool(text) and search(text) is not None


KIND = RuleKind(bad=bad)
