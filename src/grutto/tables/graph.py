"""What ties the files of a release together: identifiers and organisations that the rows of several name."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.store.bundle import Bundle, write_bundle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from grutto.tables.extract import Extract
else:
    pa = lazily("pyarrow")

TIE, SENT, CAME = 0, 1, 2
"""Kinds of ends: an identifier that ties all who name it; money that one organisation says it sent to another, or that
this one says came from it: these tie where both are said."""

NAMING = {
    "activity": ("iati_identifier",),
    "related_activity": ("ref",),
    "participating_org": ("activity_id",),
    "transaction": ("provider_activity_id", "receiver_activity_id"),
}
"""Columns by which a file names activities: its own and others."""

OUTGOING = {"2", "3", "4"}

type End = tuple[int, int]
"""A kind and what is named, as a number: two files that have one end in common may change each other's rows."""


def ends_of(extract: Extract) -> set[End]:
    """Return by what a file of activities may be tied to others; a superset of what derived tables join by."""
    if not extract.rows.get("activity"):
        return set()
    found = {(TIE, _number("activity", name.lower())) for name in _named(extract)}
    reporters = _reporters(extract)
    found |= {(TIE, _number("organisation", one)) for own in reporters.values() for one in own}
    for identifier, outgoing, partner in _partners(extract):
        for own in reporters.get(identifier, ()):
            pair = (own, partner) if outgoing else (partner, own)
            found.add((SENT if outgoing else CAME, _number("money", *pair)))
    return found


def _number(*words: str) -> int:
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=8).digest(), "big", signed=True)


def _named(extract: Extract) -> Iterator[str]:
    for table, columns in NAMING.items():
        rows = extract.table(table)
        for column in columns:
            yield from (name for name in rows[column].unique().to_pylist() if name)


def _reporters(extract: Extract) -> dict[str, set[str]]:
    rows = extract.table("activity").select(["iati_identifier", "reporting_org"]).to_pylist()
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["reporting_org"]:
            found[row["iati_identifier"]].add(row["reporting_org"])
    return found


def _partners(extract: Extract) -> Iterator[tuple[str, bool, str]]:
    """Yield each activity with the organisations that its transactions name, and whether money went out to them."""
    rows = extract.table("transaction")
    for side, outgoing in (("receiver", True), ("provider", False)):
        columns = ["iati_identifier", "transaction_type", f"{side}_org", f"{side}_org_name"]
        for row in rows.select(columns).group_by(columns).aggregate([]).to_pylist():
            partner = row[f"{side}_org"] or row[f"{side}_org_name"] or "unspecified"
            if (row["transaction_type"] in OUTGOING) == outgoing:
                yield row["iati_identifier"], outgoing, partner


GRAPH = "graph.arrow"
"""Name of the file with the ends of all files of an extract."""


def write_graph(path: Path, extracts: Mapping[str, Extract]) -> None:
    """Write the ends of files, in order.

    Args:
        path: the file to write; there is none where no file has an activity.
        extracts: by sha256.
    """
    rows = [(sha256, *end) for sha256, one in extracts.items() for end in sorted(ends_of(one))]
    if rows:
        types = {"snapshot": pa.string(), "kind": pa.int8(), "number": pa.int64()}
        columns = zip(types.items(), zip(*rows, strict=True), strict=True)
        write_bundle(path, {"graph": pa.table({name: pa.array(values, t) for (name, t), values in columns})})


class Graph:
    """The ends of the files of an extract, read when first asked for."""

    def __init__(self, path: Path) -> None:
        """Take the path of the file."""
        self._path = path

    def ends(self, sha256: str) -> list[End]:
        """Return the ends of a file; none if it has no activities."""
        return self._ends.get(sha256, [])

    @cached_property
    def _ends(self) -> dict[str, list[End]]:
        found: dict[str, list[End]] = defaultdict(list)
        if self._path.exists():
            columns = Bundle(self._path).table("graph").to_pydict()
            for sha256, *end in zip(*(columns[name] for name in ("snapshot", "kind", "number")), strict=True):
                found[sha256].append((end[0], end[1]))
        return found


def components(ends: Mapping[str, Iterable[End]]) -> dict[str, str]:
    """Return each file with the first one of those that it is tied to, directly or by others.

    Args:
        ends: of each file, by name.
    """
    meeting: dict[End, list[str]] = defaultdict(list)
    for name in sorted(ends):
        for end in ends[name]:
            meeting[end].append(name)
    first = {name: name for name in ends}

    def root(name: str) -> str:
        while first[name] != name:
            first[name] = name = first[first[name]]
        return name

    for (kind, number), names in meeting.items():
        others = [*names, *meeting.get((CAME, number), ())] if kind == SENT else names
        if kind == CAME or (kind == SENT and len(others) == len(names)):
            continue
        for name in others[1:]:
            one, other = sorted((root(names[0]), root(name)))
            first[other] = one
    return {name: root(name) for name in first}
