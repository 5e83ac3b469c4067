"""Merkle trees as in RFC 6962, section 2.1: one digest for all figures, and a short proof for each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_digest(data: bytes) -> bytes:
    """Return the digest of a leaf: SHA-256 over 0x00 and its bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_digest(left: bytes, right: bytes) -> bytes:
    """Return the digest of a node: SHA-256 over 0x01 and the digests of its two parts."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the digest of a tree.

    Args:
        leaves: digests of the leaves, in order.
    """
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_digest(root(leaves[:split]), root(leaves[split:]))


def audit_path(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """Return the digests that lead from a leaf to the root, the nearest first (RFC 6962, 2.1.1).

    Args:
        leaves: digests of the leaves, in order.
        place: which leaf, from 0.
    """
    if len(leaves) <= 1:
        return []
    split = _split(len(leaves))
    if place < split:
        return [*audit_path(leaves[:split], place), root(leaves[split:])]
    return [*audit_path(leaves[split:], place - split), root(leaves[:split])]


def root_from_path(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf and its path lead to; none if the path does not fit the place and size.

    Args:
        leaf: its digest.
        place: where it stands, from 0.
        size: number of leaves.
        path: as `audit_path` returned it.
    """
    if not 0 <= place < size:
        return None
    if size == 1:
        return leaf if not path else None
    if not path:
        return None
    split = _split(size)
    if place < split:
        left = root_from_path(leaf, place, split, path[:-1])
        return None if left is None else node_digest(left, path[-1])
    right = root_from_path(leaf, place - split, size - split, path[:-1])
    return None if right is None else node_digest(path[-1], right)


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    power = 1 << (size - 1).bit_length() - 1
    return power if power < size else power >> 1
