"""A date may not be in the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.dates import in_future
from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Bad, Case, Setting


def bad(_case: Case, setting: Setting) -> Bad:
    """Return what makes a value break a rule."""
    return in_future(setting)


def values(case: Case) -> tuple[str]:
    """Return the path to the date."""
    return (case["date"],)


KIND = RuleKind(bad=bad, values=values)
