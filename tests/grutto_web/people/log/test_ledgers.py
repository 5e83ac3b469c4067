"""Anchors of ledgers are asked of whoever keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto_web.people.log import ledgers
from grutto_web.people.log.ledgers import LedgerKeeper, anchors, is_anchored

if TYPE_CHECKING:
    import pytest


def test_every_keeper_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    keepers = {
        "a": LedgerKeeper(lambda: {"ledger/a": "1:x"}, lambda name, anchor: (name, anchor) == ("ledger/a", "1:x")),
        "b": LedgerKeeper(lambda: {"ledger/b": "2:y"}, lambda name, anchor: (name, anchor) == ("ledger/b", "2:y")),
    }
    monkeypatch.setattr(ledgers, "KEEPERS", keepers)
    assert anchors() == {"ledger/a": "1:x", "ledger/b": "2:y"}
    assert is_anchored("ledger/b", "2:y")
    assert not is_anchored("ledger/b", "1:x")


def test_a_ledger_that_nobody_keeps_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "KEEPERS", {})
    assert not is_anchored("ledger/a", "1:x")
