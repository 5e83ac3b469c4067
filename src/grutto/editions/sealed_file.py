"""Whether a path is something sealed: told from the file, without the libraries that check seals."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from grutto.editions.record import FILE

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "seal"
"""Where manifest, signatures and time stamps stand beside the edition; it is the one folder that is not sealed."""
NAME = "manifest.json"
MARK = b'"format":"grutto-proof/'


def is_sealed(path: Path) -> bool:
    """Tell whether a path is to be checked as a package or a proof, as it looks; any zip is."""
    return is_package(path) or is_proof(path) or path.suffix == ".zip"


def is_package(path: Path) -> bool:
    """Tell whether a path is a package: a folder with a seal, or a zip of one."""
    if path.is_dir():
        return (path / FOLDER / NAME).is_file()
    return path.is_file() and path.name != FILE and zipfile.is_zipfile(path)


def is_proof(path: Path) -> bool:
    """Tell whether a path is the proof of a figure, as it says itself."""
    return path.is_file() and path.suffix == ".json" and MARK in path.read_bytes()
