"""A data folder with the framework of the fictional programme, whose reports account for savings."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The site works on that data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "home"))
    shutil.copytree(project / "examples/fictional/fictional", tmp_path / "home/frameworks/fictional")
    return Home()


@pytest.fixture
def ledger_file(project: Path) -> Path:
    """The ledger of the fictional programme."""
    return project / "examples/fictional/ledger.toml"
