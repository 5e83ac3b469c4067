"""Of what the paths find all must be there, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    paths = [f"({path})" for path in case["paths"]]
    return f"({' or '.join(paths)}) and not({' and '.join(paths)})"


KIND = RuleKind(broken)
