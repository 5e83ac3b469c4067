"""A ministry, a partner, and a data folder of their own; tasks are done where a test says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_uploads import Desk

from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty data folder, which the site uses."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "home"))
    return Home()


@pytest.fixture
def desk(person: People, home: Home) -> Desk:
    """People at work."""
    del home
    return Desk(person)
