"""The catalogue of the fictional programme, and of a few activities made for a question."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from small_iati import document

from grutto.catalogue.read import Catalogue, Catalogues
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def programme(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder with 120 activities of the fictional programme."""
    folder = tmp_path_factory.mktemp("programme")
    generator = project / "examples" / "fictional" / "generate.py"
    subprocess.run([sys.executable, str(generator), str(folder / "files")], check=True)
    home = Home(folder / "home")
    take_in(home, incoming_files([folder / "files"]))
    return home


@pytest.fixture
def catalogue_of(tmp_path: Path) -> Callable[..., Catalogue]:
    """Return the catalogue of a release made of activities in XML."""

    def made(*activities: str) -> Catalogue:
        home, path = Home(tmp_path / "home"), tmp_path / "some.xml"
        path.write_text(document(*activities), "utf-8")
        assert not take_in(home, incoming_files([path])).refused
        return Catalogues(home).catalogue()

    return made
