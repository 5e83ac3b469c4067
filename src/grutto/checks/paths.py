"""All files that paths stand for, checked with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.check import check_files
from grutto.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grutto.checks.check import Checker
    from grutto.checks.report import Report

SUFFIXES = {".xml", ".zip"}


def check_paths(paths: Iterable[Path], checker: Checker) -> list[Report]:
    """Return a report for each file; a folder stands for the XML and zip files in it, at any depth.

    Raises:
        InputError: a folder holds no such file.
    """
    return check_files([file for path in paths for file in _files(path)], checker)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    if not inside:
        raise InputError("This folder holds no XML or zip file", where=path)
    return inside
