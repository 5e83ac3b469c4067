"""Families: which activities of one publisher stand above others, as they say themselves; never in a circle.

IATI standard, related-activity/@type (1 parent, 2 child) says who stands above whom; iati-activity/@hierarchy decides
only where the two contradict each other: the activity at the upper level is the parent.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grutto.store.engine import Engine

MOST_LEVELS = 20
"""Levels of a family: the hierarchies of IATI files have five at most, and each activity a row for each above it."""


def family_rows(engine: Engine) -> dict[str, list[Any]]:
    """Return each activity with all that stand above it as rows of the table `family`."""
    parents = parent_of(_pairs(engine))
    found = [(name, *step) for name in sorted(parents) for step in _above(name, parents)]
    return {column: [row[i] for row in found] for i, column in enumerate(("iati_identifier", "ancestor", "distance"))}


def parent_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the one parent of each child, the first by identifier.

    A parent that would close a circle, or make a family of more than `MOST_LEVELS` levels, is none.

    Args:
        pairs: parent and child, in any order.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for parent, child in pairs:
        named[child].add(parent)
    parents: dict[str, str] = {}
    for child in sorted(named):
        for parent in sorted(named[child]):
            above = [name for name, _ in islice(_above(parent, parents), MOST_LEVELS)]
            if child not in {parent, *above} and len(above) < MOST_LEVELS:
                parents[child] = parent
                break
    return _cut(parents)


def _cut(parents: dict[str, str]) -> dict[str, str]:
    """Return parents without those that make a family too deep: what stands there begins a family of its own."""
    depth: dict[str, int] = {}
    for name in sorted(parents):
        way = [name]
        while way[-1] in parents and way[-1] not in depth:
            way.append(parents[way[-1]])
        for one in reversed(way):
            depth.setdefault(one, (depth[parents[one]] + 1) % (MOST_LEVELS + 1) if one in parents else 0)
    return {child: parent for child, parent in parents.items() if depth[child]}


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
