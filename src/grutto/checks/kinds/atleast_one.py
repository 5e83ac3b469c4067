"""At least one of what the paths find must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    return f"not({' or '.join(f'({path})' for path in case['paths'])})"


KIND = RuleKind(broken)
