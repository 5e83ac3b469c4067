"""At most one of what the paths find may be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    return f"{' + '.join(f'count({path})' for path in case['paths'])} > 1"


KIND = RuleKind(broken, place=1)
