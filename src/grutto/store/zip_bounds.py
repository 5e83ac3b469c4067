"""Bounds of zip files, looked at before one is opened: its list of members is read as a whole, a kilobyte each."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

LARGEST_LIST = 8 << 20
"""Bytes that the list of members may take: that of a hundred thousand files."""

DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    KeyError, IndexError, OverflowError,
)  # fmt: skip
"""What `zipfile` raises for files that are damaged, encrypted or packed in an unknown way."""

_TAIL = (1 << 16) + 22 + 20 + 56
"""Bytes at the end of a file in which its ends are looked for: a comment and three records."""


@contextmanager
def zip_at(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file, unless the list of its members, by what it tells of that at its end, is beyond bounds.

    Raises:
        zipfile.BadZipFile: the list is larger than `LARGEST_LIST`; for what else is wrong see `DAMAGE`.
    """
    with path.open("rb") as stream:
        _refuse_crowd(stream)
        with zipfile.ZipFile(stream) as archive:
            yield archive


def _refuse_crowd(stream: BinaryIO) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read(_TAIL)
    stream.seek(0)
    end = tail.rfind(b"PK\5\6")
    size_of_list = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if end >= 76 and tail[end - 20 : end - 16] == b"PK\6\7" and tail[end - 76 : end - 72] == b"PK\6\6":
        size_of_list = int.from_bytes(tail[end - 36 : end - 28], "little")
    if size_of_list > LARGEST_LIST and size_of_list <= size:
        raise zipfile.BadZipFile(f"its list of files takes {size_of_list:,} bytes")
