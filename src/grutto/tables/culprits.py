"""A release is built without the new files that make it fail: a failure belongs to its file, the good ones go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.errors import BoundsError, DerivationError
from grutto.tables.build import build, try_build

if TYPE_CHECKING:
    from grutto.model.snapshot import Release, Snapshot
    from grutto.store.home import Home

type Lock = dict[str, Snapshot]
type Failure = DerivationError | BoundsError
type Culprits = dict[str, Failure]
"""Address of a file to the error that it gives."""
FAILURES = (DerivationError, BoundsError)


def build_without_culprits(home: Home, before: Lock, lock: Lock) -> tuple[Release | None, Culprits]:
    """Build the release of a lock, without those of its new files from which the tables cannot be derived.

    Args:
        home: the data folder, held for writing.
        before: the files of the release before, by address.
        lock: those of the next one.

    Returns:
        The release, none without any file; and the error of each file left out, by its sha256.

    Raises:
        DerivationError: the files of the release before alone give it.
        BoundsError: likewise, or they take too long or too much memory.
    """
    if not lock:
        return None, {}
    try:
        return build(home, _files(lock)), {}
    except FAILURES as error:
        fresh = [address for address, snapshot in lock.items() if before.get(address) != snapshot]
        one = before and len(fresh) == 1
        culprits = dict.fromkeys(fresh, error) if one else _culprits(home, before, {a: lock[a] for a in fresh})
        if not culprits:
            raise
    left = before | {address: lock[address] for address in fresh if address not in culprits}
    release = build(home, _files(left)) if left else None
    return release, {lock[address].sha256: error for address, error in culprits.items()}


def _files(lock: Lock) -> tuple[Snapshot, ...]:
    """Return the files of a lock, each once: an earlier one that is kept beside its successor has two addresses."""
    return tuple(dict.fromkeys(lock.values()))


def _culprits(home: Home, good: Lock, fresh: Lock) -> Culprits:
    """Return those of some new files that cannot stand beside the good ones, by trying halves."""
    try:
        if good | fresh:
            try_build(home, _files(good | fresh))
    except FAILURES as error:
        if len(fresh) == 1:
            return dict.fromkeys(fresh, error)
    else:
        return {}
    addresses = list(fresh)
    first = {address: fresh[address] for address in addresses[: len(addresses) // 2]}
    culprits = _culprits(home, good, first)
    good = good | {address: snapshot for address, snapshot in first.items() if address not in culprits}
    rest = {address: fresh[address] for address in addresses[len(addresses) // 2 :]}
    return culprits | _culprits(home, good, rest)
