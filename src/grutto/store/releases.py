"""Releases on disk: read a manifest, publish a staged one, open one for questions."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grutto.errors import DeclarationError, StoreError, UnknownNameError
from grutto.message import Message, msg
from grutto.model.snapshot import Release, ShardRecord, Snapshot, release_id
from grutto.store.codec import CodecPlace, decode
from grutto.store.files import digest_of, fill_folder, publish_folder, write_atomically
from grutto.store.records import is_id, is_sha256, is_table_name, read_digested, with_digest
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.store.home import Home

CATALOGUE = "catalogue.sqlite"

REPAIR = msg("mend the data folder")
COMMAND = "grutto repair"


def release_names(home: Home) -> list[str]:
    """Return the ids of all releases, in alphabetical order."""
    return sorted(p.parent.name for p in home.releases.glob("*/manifest.json") if is_id(p.parent.name))


def read_release(home: Home, release: str = "") -> Release:
    """Return a release by id, or the current one.

    Raises:
        StoreError: nothing was imported yet; the current release is lost; the manifest is damaged.
        UnknownNameError: there is no release of this name.
    """
    name = release or home.current()
    if not name:
        raise StoreError(
            "There is no release yet", where=home.path, repair="import a file first", command="grutto import FILE"
        )
    path = manifest_path(home, name)
    if is_id(name) and path.exists():
        return _from_manifest(path, name)
    if release:
        raise _no_release(home, name)
    raise StoreError("The current release is lost", where=path, repair=REPAIR, command=COMMAND)


def manifest_path(home: Home, release: str) -> Path:
    """Return where the manifest of a release stands."""
    return home.releases / release / "manifest.json"


def copy_path(home: Home, release: str) -> Path:
    """Return where a second copy of the manifest is kept: the release can be built again should its folder be lost."""
    return home.path / "manifests" / f"{release}.json"


def import_path(home: Home, release: str) -> Path:
    """Return where the report is kept of the import that made a release; a release that was built anew has none."""
    return home.releases / release / "import.json"


def restore_manifests(home: Home) -> list[StoreError]:
    """Put back manifests that are lost or damaged from their copies, and copies from their manifests.

    Return what could not be put back, because both are lost or damaged.
    """
    _settle_clearing(home)
    names = {p.stem for p in home.path.glob("manifests/*.json")} | {p.name for p in home.releases.glob("*")}
    failed = []
    for name in sorted(filter(is_id, names)):
        paths = (manifest_path(home, name), copy_path(home, name))
        read = [_or_error(path, name) for path in paths]
        good = next((r for r in read if isinstance(r, Release)), None)
        for path, found in zip(paths, read, strict=True):
            if good and not isinstance(found, Release):
                write_atomically(path, with_digest(_to_manifest(good)))
        failed += [found for found in read[:1] if good is None and isinstance(found, StoreError)]
    return failed


def _or_error(path: Path, name: str) -> Release | StoreError:
    try:
        return _from_manifest(path, name)
    except StoreError as error:
        return error


@contextmanager
def leased(home: Home, release: str = "") -> Iterator[Release]:
    """Give a release, the current one without a name, that is not cleared away for as long as it is held.

    Raises:
        StoreError: nothing was imported yet.
        UnknownNameError: there is no release of this name.
    """
    found = read_release(home, release)
    with manifest_path(home, found.id).open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        if not os.fstat(handle.fileno()).st_nlink:
            raise _no_release(home, found.id)
        yield found


def in_use(home: Home, release: str) -> bool:
    """Tell whether anybody holds a release by `leased`."""
    with manifest_path(home, release).open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def clear_away(home: Home, release: str) -> bool:
    """Remove a release that nobody holds; tell whether it is gone."""
    with home.staging() as aside, manifest_path(home, release).open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        # The folder goes at once; broken off before or after that, `_settle_clearing` knows what was meant.
        leaving = _leaving_path(home, release)
        if (copy := copy_path(home, release)).exists():
            copy.replace(leaving)
        (home.releases / release).rename(aside / release)
        leaving.unlink(missing_ok=True)
        (aside / release / "manifest.json").unlink()
    return True


def _leaving_path(home: Home, release: str) -> Path:
    """Return where the second copy of the manifest stands while its release is cleared away."""
    return copy_path(home, release).with_suffix(".leaving")


def _settle_clearing(home: Home) -> None:
    """Give a release whose clearing was broken off its second copy back, and forget one whose folder is gone."""
    for path in home.path.glob("manifests/*.leaving"):
        if (home.releases / path.stem).exists():
            path.replace(copy_path(home, path.stem))
        else:
            path.unlink()


def _no_release(home: Home, name: str) -> UnknownNameError:
    known = ", ".join(release_names(home))
    return UnknownNameError(
        "There is no release “{name}”", where=home.releases, repair="one of: {known}", name=name, known=known
    )


def table_path(home: Home, release: str, table: str) -> Path:
    """Return the folder of Parquet files that make a table of a release."""
    return home.releases / release / "tables" / table


def table_paths(home: Home, release: Release) -> dict[str, Path]:
    """Return each table of a release with its folder of Parquet files."""
    return {name: table_path(home, release.id, name) for name, _ in release.tables}


def catalogue_path(home: Home, release: str) -> Path:
    """Return the catalogue of a release: what web, API and search read of it."""
    return home.releases / release / CATALOGUE


def publish(home: Home, staged: Path, release: Release, *, switch: bool = True) -> None:
    """Write the manifest of a staged release, give the folder its name and make it current, in that order.

    A folder of this name that is damaged is filled with the staged files, one by one.
    """
    final = home.releases / release.id
    manifest = with_digest(_to_manifest(release))
    write_atomically(staged / "manifest.json", manifest)
    if final.exists():
        fill_folder(staged, final)
    else:
        publish_folder(staged, final)
    write_atomically(copy_path(home, release.id), manifest)
    if switch:
        home.switch(release.id)


def check_release(home: Home, release: Release) -> None:
    """Raise `StoreError` unless every table, the catalogue and every source file still has the digest it had."""
    check_tables(home, release)
    for snapshot in release.snapshots:
        home.check_snapshot(snapshot.sha256, snapshot.name)


def check_tables(home: Home, release: Release) -> None:
    """Raise `StoreError` unless every table and the catalogue still have the digest they had."""
    parts = [(table_path(home, release.id, name), digest) for name, digest in release.tables]
    for path, digest in [*parts, (catalogue_path(home, release.id), release.catalogue)]:
        if not path.exists() or digest_of(path) != digest:
            raise StoreError(
                "“{path}” is missing or was changed after the release was published",
                where=path,
                repair=REPAIR,
                command=COMMAND,
                path=path.name,
            )


def is_whole(home: Home, release: str) -> bool:
    """Tell whether there is a release of this id, with all its tables as they were."""
    try:
        check_tables(home, _from_manifest(manifest_path(home, release), release))
    except (StoreError, OSError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Manifest:
    """A release as its manifest holds it."""

    id: str
    builder: str
    snapshots: tuple[Snapshot, ...]
    tables: dict[str, str]
    rows: dict[str, int]
    catalogue: str
    shards: dict[str, ShardRecord]


def _to_manifest(release: Release) -> dict[str, Any]:
    snapshots = [asdict(s) | {"received": s.received.isoformat()} for s in release.snapshots]
    return {
        "id": release.id,
        "builder": release.builder,
        "snapshots": snapshots,
        "tables": dict(release.tables),
        "rows": dict(release.rows),
        "catalogue": release.catalogue,
        "shards": {name: asdict(shard) for name, shard in release.shards},
    }


def _from_manifest(path: Path, name: str) -> Release:
    """Return what a manifest says; the id must be that of its files and builder, so no file can be slipped in.

    Raises:
        StoreError: it is missing, cut, changed, or not the manifest of this release.
    """
    content = read_digested(path, REPAIR, COMMAND)
    try:
        for snapshot in content["snapshots"]:
            snapshot["received"] = datetime.fromisoformat(snapshot["received"])
        manifest: _Manifest = decode(content, _Manifest, CodecPlace(path, ""))
    except (DeclarationError, KeyError, TypeError, ValueError) as error:
        raise _damaged(path, of_content(error)) from error
    release = Release(
        id=manifest.id,
        snapshots=manifest.snapshots,
        builder=manifest.builder,
        tables=tuple(manifest.tables.items()),
        rows=tuple(manifest.rows.items()),
        catalogue=manifest.catalogue,
        shards=tuple(manifest.shards.items()),
    )
    if why := _fault(release, name):
        raise _damaged(path, Message(why))
    return release


def _fault(release: Release, name: str) -> str:
    """Return what keeps a record from being the manifest of a release: names that are none, digests that are none."""
    if release.id != name or release_id(release.snapshots, release.builder) != name:
        return msg("its files are not those of this release")
    if not all(is_sha256(s.sha256) and s.received.tzinfo for s in release.snapshots):
        return msg("a file has no sha256 or time")
    tables = (*release.tables, ("catalogue", release.catalogue))
    if not all(is_table_name(table) and is_sha256(digest) for table, digest in tables):
        return msg("a table has no name or sha256")
    return ""


def _damaged(path: Path, why: str) -> StoreError:
    return StoreError(
        "The manifest of a release is damaged: {why}", where=path, repair=REPAIR, command=COMMAND, why=why
    )
