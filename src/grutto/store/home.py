"""The data folder: snapshots, extracts, releases, editions, and which release is current."""

from __future__ import annotations

import os
from contextlib import contextmanager
from multiprocessing import current_process
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from platformdirs import user_data_path

from grutto.errors import StoreError
from grutto.message import Message
from grutto.store.files import (
    append_line,
    folder_aside,
    keep_by_digest,
    make_folder,
    sha256_of,
    sweep_asides,
    writable,
    write_atomically,
)
from grutto.store.lock import locked
from grutto.store.records import is_id, is_sha256
from grutto.store.wording import of_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from grutto.store.lock import WaitNotice


OWN = {"cache", "current", "editions", "lock", "releases", "snapshots", "staging", "standard", "web"}
"""Names of which a data folder has at least one, once anything was put there."""


class Home:
    """A data folder.

    ```
    snapshots/ab/abcd…      bytes as received, named by their sha256
    extracts/<reader>/abcd… tables read from one snapshot, kept so that unchanged files are read once; of a small file a
                            link to those that it shares with others
    releases/<id>/          manifest.json, tables/*.parquet, import.json
    manifests/<id>.json     the manifest once more, so that a release can be built again should its folder be lost
    editions/<id>/          edition.json, what a report rested on, and content/<language>.json, what it said
    current                 the id of the release in use; replaced by one atomic rename
    switches                the ids of the releases that were current, one a line, the last one last
    lock                    held by who writes, with a note who that is
    ```
    """

    def __init__(
        self, path: Path | None = None, waiting: WaitNotice = lambda _holder, _seconds: None, engine: str = ""
    ) -> None:
        """Open a data folder, made when first written to.

        Args:
            path: the folder; without it `GRUTTO_HOME`, else `grutto` in the user's data directory.
            waiting: called while another writes: who, and how many seconds it is waited for; it may raise to stop.
            engine: address of the distributed engine that is asked about releases, such as `sc://localhost:50051`;
                without it `GRUTTO_ENGINE`, else this process answers.
        """
        self.engine = engine or os.environ.get("GRUTTO_ENGINE", "")
        self.tables = os.environ.get("GRUTTO_TABLES", "").rstrip("/")
        """Address under which that engine finds the folder of releases, where it is not its path here."""
        self._waiting = waiting
        folder = path or (Path(os.environ["GRUTTO_HOME"]) if os.environ.get("GRUTTO_HOME") else None)
        self.path = (folder or user_data_path("grutto")).expanduser().absolute()

    def __reduce__(self) -> tuple[type[Home], tuple[Path]]:
        """Tell another process which folder it is; whom to tell of waiting stays here."""
        return Home, (self.path,)

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
        """Return the id of the release in use, empty if nothing was imported yet.

        Raises:
            StoreError: the pointer to it is lost or damaged.
        """
        pointer = self.path / "current"
        try:
            text = pointer.read_bytes()[:100].decode("ascii", "replace").strip()
        except FileNotFoundError:
            text = ""
            if not any(self.releases.glob("*/manifest.json")) and not self.switches():
                return ""
        except OSError as error:
            raise StoreError(
                "The data folder cannot be read: {strerror}", where=pointer, strerror=of_system(error)
            ) from error
        if not is_id(text):
            raise StoreError(
                "The pointer to the current release is lost or damaged",
                where=pointer,
                repair="mend it",
                command="grutto repair",
            )
        return text

    def switch(self, release: str) -> None:
        """Make a release the current one, at once."""
        if self.switches()[:1] != [release]:
            append_line(self.path / "switches", release)
        write_atomically(self.path / "current", f"{release}\n".encode())

    def switches(self) -> list[str]:
        """Return the ids of the releases that were made current, the last one first; lines cut off are left out."""
        path = self.path / "switches"
        lines = path.read_text("ascii", "replace").splitlines() if path.is_file() else []
        return [line for line in reversed(lines) if is_id(line)]

    def snapshot_path(self, sha256: str) -> Path:
        """Return where the bytes with this digest are kept.

        Raises:
            StoreError: it is no sha256, and so no name of a file here.
        """
        if not is_sha256(sha256):
            raise StoreError(
                "This is no sha256: “{sha256}”", where=self.path, repair="make the record again", sha256=sha256[:80]
            )
        return self.path / "snapshots" / sha256[:2] / sha256

    def keep(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep bytes as received; return their sha256 and size. Keeping the same bytes again changes nothing."""
        return keep_by_digest(stream, self.path / "snapshots")

    def check_snapshot(self, sha256: str, name: str = "") -> None:
        """Raise `StoreError` unless the bytes of a snapshot are there and still have their digest."""
        path = self.snapshot_path(sha256)
        named = f" “{name}”" if name else ""
        repair = Message("import the original file{named} again: it is put back in its place", named=named)
        try:
            whole = sha256_of(path) == sha256
        except OSError:
            raise StoreError(
                "A source file{named} is missing from the data folder", where=path, repair=repair, named=named
            ) from None
        if not whole:
            raise StoreError(
                "A source file{named} was changed after it was received", where=path, repair=repair, named=named
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
                where=self.path,
                repair='put what the script does under: if __name__ == "__main__":',
            )
        self.require_own()
        with locked(self.path / "lock", self._waiting):
            self._sweep()
            yield

    def cache(self, name: str) -> Path:
        """Return the folder of one kind of answers that are kept for a while, made if it is not there.

        Raises:
            StoreError: the data folder is somebody else's, or cannot be written to.
        """
        self.require_own()
        folder = self.path / "cache" / name
        with writable(folder):
            make_folder(folder)
        return folder

    def require_own(self) -> None:
        """Refuse a folder of somebody else's.

        Raises:
            StoreError: the folder holds other things and nothing of Grutto's.
        """
        try:
            names = {path.name for path in self.path.iterdir()}
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(
                "This is no data folder: {strerror}",
                where=self.path,
                repair="name an empty folder",
                strerror=of_system(error),
            ) from error
        if names - {"sources"} and not names & OWN:
            raise StoreError(
                "This folder holds other things than Grutto's", where=self.path, repair="name an empty folder"
            )

    def staging(self) -> AbstractContextManager[Path]:
        """Give a folder to build in, aside from what readers see; it is removed unless it was given a name."""
        return folder_aside(self.path / "staging")

    def _sweep(self) -> None:
        """Remove what killed writers left behind."""
        for folder in (self.path, *self.path.glob("*"), *self.releases.glob("*"), *self.releases.glob("*/attribution")):
            sweep_asides(folder)
