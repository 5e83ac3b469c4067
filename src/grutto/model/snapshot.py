"""Source files as received, and the releases that are built from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of a source file as received; never changed.

    Args:
        sha256: of the bytes, 64 hexadecimal digits; also the snapshot's name in the store.
        source: the data flow it belongs to: `iati/activities`, `ecb/rates`.
        address: where it came from, a URI; the identity of the dataset: a new file from the same address replaces it.
        name: what people call the file; a path has no other meaning than to be recognised.
        received: moment of receipt, with time zone.
        size: bytes.
        licence: SPDX identifier or the licence's address; empty if not known.
        citation: how to name the source in a publication.
        vintage: number of the file among those taken from its address, from 1, for sources that keep revisions.
        arrival: number of the file among those of its data flow in order of arrival, from 1, for statistics: of two
            that tell the same number differently the later one counts. Likewise, from 2, for IATI files that their
            publishers sent; 0 for other files.
    """

    sha256: str
    source: str
    address: str
    name: str
    received: datetime
    size: int
    licence: str = ""
    citation: str = ""
    vintage: int = 1
    arrival: int = 0


@dataclass(frozen=True, slots=True)
class ShardRecord:
    """A part of a large release that is derived by itself, and taken over by a release in which it is the same.

    Args:
        key: digest of all that its tables depend on besides the code.
        rows: table name to number of rows.
    """

    key: str
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Release:
    """A lock of snapshots plus the tables built from them.

    Args:
        id: first 16 hexadecimal digits of the sha256 over lock and builder; the same lock and builder give the same id.
        snapshots: the lock, one snapshot an address, sorted by source, name and sha256.
        builder: digest of the declarations and code that built the tables.
        tables: table name to sha256 of its Parquet file.
        rows: table name to number of rows.
        catalogue: sha256 of the catalogue written beside the tables.
        shards: its parts by name; none of a small release.
    """

    id: str
    snapshots: tuple[Snapshot, ...]
    builder: str
    tables: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, int], ...]
    catalogue: str
    shards: tuple[tuple[str, ShardRecord], ...] = ()

    @property
    def received(self) -> datetime:
        """When its newest file came."""
        return max(snapshot.received for snapshot in self.snapshots)


def lock_order(snapshot: Snapshot) -> tuple[str, str, str]:
    """Return the sort key of a snapshot in a lock."""
    return (snapshot.source, snapshot.name, snapshot.sha256)


def _named(snapshot: Snapshot) -> tuple[str, ...]:
    """Return what a release is named by; a first file is named without its numbers."""
    vintage = (str(snapshot.vintage),) if snapshot.vintage > 1 else ()
    return (*lock_order(snapshot), *vintage, *((f"arrival {snapshot.arrival}",) if snapshot.arrival > 1 else ()))


def release_id(snapshots: tuple[Snapshot, ...], builder: str) -> str:
    """Return the id that this lock and builder have: what was read (statistics: in which order), not where it lay."""
    lines = [builder, *("\t".join(_named(s)) for s in sorted(snapshots, key=lock_order))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
