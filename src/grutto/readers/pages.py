"""Files of statistics as they lie in the store: one answer as received, packed or not, or a zip with several."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.errors import InputError
from grutto.message import Message
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 384 << 20
"""Bytes one packed answer may have; more is refused, lest a small file fill the machine."""
MOST_MEMBERS = 10_000
"""Files that one zip may hold."""
MOST_VALUES = 3_000_000
"""Values that one JSON answer may hold: each takes some hundred bytes once it is read."""
GZIP = b"\x1f\x8b"


class PageRecord(NamedTuple):
    """What one place of a file says: the place, its fields as text (nothing is an empty text), and of what day it is.

    The day is as the file writes it; empty if it tells none.
    """

    locator: str
    fields: dict[str, str]
    dated: str = ""


def pages(path: Path, file: str) -> Iterator[tuple[str, bytes]]:
    """Yield each answer of a file with the beginning of its locators: empty, or `page-0002.json, `.

    Raises:
        InputError: a damaged zip or gzip file, or one with an answer over `LARGEST`.
    """
    if not zipfile.is_zipfile(path):
        content = path.read_bytes()
        yield "", _unpacked(content, file) if content.startswith(GZIP) else content
        return
    try:
        with zip_at(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > MOST_MEMBERS:
                raise InputError(
                    "This zip holds more than {most_members} files",
                    where=file,
                    repair="pack fewer",
                    most_members=MOST_MEMBERS,
                )
            for member in members:
                yield f"{member.filename}, " if len(members) > 1 else "", _member(archive, member, file)
    except DAMAGE as error:
        raise InputError(
            "This zip is damaged, locked with a password or packed in an unknown way",
            where=file,
            repair="fetch it again, or pack it again without a password",
        ) from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> bytes:
    """Return what a member holds, whatever size it claims."""
    with archive.open(member) as packed:
        found = packed.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise InputError(
            "An answer in this zip is larger than {value} MiB",
            where=f"{file}, {member.filename}",
            repair="unpack it and import parts of it",
            value=LARGEST >> 20,
        )
    return found


def _unpacked(content: bytes, file: str) -> bytes:
    """Return what a gzip file holds."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            found = packed.read(LARGEST + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError("This gzip file is damaged", where=file, repair="fetch it again") from error
    if len(found) > LARGEST:
        raise InputError(
            "This gzip file holds more than {value} MiB",
            where=file,
            repair="unpack it and import parts of it",
            value=LARGEST >> 20,
        )
    return found


def read_json(content: bytes, where: str) -> Any:
    """Return the content of a JSON answer, numbers as exact decimals.

    Raises:
        InputError: it is a web page, XML, cut off, or no JSON at all.
    """
    start = content[:200].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if start.startswith("<"):
        kind = "a web page" if "html" in start.lower() else "XML"
        raise InputError(
            "JSON was expected, this is {kind}: “{listed}”",
            where=where,
            repair="fetch it again later; the last release is untouched",
            kind=kind,
            listed=" ".join(start.split())[:100],
        )
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise InputError(
            "This JSON holds more than {most_values} values",
            where=where,
            repair="ask for fewer years or places",
            most_values=MOST_VALUES,
        )
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except UnicodeDecodeError as error:
        raise InputError(
            "This JSON is not UTF-8: {reason}", where=where, repair="fetch it again", reason=error.reason
        ) from error
    except RecursionError as error:
        raise InputError("This JSON is nested far too deep", where=where, repair="fetch it again") from error
    except json.JSONDecodeError as error:
        cut = Message("the file ends too early") if error.pos >= len(error.doc.rstrip()) - 1 else error.msg
        raise InputError(
            "This JSON cannot be read: {cut}",
            where=Message(
                "{place}, line {lineno}, column {colno}", place=where, lineno=error.lineno, colno=error.colno
            ),
            repair="fetch it again; the last release is untouched",
            cut=cut,
        ) from error
