"""Releases on disk: read a manifest, publish a staged one, open one for questions."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grutto.errors import StoreError, UnknownNameError
from grutto.model.snapshot import Release, Snapshot
from grutto.store.files import digest_of, publish_folder, write_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.store.home import Home


CATALOGUE = "catalogue.sqlite"


def release_names(home: Home) -> list[str]:
    """Return the ids of all releases, in alphabetical order."""
    return sorted(p.parent.name for p in home.releases.glob("*/manifest.json"))


def read_release(home: Home, release: str = "") -> Release:
    """Return a release by id, or the current one.

    Raises:
        StoreError: nothing was imported yet.
        UnknownNameError: there is no release of this name.
    """
    name = release or home.current()
    if not name:
        raise StoreError(
            "There is no release yet", where=str(home.path), repair="import a file first: grutto import FILE"
        )
    path = _manifest_path(home, name)
    if not path.exists():
        raise _no_release(home, name)
    return _from_manifest(json.loads(path.read_text("utf-8")))


def _manifest_path(home: Home, release: str) -> Path:
    return home.releases / release / "manifest.json"


def _no_release(home: Home, name: str) -> UnknownNameError:
    known = ", ".join(release_names(home))
    return UnknownNameError(f"There is no release “{name}”", where=str(home.releases), repair=f"one of: {known}")


@contextmanager
def leased(home: Home, release: str = "") -> Iterator[Release]:
    """Give a release, the current one without a name, that is not cleared away for as long as it is held.

    Raises:
        StoreError: nothing was imported yet.
        UnknownNameError: there is no release of this name.
    """
    found = read_release(home, release)
    with _manifest_path(home, found.id).open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        if not os.fstat(handle.fileno()).st_nlink:
            raise _no_release(home, found.id)
        yield found


def in_use(home: Home, release: str) -> bool:
    """Tell whether anybody holds a release by `leased`."""
    with _manifest_path(home, release).open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def clear_away(home: Home, release: str) -> bool:
    """Remove a release that nobody holds; tell whether it is gone."""
    with _manifest_path(home, release).open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        # The manifest goes first: a release without one does not exist, should this be broken off.
        _manifest_path(home, release).unlink()
    shutil.rmtree(home.releases / release)
    return True


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
    """Write the manifest of a staged release, give the folder its name and make it current, in that order."""
    write_json(staged / "manifest.json", _to_manifest(release))
    publish_folder(staged, home.releases / release.id)
    if switch:
        home.switch(release.id)


def check_release(home: Home, release: Release) -> None:
    """Raise `StoreError` unless every table, the catalogue and every source file still has the digest it had."""
    parts = [(table_path(home, release.id, name), digest) for name, digest in release.tables]
    for path, digest in [*parts, (catalogue_path(home, release.id), release.catalogue)]:
        if not path.exists() or digest_of(path) != digest:
            raise StoreError(
                f"“{path.name}” is missing or was changed after the release was published",
                where=str(path),
                repair="mend it: grutto repair",
            )
    for snapshot in release.snapshots:
        home.check_snapshot(snapshot.sha256)


def _to_manifest(release: Release) -> dict[str, Any]:
    snapshots = [asdict(s) | {"received": s.received.isoformat()} for s in release.snapshots]
    return {
        "id": release.id,
        "builder": release.builder,
        "snapshots": snapshots,
        "tables": dict(release.tables),
        "rows": dict(release.rows),
        "catalogue": release.catalogue,
    }


def _from_manifest(manifest: dict[str, Any]) -> Release:
    return Release(
        id=manifest["id"],
        builder=manifest["builder"],
        snapshots=tuple(
            Snapshot(**(s | {"received": datetime.fromisoformat(s["received"])})) for s in manifest["snapshots"]
        ),
        tables=tuple(manifest["tables"].items()),
        rows=tuple(manifest["rows"].items()),
        catalogue=manifest["catalogue"],
    )
