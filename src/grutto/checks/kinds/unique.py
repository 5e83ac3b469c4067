"""No two values may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.checks.place import spot_of, text_of
from grutto.checks.xpaths import compiled, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from grutto.checks.kinds.kind import Case, Finder, Setting, Variables
    from grutto.checks.place import Spot


def finder(case: Case, _setting: Setting) -> Finder:
    """Return what finds values that were there before."""
    paths = [compiled(path, smart=True) for path in case["paths"]]

    def found_in(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        seen: set[str] = set()
        for item in found(paths, node, variables):
            if text_of(item) in seen:
                yield spot_of(item, node)
            seen.add(text_of(item))

    return found_in


KIND = RuleKind(finder=finder)
