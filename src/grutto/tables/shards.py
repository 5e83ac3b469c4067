"""How a large release is divided into shards: tied files stand in one, and each is derived by itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import StoreError
from grutto.store.releases import is_whole, read_release, table_path
from grutto.tables import all_tables
from grutto.tables.graph import components

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grutto.model.snapshot import ShardRecord, Snapshot
    from grutto.store.home import Home
    from grutto.tables.extract import Extract

SIZE = 8 << 20
"""Bytes of source files that a shard has at least, on average."""

MOST = 1 << 12
"""Shards of a release at most."""

NUMBERS = 1 << 40
"""Rows that a shard may number: each shard's numbers come after those of the one before."""

COMMON = "0000"
"""The shard of files that are no files of activities, such as rates, which all others may look at."""


SHARED = "0000.parquet"
"""The part of each table that holds the rows of all small files of a release, or of one of its shards."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a release.

    Args:
        name: its number, four digits.
        key: digest of all that its tables depend on besides the code; empty for that which is a release by itself.
        files: what it is made of, in the order of the lock, each with what was read of it.
    """

    name: str
    key: str
    files: tuple[tuple[Snapshot, Extract], ...]

    @property
    def first_number(self) -> int:
        """What the numbers of its rows are counted from."""
        return int(self.name) * NUMBERS

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Its files."""
        return tuple(snapshot for snapshot, _ in self.files)

    @property
    def extracts(self) -> list[Extract]:
        """What was read of them."""
        return [extract for _, extract in self.files]


def divided(snapshots: Sequence[Snapshot], extracts: Sequence[Extract]) -> list[Shard]:
    """Return the shards of a release, the common one first; a small release is one.

    Which shard a file stands in depends on the files of the release alone, never on the way it came about.

    Args:
        snapshots: the lock, in order.
        extracts: what was read of each.
    """
    files = tuple(zip(snapshots, extracts, strict=True))
    count = _count(sum(s.size for s, one in files if one.ends))
    if count == 1:
        return [Shard(COMMON, "", files)]
    first = components({_place(s): one.ends for s, one in files if one.ends})
    members: dict[str, list[tuple[Snapshot, Extract]]] = defaultdict(list, {COMMON: []})
    for snapshot, one in files:
        tied = one.ends and f"{1 + _hash(first[_place(snapshot)]) % count:04}"
        members[tied or COMMON].append((snapshot, one))
    rates = [s.sha256 for s, one in members[COMMON] if one.rows.get("exchange_rate")]
    return [_shard(name, members[name], rates) for name in sorted(members)]


def _count(size: int) -> int:
    """Return how many shards so many bytes make: a power of two, so that it seldom changes as a release grows."""
    return min(1 << max((size // SIZE).bit_length() - 1, 0), MOST)


def _place(snapshot: Snapshot) -> str:
    return f"{snapshot.source}\t{snapshot.name}\t{snapshot.sha256}"


def _hash(place: str) -> int:
    """Return a number by the name of a file, whatever its content."""
    return int.from_bytes(hashlib.sha256(place.rpartition("\t")[0].encode()).digest()[:8], "big")


def _shard(name: str, files: list[tuple[Snapshot, Extract]], rates: list[str]) -> Shard:
    known = [(s.sha256, s.source, s.name, s.licence, s.address, s.vintage, s.arrival) for s, _ in files]
    key = hashlib.sha256(json.dumps([name, rates, known]).encode()).hexdigest()
    return Shard(name, key, tuple(files))


@dataclass(frozen=True, slots=True)
class KeptShards:
    """The shards of the current release that the next one takes over: the folder of its tables, and what they are."""

    tables: Path
    shards: Mapping[str, ShardRecord]


def kept_shards(home: Home, shards: Sequence[Shard], builder: str) -> KeptShards:
    """Return which shards the current release has already; none if it is damaged or made by other code."""
    none = KeptShards(home.releases, {})
    try:
        release = read_release(home)
    except StoreError:
        return none
    same = {name: one for name, one in release.shards if any(s.name == name and s.key == one.key for s in shards)}
    if not same or release.builder != builder or not is_whole(home, release.id):
        return none
    return KeptShards(table_path(home, release.id, "file").parent, same)


def take_over(folder: Path, current: KeptShards) -> None:
    """Link the parts of the shards that are kept into a folder of tables."""
    for table in all_tables():
        (folder / table).mkdir(parents=True, exist_ok=True)
        for part in sorted(current.tables.glob(f"{table}/*-*.parquet")) if current.shards else ():
            if part.name.partition("-")[0] in current.shards:
                os.link(part, folder / table / part.name)


def put_together(folder: Path, shard: Path, rows: Mapping[str, int]) -> None:
    """Move the parts of a shard that was made into a folder of tables; those without rows only of the common one."""
    for table in all_tables():
        if rows.get(table) or shard.name == COMMON:
            for part in sorted(shard.glob(f"{table}/*.parquet")):
                part.rename(folder / table / f"{shard.name}-{part.name}")
