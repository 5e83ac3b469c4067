"""Records of the data folder as they are read back: data of whoever wrote them, taken if they are as they should be."""

from __future__ import annotations

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
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StoreError(
            "A record cannot be read: {strerror}",
            where=path,
            repair=repair,
            command=command,
            strerror=of_system(error),
        ) from error
    except (ValueError, RecursionError) as error:
        raise StoreError(
            "A record is damaged: {detail}", where=path, repair=repair, command=command, detail=of_content(error)
        ) from error
