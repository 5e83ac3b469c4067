"""Writing files so that a crash at any moment leaves either the old or the new one, whoever else writes beside it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from grutto.errors import StoreError
from grutto.store.records import json_bytes
from grutto.store.wording import of_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedRandom
    from pathlib import Path

CHUNK = 1 << 20

ASIDE = ".aside"
"""How names end of files and folders that are being written; each is locked by its writer while that lives."""


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of(path: Path) -> str:
    """Return the sha256 of a file, or of the names and digests of the files in a folder."""
    if path.is_file():
        return sha256_of(path)
    lines = (f"{part.name} {sha256_of(part)}" for part in sorted(path.iterdir()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of a file survive a power cut."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


@contextmanager
def file_aside(folder: Path, name: str) -> Iterator[tuple[BufferedRandom, Path]]:
    """Give an empty file beside others to write to, with a name that no other writer has; it goes unless renamed.

    Raises:
        StoreError: the folder cannot be written to.
    """
    with writable(folder):
        make_folder(folder)
        handle, path = _locked(folder, name, _new_file)
    with os.fdopen(handle, "w+b") as stream:
        try:
            yield stream, path
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def folder_aside(place: Path) -> Iterator[Path]:
    """Give an empty folder to build in, with a name that no other has; it goes with all in it unless renamed.

    Raises:
        StoreError: the place cannot be written to.
    """
    with writable(place):
        make_folder(place)
        handle, path = _locked(place, "folder", _new_folder)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(handle)


def _locked(folder: Path, name: str, new: Callable[[Path], int]) -> tuple[int, Path]:
    """Return a new file or folder with its lock; one that was swept before it was locked is made again."""
    while True:
        path = folder / f".{name[:100]}.{secrets.token_hex(8)}{ASIDE}"
        handle = new(path)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, path
        os.close(handle)


def _new_file(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)


def _new_folder(path: Path) -> int:
    path.mkdir()
    return os.open(path, os.O_RDONLY)


def sweep_asides(folder: Path) -> None:
    """Remove what was being written in a folder when its writer was killed; what the living write stays."""
    for path in folder.glob(f".*{ASIDE}"):
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        except OSError:
            continue
        finally:
            os.close(handle)


@contextmanager
def writable(place: Path) -> Iterator[None]:
    """Turn what the system says of a place that cannot be written to into an error that tells what it needs."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            "This place cannot be written to: {value}",
            where=place,
            repair="make room on its disk and see that you may write there, or name another folder",
            value=of_system(error),
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; their names survive a power cut as the files in them do."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in place at once: a reader sees the old content or the new, never half of it.

    Raises:
        StoreError: the folder cannot be written to, or has no room.
    """
    with file_aside(path.parent, path.name) as (stream, aside), writable(path):
        stream.write(content)
        put_in_place(stream, aside, path, hashlib.sha256(content).hexdigest())


def put_in_place(stream: BufferedRandom, aside: Path, final: Path, sha256: str) -> None:
    """Give a file written aside its name, once its bytes are on the disk and read back as they were meant.

    Raises:
        StoreError: the file holds other bytes than were written.
    """
    stream.flush()
    os.fsync(stream.fileno())
    stream.seek(0)
    if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
        raise StoreError("The disk gives back other bytes than were written", where=final, repair="use a sound disk")
    aside.replace(final)
    sync_folder(final.parent)


def write_json(path: Path, content: Any) -> None:
    """Put a JSON file in place at once; the same content gives the same bytes."""
    write_atomically(path, json_bytes(content))


def keep_by_digest(stream: BinaryIO, folder: Path) -> tuple[str, int]:
    """Keep the bytes of a stream as `ab/abcd…`, named by their sha256; return that and their number.

    Raises:
        StoreError: the folder cannot be written to, or has no room.
    """
    digest, size = hashlib.sha256(), 0
    with file_aside(folder, "incoming") as (out, aside):
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            with writable(folder):
                out.write(chunk)
        name = digest.hexdigest()
        with writable(folder):
            make_folder(folder / name[:2])
            put_in_place(out, aside, folder / name[:2] / name, name)
    return name, size


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, at once and on the disk; a line before it that was cut off is ended.

    Raises:
        StoreError: the folder cannot be written to, or has no room.
    """
    with writable(path):
        make_folder(path.parent)
        with path.open("ab+") as stream:
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                line = line if stream.read(1) == b"\n" else f"\n{line}"
            stream.write(f"{line}\n".encode())
            stream.flush()
            os.fsync(stream.fileno())
        sync_folder(path.parent)


def publish_folder(staged: Path, final: Path) -> None:
    """Give a folder built aside its name at once; if that name is taken, the staged one is dropped.

    Raises:
        StoreError: the folder cannot be written to, or has no room.
    """
    with writable(final):
        _sync_all(staged)
        make_folder(final.parent)
        if final.exists():
            shutil.rmtree(staged)
            return
        staged.rename(final)
        sync_folder(final.parent)


def _sync_all(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sync_file(path)
        else:
            sync_folder(path)
    sync_folder(folder)


def fill_folder(staged: Path, final: Path) -> None:
    """Put files built aside in the place of those that are missing or differ, one by one; the others stay.

    Files of a folder that was built aside too go, if it has them not.

    Raises:
        StoreError: the folder cannot be written to, or has no room.
    """
    with writable(final):
        _sync_all(staged)
        for path in sorted(staged.rglob("*")):
            _fill(path, final / path.relative_to(staged))


def _fill(path: Path, final: Path) -> None:
    if path.is_dir():
        if final.exists() and not final.is_dir():
            final.unlink()
        make_folder(final)
        own = {inner.name for inner in path.iterdir()}
        for left in [inner for inner in final.iterdir() if inner.name not in own]:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    elif not final.is_file() or sha256_of(final) != sha256_of(path):
        if final.is_dir():
            shutil.rmtree(final)
        path.replace(final)
    sync_folder(final.parent)
