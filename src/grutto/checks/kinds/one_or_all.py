"""One thing must be there for the element as a whole, or another in all its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind

if TYPE_CHECKING:
    from grutto.checks.kinds.kind import Case


ALL = {
    "lang": ".//narrative[not(@xml:lang)]",
    "currency": "(.//value | .//forecast | .//loan-status)[not(@currency)]",
    "sector": "transaction[not(sector)]",
    "recipient-country|recipient-region": "transaction[not(recipient-country or recipient-region)]",
}
"""What breaks the condition that `all` names; any other text is an XPath that must find something."""


def broken(case: Case) -> str:
    """Return the XPath that holds where a rule is broken."""
    lacking = ALL.get(case["all"], f"self::*[not({case['all']})]")
    return f"not({case['one']}) and ({lacking})"


def examples(case: Case) -> list[str]:
    """Return the paths to the parts that lack it."""
    return list(case.get("paths", ())) or ([ALL[case["all"]]] if case["all"] in ALL else [])


KIND = RuleKind(broken, examples, place=0)
