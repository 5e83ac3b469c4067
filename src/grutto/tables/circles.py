"""Circles among links: A pays B and B pays A. Netting needs an order, so the links that close a circle are left out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.model.figure import Condition, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.store.engine import Engine


class Edge(NamedTuple):
    """The carrier's rows count the money, those of the other are netted; the day is that of the first row."""

    carrier: str
    netted: str
    day: date


def circle_rows(engine: Engine) -> dict[str, list[Any]]:
    """Return the links that close a circle as rows of the table `circle`, each flow by itself.

    Besides links, an activity below another one in a family counts for it: its rows carry, those above are netted.
    """
    parents = _rows(engine, "family", ("iati_identifier", "ancestor"), Condition("distance", (1,)))
    edges: dict[str, list[Edge]] = defaultdict(list)
    first: dict[str, dict[str, date]] = defaultdict(dict)
    columns = ("flow", "provider_activity", "receiver_activity", "first_day", "matched_eur", "refund_eur")
    for row in _rows(engine, "claim", columns, Condition("inside", (False,))):
        if row["matched_eur"] or row["refund_eur"]:
            day = row["first_day"] or date.max
            edges[row["flow"]].append(Edge(row["provider_activity"], row["receiver_activity"], day))
    for row in _rows(engine, "outflow", ("flow", "iati_identifier", "first_day")) if parents else ():
        first[row["flow"]][row["iati_identifier"]] = row["first_day"] or date.max
    for flow, own in edges.items():
        own += [
            Edge(p["iati_identifier"], p["ancestor"], first[flow].get(p["iati_identifier"], date.max)) for p in parents
        ]
    found = sorted((flow, *edge[:2]) for flow, own in edges.items() for edge in closing(own))
    return {name: [row[i] for row in found] for i, name in enumerate(("flow", "carrier", "netted"))}


def _rows(engine: Engine, relation: str, columns: tuple[str, ...], *where: Condition) -> list[dict[str, Any]]:
    return engine.rows(Selection("circles", relation, columns[1], "count", where), columns)


def closing(edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges to leave out so that none goes in a circle; the same ones in whatever order they are given.

    Within a circle, the activity whose money moved first comes first (then by identifier); edges that lead back to
    an earlier one close it.
    """
    core = _core(list(edges))
    first: dict[str, date] = {}
    after: dict[str, set[str]] = defaultdict(set)
    for edge in core:
        first[edge.carrier] = min(edge.day, first.get(edge.carrier, date.max))
        after[edge.carrier].add(edge.netted)
    rank = {name: (day, name) for name, day in first.items()}
    back = [e for e in core if rank[e.netted] <= rank[e.carrier]]
    return sorted(e for e in back if e.carrier in _reached(e.netted, after))


def _core(edges: list[Edge]) -> list[Edge]:
    """Drop, again and again, what leads from a start or to an end: only circles and the ways between them stay."""
    while True:
        starts, ends = {e.carrier for e in edges}, {e.netted for e in edges}
        inner_edges = [e for e in edges if e.carrier in ends and e.netted in starts]
        if len(inner_edges) == len(edges):
            return inner_edges
        edges = inner_edges


def _reached(start: str, after: dict[str, set[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        fresh = after[waiting.pop()] - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen
