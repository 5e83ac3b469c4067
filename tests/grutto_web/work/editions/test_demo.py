"""Keys for a demonstration: what OpenSSH makes with them is a signature of somebody who may sign."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from signing import signature

from grutto.editions.seal.package import NAMESPACE
from grutto.editions.seal.signature import signer_of
from grutto_web.work.editions.demo import demo_signers
from grutto_web.work.editions.sealing import signers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> Path:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, folder=tmp_path / "web")
    return tmp_path / "keys"


def test_both_demo_signers_can_sign_and_a_second_run_changes_nothing(keys: Path) -> None:
    paths = list(demo_signers(keys))
    made = {path.name: path.read_bytes() for path in keys.iterdir()}
    assert set(made) == {"reviewer", "adopter"}
    assert paths == [keys / "reviewer", keys / "adopter"]
    known = signers()
    assert known
    for name in made:
        assert stat.S_IMODE((keys / name).stat().st_mode) == 0o600
        found = signer_of(b"{}", signature(b"{}", keys / name).encode(), NAMESPACE, known, datetime.now(UTC))
        assert found.name == f"{name}@demo.localhost"
    assert list(demo_signers(keys)) == []
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == made
