"""Records of the data folder as they are read back: data of whoever wrote them, taken if they are as they should be."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grutto.errors import StoreError
from grutto.store.wording import of_content, of_system

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 256 << 20
"""Bytes of a record: a manifest of ten thousand files has 5 MB, an edition of ten thousand figures 20 MB."""

DIGEST = "sha256"
"""First key of a record that has a digest over all others."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{16}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def is_sha256(text: object) -> bool:
    """Tell whether a text is a sha256: 64 hexadecimal digits, and so no path."""
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def is_id(text: object) -> bool:
    """Tell whether a text is the id of a release or edition: 16 hexadecimal digits, and so no path."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def is_table_name(text: object) -> bool:
    """Tell whether a text can be the name of a table: a word, and so no path."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def is_place(text: str) -> bool:
    """Tell whether a text names a file or folder inside another: no part of it leads out of that."""
    plain = not set(text) & set("\\\0:")
    return plain and bool(text) and not text.startswith("/") and ".." not in PurePosixPath(text).parts


def read_json(path: Path, repair: str, command: str = "") -> Any:
    """Return what a JSON file holds.

    Args:
        path: the file.
        repair: what to do where it cannot be read.
        command: likewise, on the command line.

    Raises:
        StoreError: it is missing, too large, cut, or no JSON.
    """
    return _parsed(_content(path, repair, command), path, repair, command)


def read_digested(path: Path, repair: str, command: str = "") -> dict[str, Any]:
    """Return what a record holds that has a digest of itself, without that.

    Raises:
        StoreError: as `read_json`; it was changed after it was written.
    """
    content = _content(path, repair, command)
    tree = _parsed(content, path, repair, command)
    if not isinstance(tree, dict) or not has_own_digest(content):
        raise StoreError("A record was changed after it was written", where=path, repair=repair, command=command)
    return {name: part for name, part in tree.items() if name != DIGEST}


def with_digest(tree: dict[str, Any]) -> bytes:
    """Return a record as JSON, UTF-8, with a digest of all other lines first; the same record gives the same bytes."""
    digest = hashlib.sha256(json_bytes(tree)).hexdigest()
    return json_bytes({DIGEST: digest} | tree)


def has_own_digest(content: bytes) -> bool:
    """Tell whether a record begins with the digest of all its other lines, to the byte."""
    brace, line, rest = (*content.split(b"\n", 2), b"", b"")[:3]
    digest = hashlib.sha256(brace + b"\n" + rest).hexdigest()
    return brace == b"{" and line == f' "{DIGEST}": "{digest}",'.encode()


def json_bytes(content: Any) -> bytes:
    """Return the bytes of a JSON file; the same content gives the same."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _content(path: Path, repair: str, command: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise StoreError(
                "This record is too large: {size} bytes, {largest} at most",
                where=path,
                repair=repair,
                command=command,
                size=size,
                largest=LARGEST,
            )
        return path.read_bytes()
    except OSError as error:
        raise StoreError(
            "A record cannot be read: {strerror}",
            where=path,
            repair=repair,
            command=command,
            strerror=of_system(error),
        ) from error


def _parsed(content: bytes, path: Path, repair: str, command: str) -> Any:
    try:
        return json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise StoreError(
            "A record is damaged: {detail}", where=path, repair=repair, command=command, detail=of_content(error)
        ) from error
