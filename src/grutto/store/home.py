"""The data folder: snapshots, extracts, releases, editions, and which release is current."""

from __future__ import annotations

import os
from contextlib import contextmanager
from multiprocessing import current_process
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from platformdirs import user_data_path

from grutto.errors import StoreError
from grutto.store.files import folder_aside, keep_by_digest, sha256_of, sweep_asides, write_atomically
from grutto.store.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from grutto.store.lock import Waiting


class Home:
    """A data folder.

    ```
    snapshots/ab/abcd…      bytes as received, named by their sha256
    extracts/<reader>/abcd… tables read from one snapshot, kept so that unchanged files are read once
    releases/<id>/          manifest.json, tables/*.parquet, import.json
    editions/<id>/          edition.json, what a report rested on, and content/<language>.json, what it said
    current                 the id of the release in use; replaced by one atomic rename
    lock                    held by who writes, with a note who that is
    ```
    """

    def __init__(self, path: Path | None = None, waiting: Waiting = lambda _holder, _seconds: None) -> None:
        """Open a data folder, made when first written to.

        Args:
            path: the folder; without it `GRUTTO_HOME`, else `grutto` in the user's data directory.
            waiting: called while another writes: who, and how many seconds it is waited for; it may raise to stop.
        """
        self._waiting = waiting
        given = path or (Path(os.environ["GRUTTO_HOME"]) if os.environ.get("GRUTTO_HOME") else None)
        self.path = (given or user_data_path("grutto")).expanduser().absolute()

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.path / "releases"

    @property
    def extracts(self) -> Path:
        """The folder of tables read from single snapshots."""
        return self.path / "extracts"

    @property
    def editions(self) -> Path:
        """The folder of edition records."""
        return self.path / "editions"

    def current(self) -> str:
        """Return the id of the release in use, empty if nothing was imported yet."""
        pointer = self.path / "current"
        return pointer.read_text("utf-8").strip() if pointer.exists() else ""

    def switch(self, release: str) -> None:
        """Make a release the current one, at once."""
        write_atomically(self.path / "current", f"{release}\n".encode())

    def snapshot_path(self, sha256: str) -> Path:
        """Return where the bytes with this digest are kept."""
        return self.path / "snapshots" / sha256[:2] / sha256

    def keep(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep bytes as received; return their sha256 and size. Keeping the same bytes again changes nothing."""
        return keep_by_digest(stream, self.path / "snapshots")

    def check_snapshot(self, sha256: str) -> None:
        """Raise `StoreError` unless the bytes of a snapshot are there and still have their digest."""
        path = self.snapshot_path(sha256)
        if not path.exists():
            raise StoreError(
                "A source file is missing from the data folder",
                where=str(path),
                repair="import the file again",
            )
        if sha256_of(path) != sha256:
            raise StoreError(
                "A source file was changed after it was received",
                where=str(path),
                repair="delete this file, then import the original again",
            )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the data folder for writing; a second writer waits. Readers are never held up.

        Raises:
            StoreError: a script without a main guard runs again in one of its own helper processes.
        """
        if getattr(current_process(), "_inheriting", False):
            raise StoreError(
                "A helper process, started by an import, runs the script that started it",
                where=str(self.path),
                repair='put what the script does under: if __name__ == "__main__":',
            )
        with locked(self.path / "lock", self._waiting):
            self._sweep()
            yield

    def staging(self) -> AbstractContextManager[Path]:
        """Give a folder to build in, aside from what readers see; it is removed unless it was given a name."""
        return folder_aside(self.path / "staging")

    def _sweep(self) -> None:
        """Remove what killed writers left behind."""
        for folder in (self.path, *self.path.glob("*"), *self.releases.glob("*"), *self.releases.glob("*/attribution")):
            sweep_asides(folder)
