"""No value may hold a percent sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Bad, Case, Setting


def bad(_case: Case, _setting: Setting) -> Bad:
    """Return what makes a value break a rule."""
    return lambda text: "%" in text


KIND = RuleKind(bad=bad)
