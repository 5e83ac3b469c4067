"""Mending a data folder from what it keeps: nothing is guessed, nothing is lost; run twice, it does nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grutto.errors import GruttoError, StoreError
from grutto.store.releases import is_whole, read_release, release_names, restore_manifests
from grutto.tables.build import build

if TYPE_CHECKING:
    from grutto.model.snapshot import Snapshot
    from grutto.store.home import Home

Outcome = Literal["mended", "built anew", "current", "not mended"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done about a release, a source file, or the pointer to the current release.

    Args:
        name: the release or file.
        outcome: `mended`, as it was; `built anew` from the same files by this version of Grutto, under another id;
            made `current` again; or `not mended`.
        details: the new id of a release; or what stands in the way, where, what to do, and the command:
            the parts of an error.
    """

    name: str
    outcome: Outcome
    details: tuple[str, ...] = ()


def repair(home: Home, current: str = "") -> list[Repair]:
    """Build damaged releases again from their manifests and source files, and put back a lost or damaged pointer.

    Args:
        home: the data folder.
        current: id of the release to make the current one; without it the one that was, if the pointer is lost.

    Raises:
        UnknownNameError: there is no release of this name.
    """
    with home.writing():
        if current:
            home.switch(read_release(home, current).id)
        done = [_failed(error.where, error) for error in restore_manifests(home)]
        done += [one for name in release_names(home) for one in _rebuilt(home, name)]
        done += _pointer(home, {one.name: one.details[0] for one in done if one.outcome == "built anew"})
        return done + _files(home)


def _failed(name: str, error: GruttoError) -> Repair:
    return Repair(name, "not mended", (error.what, error.where, error.repair, error.command))


def _rebuilt(home: Home, name: str) -> list[Repair]:
    """Build a release again unless it is whole; by another version of Grutto than built it, it gets another id."""
    if is_whole(home, name):
        return []
    try:
        release = build(home, read_release(home, name).snapshots, switch=False)
    except GruttoError as error:
        return [_failed(name, error)]
    return [Repair(name, "mended") if release.id == name else Repair(name, "built anew", (release.id,))]


def _pointer(home: Home, anew: dict[str, str]) -> list[Repair]:
    """Point to a release again, where the pointer is lost, or to the one that was built anew in its place."""
    try:
        found = home.current()
    except StoreError:
        found = ""
    known = release_names(home)
    was = found if found in known else next((name for name in home.switches() if name in known), "")
    right = was or (known[0] if len(known) == 1 else "")
    right = anew.get(right, right)
    if known and not right:
        lost = StoreError(
            "The pointer to the current release is lost, and which release it was is not known",
            where=home.path / "current",
            repair="name one of: {known}",
            command="grutto repair --current ID",
            known=", ".join(known),
        )
        return [_failed("current", lost)]
    if right in {found, ""}:
        return []
    home.switch(right)
    return [Repair(right, "current")]


def _files(home: Home) -> list[Repair]:
    """Tell of each source file of the releases that is missing or was changed."""
    files: dict[str, Snapshot] = {}
    for name in release_names(home):
        try:
            files |= {s.sha256: s for s in read_release(home, name).snapshots}
        except StoreError:
            continue
    failed = []
    for snapshot in files.values():
        try:
            home.check_snapshot(snapshot.sha256, snapshot.name)
        except StoreError as error:
            failed.append(_failed(snapshot.name, error))
    return failed
