"""The files of this program: their digest, as they were when it began."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1]
DIGESTED = (".py", ".toml", ".sql", ".csv", ".json", ".po", ".html", ".css", ".typ", ".ttf")
"""Ends of names of files that say what is computed and how it looks."""
TRIED = ("sample.csv", "sample.json", "expected.csv", ".case.toml")
"""Ends of the names of files beside them that only tests read, and that no wheel holds."""
WORDS = ("message.py", "errors.py", "lazily.py")
"""What every room says things with."""


def code_digest(*parts: str) -> str:
    """Return a digest over the files of some rooms of the package, or over single files of it.

    Raises:
        StoreError: a file of the program was changed since it began.
    """
    digest = _digest(parts)
    require_unchanged()
    return digest


@cache
def _digest(parts: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        place = PACKAGE / part
        for path in [place] if place.is_file() else sorted(Path(entry.path) for entry in _entries(place)):
            name = path.relative_to(PACKAGE).as_posix()
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def require_unchanged() -> None:
    """Refuse to go on with a program of which a part is of another version than the part that is loaded.

    Raises:
        StoreError: a file of it was changed, added or removed since it began.
    """
    if other := {path for path, _ in _stamps().items() ^ _BEGAN_WITH.items()}:
        raise StoreError(
            "Grutto was changed while it runs: what it makes would be partly of one version and partly of another",
            where=min(other),
            repair="start the program again",
        )


def _stamps() -> dict[str, tuple[int, int]]:
    """Return time and size of each file of the program, by its path."""
    return {entry.path: (entry.stat().st_mtime_ns, entry.stat().st_size) for entry in _entries(PACKAGE)}


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a folder, at any depth, that say what is computed."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _entries(entry.path)
            elif entry.name.endswith(DIGESTED) and not entry.name.endswith(TRIED):
                yield entry


_BEGAN_WITH = _stamps()
