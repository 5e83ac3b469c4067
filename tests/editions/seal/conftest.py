"""A sealed package for all tests of the seal."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from signing import Sealed, make_signers

if TYPE_CHECKING:
    from conftest import Command
    from grutto.store.home import Home


@pytest.fixture(scope="session")
def sealed(grutto: Command, nl_report: Path, nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """The report of the letter, frozen, signed by two people; never changed by a test."""
    place = tmp_path_factory.mktemp("sealed")
    keys = make_signers(place, place)
    package = place / "package"
    options = ("--series", "nl-2008/progress", "--claimed-at", "2011-06-10", "--home", nl_home.path)
    frozen = grutto("seal", "freeze", nl_report, package, *options)
    assert frozen.code == 0, frozen.err
    for name, key in keys.items():
        assert grutto("seal", "sign", package, "--name", name, "--key", key).code == 0
    return Sealed(package, place / "allowed_signers", keys)


@pytest.fixture
def copy(sealed: Sealed, tmp_path: Path) -> Path:
    """A copy of the package to do harm to."""
    return Path(shutil.copytree(sealed.folder, tmp_path / "copy"))
