"""Writing files so that a crash at any moment leaves either the old or the new one."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 20


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


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in place at once: a reader sees the old content or the new, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    sync_file(aside)
    aside.replace(path)
    sync_folder(path.parent)


def write_json(path: Path, content: Any) -> None:
    """Put a JSON file in place at once; the same content gives the same bytes."""
    write_atomically(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def copy_aside(stream: BinaryIO, folder: Path) -> tuple[Path, str, int]:
    """Copy a stream to a file aside in a folder; return its path, sha256 and size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".incoming.{os.getpid()}"
    digest, size = hashlib.sha256(), 0
    with aside.open("wb") as out:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return aside, digest.hexdigest(), size


def publish_folder(staged: Path, final: Path) -> None:
    """Give a folder built aside its name at once; if that name is taken, the staged one is dropped."""
    for path in sorted(staged.rglob("*")):
        if path.is_file():
            sync_file(path)
        else:
            sync_folder(path)
    sync_folder(staged)
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():
        shutil.rmtree(staged)
        return
    staged.rename(final)
    sync_folder(final.parent)
