"""Each value must start with a prefix and the separator; prefixes are XPaths or the name of an id set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.kinds.kind import RuleKind
from grutto.checks.kinds.searching import starts_with_known
from grutto.checks.place import spot_of, text_of
from grutto.checks.xpaths import compiled, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from grutto.checks.kinds.kind import Case, Finder, Setting, Variables
    from grutto.checks.place import Spot


def finder(case: Case, setting: Setting) -> Finder:
    """Return what finds values without such a prefix."""
    prefixes, separator = case["prefix"], case.get("separator", "")
    listed = frozenset[str]().union(*(setting.id_sets[name] for name in prefixes if name in setting.id_sets))
    sources = [compiled(path) for path in prefixes if path not in setting.id_sets]
    paths = [compiled(path, smart=True) for path in case["paths"]]

    def found_in(node: etree._Element, variables: Variables) -> Iterator[Spot]:
        starts = tuple(text_of(item) + separator for item in found(sources, node, variables))
        for item in found(paths, node, variables):
            text = text_of(item)
            if not text.startswith(starts) and not starts_with_known(text, listed, separator or "-"):
                yield spot_of(item, node)

    return found_in


KIND = RuleKind(finder=finder)
