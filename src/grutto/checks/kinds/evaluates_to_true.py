"""An XPath must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    return f"not({case['eval']})"


KIND = RuleKind(broken)
