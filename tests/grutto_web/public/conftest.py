"""The public site on a release of its own: the fictional programme, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command


@pytest.fixture(scope="session")
def programme(project: Path, grutto: Command, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder with the activities of the letter of 2011, and the report on them in both languages."""
    home = Home(tmp_path_factory.mktemp("public") / "home")
    rates = project / "src" / "grutto" / "sources" / "ecb" / "rates" / "sample.csv"
    take_in(home, incoming_files([project / "examples" / "nl-2010" / "activities", rates]))
    judgements = project / "examples" / "nl-2010" / "judgements.toml"
    options = ("--lang", "en", "--lang", "nl", "--judgements", judgements, "--output", home.path.parent / "report")
    assert grutto("report", "nl-2008", 2010, *options, "--home", home.path).code == 0
    return home


@pytest.fixture
def published(programme: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The site shows that data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(programme.path))
    return programme


@pytest.fixture
def unpublished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The site has an empty data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "empty"))
    return Home()
