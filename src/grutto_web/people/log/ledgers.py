"""Ledgers beside the log, which sealed editions are anchored in too; whoever keeps them enters how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANCHOR = "ledger/"
"""How the name of an anchor of a ledger begins."""


@dataclass(frozen=True, slots=True)
class LedgerKeeper:
    """A part of the site that keeps ledgers.

    Args:
        anchors: returns the name of each ledger to NUMBER:DIGEST of its last line.
        is_anchored: tells whether the ledger of a name still has the line that an anchor tells.
    """

    anchors: Callable[[], Mapping[str, str]]
    is_anchored: Callable[[str, str], bool]


KEEPERS: dict[str, LedgerKeeper] = {}
"""Each by the label of its app."""


def anchors() -> dict[str, str]:
    """Return the anchors of all ledgers, by name."""
    return {name: anchor for keeper in KEEPERS.values() for name, anchor in keeper.anchors().items()}


def is_anchored(name: str, anchor: str) -> bool:
    """Tell whether a ledger still has the line that an anchor tells; one that nobody keeps has none."""
    return any(keeper.is_anchored(name, anchor) for keeper in KEEPERS.values())
