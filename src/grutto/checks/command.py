"""What the command `grutto check` does, without the command line: paths in, text and exit code out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks.as_html import as_html
from grutto.checks.as_json import as_json
from grutto.checks.as_sarif import as_sarif
from grutto.checks.as_text import as_text
from grutto.checks.check import check_files
from grutto.checks.report import exit_code
from grutto.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grutto.checks.check import Checker
    from grutto.checks.report import Report
    from grutto.locale import Language

FORMATS: dict[str, Callable[[Iterable[Report], Language], str]] = {
    "text": as_text,
    "json": lambda reports, _: as_json(reports),
    "html": as_html,
    "sarif": lambda reports, _: as_sarif(reports),
}
"""What writes reports in each format; programs read theirs in English, whatever the language."""
SUFFIXES = {".xml", ".zip"}


def check_command(paths: Iterable[Path], format_: str, checker: Checker, language: Language) -> tuple[str, int]:
    """Return what to print, and the exit code: see `grutto.checks.report.EXIT_CODES`.

    Args:
        paths: files; a folder stands for the XML and zip files in it, at any depth.
        format_: one of `FORMATS`.
        checker: what to check against.
        language: of what people read.

    Raises:
        UnknownNameError: there is no such format.
        InputError: a folder holds no such file.
    """
    if format_ not in FORMATS:
        raise UnknownNameError(
            "There is no format “{format_}”", repair="one of: {formats}", format_=format_, formats=", ".join(FORMATS)
        )
    reports = check_files([file for path in paths for file in _files(path)], checker)
    return FORMATS[format_](reports, language), exit_code(reports)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    if not inside:
        raise InputError("This folder holds no XML or zip file", where=path)
    return inside
