"""Where one condition holds, another must."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    return f"boolean({case['if']}) and not({case['then']})"


KIND = RuleKind(broken, place=0)
