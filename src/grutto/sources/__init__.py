"""Data flows: one folder each, with address, licence, layout, assertions, a sample and the rows expected of it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.errors import InputError, UnknownNameError
from grutto.model.source import Source
from grutto.store.declaration import declared

if TYPE_CHECKING:
    from typing import BinaryIO

FOLDER = Path(__file__).parent
HEAD = 4096
GZIP = b"\x1f\x8b"
WORKBOOK = "xl/workbook.xml"
"""The part of an XLSX file that names its sheets."""


@cache
def sources() -> dict[str, Source]:
    """Return all data flows by name."""
    found = {}
    for path in sorted(FOLDER.glob("*/*/source.toml")):
        name = path.parent.relative_to(FOLDER).as_posix()
        found[name] = declared(path, Source, name=name)
    return found


def source_named(name: str) -> Source:
    """Return a data flow by name.

    Raises:
        UnknownNameError: there is none of this name.
    """
    if name not in sources():
        raise UnknownNameError(f"There is no source “{name}”", repair=f"one of: {', '.join(sources())}")
    return sources()[name]


def recognise(path: Path) -> Source:
    """Return the data flow that a file belongs to, by its first characters.

    Raises:
        InputError: no declared source looks like this.
    """
    with path.open("rb") as stream:
        head = _head(stream, path.name)
    for source in sources().values():
        if re.search(source.recognise, head):
            return source
    start = " ".join(head[:60].split())
    raise InputError(
        f"This file is of no known kind; it starts with “{start}”",
        where=str(path),
        repair=f"import one of: {', '.join(s.title for s in sources().values())}; or name it with --source",
    )


def _head(stream: BinaryIO, name: str) -> str:
    """Return the first characters of a file, of the first file in a zip, or of the list of sheets of a workbook."""
    start = stream.read(HEAD)
    if start.startswith(GZIP):
        start = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(start, HEAD)
    elif start.startswith(b"PK\x03\x04"):
        stream.seek(0)
        try:
            with zipfile.ZipFile(io.BytesIO(stream.read())) as archive:
                first = WORKBOOK if WORKBOOK in archive.namelist() else archive.infolist()[0].filename
                with archive.open(first) as inner:
                    start = inner.read(HEAD)
        except (zipfile.BadZipFile, IndexError) as error:
            raise InputError(f"This zip file is damaged: {error}", where=name, repair="fetch the file again") from error
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return start.decode(encoding, errors="replace")
