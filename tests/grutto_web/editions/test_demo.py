"""Keys for a demonstration: what OpenSSH makes with them is a signature of somebody who may sign."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from signing import signature

from grutto.editions.seal.package import NAMESPACE
from grutto.editions.seal.signature import signer_of
from grutto_web.editions.sealing import signers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> Path:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, folder=tmp_path / "web")
    return tmp_path / "keys"


def test_both_demo_signers_can_sign_and_a_second_run_changes_nothing(keys: Path) -> None:
    said = StringIO()
    call_command("demo_signers", str(keys), stdout=said)
    made = {path.name: path.read_bytes() for path in keys.iterdir()}
    assert set(made) == {"reviewer", "adopter"}
    assert all(str(keys / name) in said.getvalue() for name in made)
    known = signers()
    assert known
    for name in made:
        assert stat.S_IMODE((keys / name).stat().st_mode) == 0o600
        found = signer_of(b"{}", signature(b"{}", keys / name).encode(), NAMESPACE, known, datetime.now(UTC))
        assert found.name == f"{name}@demo.localhost"
    call_command("demo_signers", str(keys), stdout=said)
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == made


def test_a_real_site_gets_no_keys_from_its_server(keys: Path, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, address="https://grutto.example.org")
    with pytest.raises(CommandError, match="machines of their own"):
        call_command("demo_signers", str(keys))
    assert not keys.exists()
