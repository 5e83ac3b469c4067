"""`grutto manage demo_signers`: keys on one's own machine only."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> Path:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, folder=tmp_path / "web")
    return tmp_path / "keys"


def test_it_says_where_the_keys_are(keys: Path) -> None:
    said = StringIO()
    call_command("demo_signers", str(keys), stdout=said)
    assert all(str(keys / role) in said.getvalue() for role in ("reviewer", "adopter"))


def test_a_real_site_gets_no_keys_from_its_server(keys: Path, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, address="https://grutto.example.org")
    with pytest.raises(CommandError, match="machines of their own"):
        call_command("demo_signers", str(keys))
    assert not keys.exists()
