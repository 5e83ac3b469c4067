"""Taking files out of the release, and clearing the data folder of what nothing needs any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError, StoreError, UnknownNameError
from grutto.message import Message, msg
from grutto.store.records import is_sha256, read_json
from grutto.store.releases import clear_away, in_use, read_release, release_names
from grutto.tables.build import build
from grutto.tables.extract import SHARED, folder_of, reading_digest, remove_extract
from grutto.tables.intake import current_lock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from grutto.model.snapshot import Release, Snapshot
    from grutto.store.home import Home


REPAIR_EDITION = msg("put back the file from a copy, or remove it if the edition is no longer needed")


@dataclass(frozen=True, slots=True)
class UnneededFiles:
    """What nothing needs any more.

    Args:
        releases: ids of releases that are neither current, nor the newest, nor in use, nor what an edition rests on.
        extracts: tables read from files that no kept release has, or by an earlier version of the readers.
        snapshots: source files that no kept release has, and that no edition keeps.
        size: bytes of all these; tables that releases share are counted once.
    """

    releases: tuple[str, ...]
    extracts: tuple[Path, ...]
    snapshots: tuple[Path, ...]
    size: int


def take_out(home: Home, names: Collection[str]) -> tuple[Release, list[Snapshot]]:
    """Publish a release without some files; return it and the files taken out. The releases before keep them.

    Args:
        home: the data folder.
        names: file names or addresses, as `grutto releases --files` lists them.

    Raises:
        UnknownNameError: the release has no such file.
        InputError: nothing would be left.
    """
    with home.writing():
        read_release(home)
        lock = current_lock(home)
        unknown = set(names) - {s.name for s in lock.values()} - {s.address for s in lock.values()}
        if unknown:
            raise UnknownNameError(
                "The release has no file {unknown}",
                where=Message("release {home}", home=home.current()),
                repair="list its files",
                command="grutto releases --files",
                unknown=", ".join(sorted(unknown)),
            )
        out = [s for s in lock.values() if s.name in names or s.address in names]
        left = tuple(s for s in lock.values() if s not in out)
        if not left:
            raise InputError(
                "These are all files of the release",
                where=Message("release {home}", home=home.current()),
                repair="import the others first, or remove the data folder",
            )
        return build(home, left), out


def unneeded_files(home: Home, keep: int) -> UnneededFiles:
    """Return what nothing needs any more.

    Args:
        home: the data folder.
        keep: how many of the newest releases stay, the current one and those of editions aside.

    Raises:
        InputError: that is no number of releases.
    """
    if keep < 0:
        raise InputError("A number of releases is 0 or more", where=f"--keep {keep}", command="--keep 3")
    all_releases = (read_release(home, name) for name in release_names(home))
    releases = sorted(all_releases, key=attrgetter("received"), reverse=True)
    needed = {home.current(), *_of_editions(home), *(r.id for r in releases[:keep])}
    needed |= {r.id for r in releases if in_use(home, r.id)}
    needed_files = {snapshot.sha256 for release in releases if release.id in needed for snapshot in release.snapshots}
    needed_files |= _of_standard(home) | _inputs_of_editions(home)
    old = tuple(sorted(r.id for r in releases if r.id not in needed))
    extracts = tuple(_unread(home, needed_files))
    found = sorted((home.path / "snapshots").glob("??/*"))
    snapshots = tuple(p for p in found if is_sha256(p.name) and p.name not in needed_files)
    folders = [*(home.releases / name for name in old), *(path for path in extracts if not path.is_symlink())]
    size = _size([p for folder in folders for p in folder.rglob("*")] + list(snapshots), needed, home)
    return UnneededFiles(old, extracts, snapshots, size)


def tidy(home: Home, keep: int) -> UnneededFiles:
    """Remove what nothing needs any more, and return it."""
    with home.writing():
        found = unneeded_files(home, keep)
        gone = tuple(name for name in found.releases if clear_away(home, name))
        left = unneeded_files(home, keep)  # one that was opened since keeps its files
        for path in left.extracts:
            remove_extract(path)
        for path in left.snapshots:
            path.unlink()
    return replace(left, releases=gone, size=found.size)


def _of_editions(home: Home) -> set[str]:
    """Return the releases that editions rest on."""
    return {str(record.get("release", "")) for record in _editions(home)}


def _inputs_of_editions(home: Home) -> set[str]:
    """Return the files of frameworks, judgements and ledgers that are kept with editions."""
    return {str(sha256) for record in _editions(home) for sha256 in record.get("inputs", {}).values()}


def _editions(home: Home) -> Iterator[dict[str, Any]]:
    """Yield the records of editions.

    Raises:
        StoreError: one cannot be read: what it rests on is not known then, so nothing may be cleared away.
    """
    for path in sorted(home.editions.glob("*/edition.json")):
        record = read_json(path, REPAIR_EDITION)
        if not isinstance(record, dict) or not isinstance(record.get("inputs", {}), dict):
            raise StoreError("This is not the record of an edition", where=path, repair=REPAIR_EDITION)
        yield record


def _of_standard(home: Home) -> set[str]:
    """Return the files of the IATI standard that were fetched last."""
    path = home.path / "standard" / "current.json"
    if not path.exists():
        return set()
    repair, command = msg("fetch the standard again"), "grutto fetch iati/standard"
    record = read_json(path, repair, command)
    try:
        return {str(part["sha256"]) for part in record["parts"].values()}
    except (KeyError, TypeError, AttributeError) as error:
        raise StoreError("This is not the record of a standard", where=path, repair=repair, command=command) from error


def _unread(home: Home, digests: set[str]) -> Iterator[Path]:
    """Yield the extracts that no kept file has: links to those that files share, and these when no link leads there."""
    place = home.extracts / reading_digest()
    needed = {place / sha256 for sha256 in digests}
    needed |= {folder for path in needed if (folder := folder_of(path))}
    for path in sorted(home.extracts.glob("*/*")):
        if (is_sha256(path.name) or path.name.startswith(SHARED)) and path not in needed:
            yield path


def _size(paths: list[Path], needed: set[str], home: Home) -> int:
    """Return the bytes that would be free: of files with several names, those that no kept release shares."""
    inside = {p.stat().st_ino for name in needed if name for p in (home.releases / name).rglob("*") if p.is_file()}
    files = {p.stat().st_ino: p.stat().st_size for p in paths if p.is_file()}
    return sum(size for inode, size in files.items() if inode not in inside)
