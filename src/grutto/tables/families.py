"""Families: which activities of one publisher stand above others, as they say themselves; never in a circle.

IATI standard, related-activity/@type (1 parent, 2 child) says who stands above whom; iati-activity/@hierarchy decides
only where the two contradict each other: the activity at the upper level is the parent.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.store.engine import Engine


def family_rows(engine: Engine) -> dict[str, list[Any]]:
    """Return each activity with all that stand above it as rows of the table `family`."""
    parents = parent_of(_pairs(engine))
    found = [(name, *step) for name in sorted(parents) for step in _above(name, parents)]
    return {column: [row[i] for row in found] for i, column in enumerate(("iati_identifier", "ancestor", "distance"))}


def parent_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the one parent of each child, the first by identifier; a parent that would close a circle is none.

    Args:
        pairs: parent and child, in any order.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for parent, child in pairs:
        named[child].add(parent)
    parents: dict[str, str] = {}
    for child in sorted(named):
        for parent in sorted(named[child]):
            if parent != child and child not in {name for name, _ in _above(parent, parents)}:
                parents[child] = parent
                break
    return parents


def _above(name: str, parents: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Yield each activity above one, with its distance."""
    distance = 0
    while name in parents:
        name, distance = parents[name], distance + 1
        yield name, distance


def _pairs(engine: Engine) -> Iterator[tuple[str, str]]:
    """Yield parent and child of one publisher, from the copies of activities that count."""
    columns = ("iati_identifier", "snapshot", "locator", "reporting_org", "hierarchy")
    known = {
        row["iati_identifier"]: row
        for row in engine.rows(Selection("families", "portfolio", "iati_identifier", "count"), columns)
    }
    where = (Condition("type", ("1", "2")),)
    selection = Selection("families", "related_activity", "iati_identifier", "count", where)
    for row in engine.rows(selection, ("iati_identifier", "ref", "type", "snapshot", "parent")):
        own, other = known.get(row["iati_identifier"]), known.get(row["ref"])
        if own is None or other is None or (own["snapshot"], own["locator"]) != (row["snapshot"], row["parent"]):
            continue
        if own["reporting_org"] == other["reporting_org"]:
            upper, lower = (own, other) if row["type"] == "2" else (other, own)
            swapped = upper["hierarchy"] > lower["hierarchy"]
            yield tuple(a["iati_identifier"] for a in ((lower, upper) if swapped else (upper, lower)))
