"""Each value must match a regular expression; an empty one breaks none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.checks.kinds.kind import Bad, Case, Setting


def pattern(text: str) -> Callable[[str], re.Match[str] | None]:
    """Return what searches for a regular expression.

    Raises:
        DeclarationError: it is none.
    """
    try:
        return re.compile(text).search
    except re.error as error:
        raise DeclarationError("This is not a regular expression: {detail}", where=text, detail=str(error)) from error


def bad(case: Case, _setting: Setting) -> Bad:
    """Return what makes a value break a rule."""
    search = pattern(case["regex"])
    return lambda text: bool(text) and search(text) is None


KIND = RuleKind(bad=bad)
