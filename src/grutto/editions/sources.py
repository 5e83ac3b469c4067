"""Reading the sources of a release again: do its tables follow from the files as they were received?"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.lazily import lazily
from grutto.message import Message, fault_at, msg
from grutto.store.files import sha256_of
from grutto.store.home import Home
from grutto.store.releases import table_path
from grutto.tables.build import build, builder
from grutto.tables.extract import extract
from grutto.tables.shards import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from pyarrow import parquet

    from grutto.model.snapshot import Release, Snapshot
else:
    parquet = lazily("pyarrow.parquet")

AT_ONCE = 20_000_000
"""Bytes of source files that are read again without being asked; of more, a sample of this size."""


def differing_tables(home: Home, release: Release, seed: str, *, every: bool) -> tuple[list[str], list[str]]:
    """Read the source files of a release again; return what does not follow from them, and what was not compared.

    All files are read and all tables derived again where the files are small or `every` says so; else a sample of
    the files is read, and what was read from them compared.

    Args:
        home: the data folder.
        release: whose tables are compared.
        seed: decides which files are in the sample.
        every: read all.

    Raises:
        InputError: a file can no longer be read.
        StoreError: a file is missing.
    """
    if release.builder != builder():
        return [], [msg("its release was built by another version of Grutto: its sources were not read again")]
    with tempfile.TemporaryDirectory() as place:
        fresh = Home(Path(place))
        (fresh.path / "snapshots").symlink_to(home.path / "snapshots")
        if every or sum(one.size for one in release.snapshots) <= AT_ONCE:
            return list(_built_again(fresh, release)), []
        chosen = _sample(release.snapshots, seed)
        note = Message(
            "source files read again: {number} of {total}, a sample",
            number=len(chosen),
            total=len(release.snapshots),
        )
        return list(_read_again(home, fresh, release, chosen)), [note]


def _built_again(fresh: Home, release: Release) -> Iterator[str]:
    again = dict(build(fresh, release.snapshots).tables)
    for name, digest in release.tables:
        if again[name] != digest:
            yield fault_at(name, Message("the table does not follow from the source files, read again"))


def _sample(snapshots: tuple[Snapshot, ...], seed: str) -> set[str]:
    """Return the digests of some files, in an order that the seed decides, at least one of them."""
    chosen: set[str] = set()
    size = 0
    for one in sorted(snapshots, key=lambda s: hashlib.sha256(f"{seed} {s.sha256}".encode()).digest()):
        if chosen and size + one.size > AT_ONCE:
            break
        chosen.add(one.sha256)
        size += one.size
    return chosen


def _read_again(home: Home, fresh: Home, release: Release, chosen: set[str]) -> Iterator[str]:
    """Compare what each file of the sample gives with the part of each table that was read from it."""
    for snapshot in release.snapshots:
        if snapshot.sha256 in chosen:
            extracted = extract(fresh, snapshot)
            for name, rows in extracted.rows.items():
                folder = table_path(home, release.id, name)
                if extracted.shared is None:
                    same = not rows or _has_part(folder, extracted.folder / f"{name}.parquet")
                else:
                    same = _same_rows(sorted(folder.glob(f"*{SHARED}")), snapshot.sha256, extracted.table(name))
                if not same:
                    other = Message(
                        "its rows of “{file}” are not those that the file gives, read again", file=snapshot.name
                    )
                    yield fault_at(name, other)


def _has_part(folder: Path, again: Path) -> bool:
    """Tell whether a table has a part with the bytes of a large file's own."""
    size, digest = again.stat().st_size, sha256_of(again)
    return any(part.stat().st_size == size and sha256_of(part) == digest for part in folder.glob("*.parquet"))


def _same_rows(parts: list[Path], sha256: str, again: pa.Table) -> bool:
    """Tell whether the rows of a small file, among those of others, are those that it gives."""
    if not parts:
        return not again.num_rows
    found = parquet.read_table(parts, filters=[("snapshot", "=", sha256)])
    same: bool = found.select(again.column_names).cast(again.schema).equals(again)
    return same
