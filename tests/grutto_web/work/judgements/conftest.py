"""A data folder with the activities of the letter of 2011."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def sources(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The activities and the rates."""
    home = Home(tmp_path_factory.mktemp("judgements") / "home")
    rates = project / "src" / "grutto" / "sources" / "ecb" / "rates" / "sample.csv"
    take_in(home, incoming_files([project / "examples" / "nl-2010" / "activities", rates]))
    return home


@pytest.fixture
def home(sources: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The site works on that data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(sources.path))
    return sources
