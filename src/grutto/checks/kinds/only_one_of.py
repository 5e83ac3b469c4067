"""Exactly one of what the paths find must be there, and none of it beside what is excluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    any_ = " or ".join(f"({path})" for path in case["paths"])
    number = " + ".join(f"count({path})" for path in case["paths"])
    excluded = " or ".join(f"boolean({path})" for path in case["excluded"])
    return f"(({excluded}) and ({any_})) or (not({excluded}) and {number} != 1)"


KIND = RuleKind(broken)
