"""Data flows: one folder each, with address, licence, layout, assertions, a sample and the rows expected of it."""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.errors import InputError, UnknownNameError
from grutto.message import Message, msg
from grutto.model.source import Source
from grutto.store.codec import declared
from grutto.store.file_kind import OLD_OFFICE, ZIP, is_binary, is_web_page, other_kind, utf16_of
from grutto.store.home import Home
from grutto.store.workbook_bounds import WORKBOOK
from grutto.store.workbook_file import NAMES, is_workbook, unreadable_workbook, workbook_at
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO
    from zipfile import ZipFile

FOLDER = Path(__file__).parent
HEAD = 4096
OWN_KEPT = 256
"""How many declarations of the user's own stay parsed."""
GZIP = b"\x1f\x8b"
TEXTS = "xl/sharedStrings.xml"
"""The part with the texts of its cells; titles stand first."""


@dataclass(frozen=True, slots=True)
class SourceDeclarations:
    """The data flows as they were declared when they were read: values, and the digest of the bytes they came from.

    Args:
        own: those of the user's own folder, by name.
        bundled: those that come with the program, by name.
        own_sha256: digest of the bytes of the user's own; empty without any.
    """

    own: dict[str, Source]
    bundled: dict[str, Source]
    own_sha256: str


_held: ContextVar[SourceDeclarations | None] = ContextVar("declarations", default=None)


def source_declarations() -> SourceDeclarations:
    """Return what is declared: within `declarations_held` what it holds, else as it stands on disk now."""
    return _held.get() or _read()


@contextmanager
def declarations_held() -> Iterator[None]:
    """Hold to one reading of the declarations: all that a release is made with, and named by, is of that reading."""
    token = _held.set(source_declarations())
    try:
        yield
    finally:
        _held.reset(token)


def sources() -> dict[str, Source]:
    """Return all data flows by name: those of the user's own folder first, which may stand in for one of ours."""
    now = source_declarations()
    return now.own | {name: source for name, source in now.bundled.items() if name not in now.own}


def own_folder() -> Path:
    """Return the folder with the user's own sources: `GRUTTO_SOURCES`, else `sources` in the data folder."""
    return Path(os.environ.get("GRUTTO_SOURCES") or Home().path / "sources").expanduser().absolute()


def _read() -> SourceDeclarations:
    texts = {path: path.read_bytes() for path in sorted(own_folder().glob("*/*/source.toml"))}
    own = {_name(path, own_folder()): _parsed(path, _name(path, own_folder()), data) for path, data in texts.items()}
    digest = hashlib.sha256()
    for path, data in texts.items():
        digest.update(f"{_name(path, own_folder())}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return SourceDeclarations(own, _bundled(), digest.hexdigest() if texts else "")


def _name(path: Path, folder: Path) -> str:
    """Return the name of the data flow that a file declares."""
    return path.parent.relative_to(folder).as_posix()


@lru_cache(OWN_KEPT)
def _parsed(path: Path, name: str, data: bytes) -> Source:
    """Return a data flow from the bytes of its file; the same bytes are parsed once."""
    return declared(path, Source, data, name=name)


@cache
def _bundled() -> dict[str, Source]:
    """Return the data flows of the program, which is refused when its files change while it runs."""
    paths = sorted(FOLDER.glob("*/*/source.toml"))
    return {_name(path, FOLDER): declared(path, Source, name=_name(path, FOLDER)) for path in paths}


def _in_turn() -> list[Source]:
    """Return all data flows in the order in which a file is tried: the user's own, those of IATI, the others."""
    own = source_declarations().own
    return sorted(sources().values(), key=lambda s: (s.name not in own, not s.reader.startswith("iati")))


def source_named(name: str) -> Source:
    """Return a data flow by name.

    Raises:
        UnknownNameError: there is none of this name.
    """
    known = sources()
    if name not in known:
        raise UnknownNameError(
            "There is no source “{name}”", repair="one of: {listed}", name=name, listed=", ".join(known)
        )
    return known[name]


def flow_of(name: str) -> str:
    """Return the data flow of a source by its name; a source that is not declared any more is its own."""
    known = sources()
    return known[name].flow if name in known else name


EUROSTAT_SHEETS = "from [ESTAT]"
"""What a spreadsheet of Eurostat's data browser says of itself."""
BROWSE = msg("open it in a browser: it often says why")
SDMX = msg("take it from the data browser as SDMX-CSV or TSV")
KNOWN = msg("import IATI files or files of a known source (docs/reference/sources.md), or name its kind")


def recognise(path: Path, name: str = "") -> Source:
    """Return the data flow that a file belongs to, by its first characters, else by its name.

    Args:
        path: the file.
        name: what it is called in errors; its path if not given.

    Raises:
        InputError: no declared source looks like this.
    """
    where = name or path
    with path.open("rb") as stream:
        raw = stream.read(HEAD)
        stream.seek(0)
        head = _head(stream, path, name or path.name)
    known = _in_turn()
    for source in known:
        if re.search(source.recognise, head) and not (raw.startswith(GZIP) and source.reader.startswith("iati")):
            return source
    for source in known:
        if source.named and re.match(source.named, name or path.name) and not is_web_page(raw) and raw.strip():
            return source
    if str(where).lower().endswith(NAMES) and not is_workbook(path):
        raise unreadable_workbook(path, where)
    page, spreadsheet = is_web_page(raw), EUROSTAT_SHEETS in head
    raise InputError(
        _unknown_file_text(raw, head),
        where=where,
        repair=BROWSE if page else SDMX if spreadsheet else KNOWN,
        command="" if page or spreadsheet else "--source NAME",
    )


def _unknown_file_text(raw: bytes, head: str) -> Message:
    """Return what a file is that no source knows."""
    if sheets := re.findall(r'<sheet [^>]*name="([^"]*)"', head):
        return Message("This workbook is of no known kind; its sheets are: {listed}", listed=", ".join(sheets[:8]))
    if not raw.strip():
        return Message("This file is empty")
    if kind := msg("a web page") if is_web_page(raw) else other_kind(raw):
        return Message("This file is {kind}", kind=Message(kind))
    if raw.startswith(b"PK"):
        return Message("This zip file holds no file of a known kind")
    if is_binary(raw):
        return Message("This file is neither text nor a known kind of file")
    return Message("This file is of no known kind; it starts with “{start}”", start=" ".join(head[:60].split()))


def _head(stream: BinaryIO, path: Path, name: str) -> str:
    """Return the first characters of a file, of the first file in a zip, or of the list of sheets of a workbook."""
    start = stream.read(HEAD)
    if start.startswith(GZIP):
        try:
            start = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(start, HEAD)
        except zlib.error as error:
            raise InputError("This file is damaged", where=name, repair="fetch the file again") from error
    elif start.startswith(OLD_OFFICE):
        return _sheets(path, name)
    elif start.startswith(ZIP):
        try:
            with zip_at(path) as archive:
                members = archive.namelist()
                wanted = [WORKBOOK, TEXTS] if WORKBOOK in members else members[:1]
                start = b"".join(_start_of(archive, member) for member in wanted if member in members)
        except DAMAGE as error:
            if name.lower().endswith(NAMES):
                raise unreadable_workbook(path, name) from error
            raise InputError(
                "This zip file is damaged or cut off, or lists too many files",
                where=name,
                repair="copy or download it again",
            ) from error
    return start.decode(utf16_of(start) or "utf-8", errors="replace")


def _start_of(archive: ZipFile, member: str) -> bytes:
    """Return the first characters of a file in a zip."""
    with archive.open(member) as inner:
        return inner.read(HEAD)


def _sheets(path: Path, name: str) -> str:
    """Return the names of the sheets of an older workbook, written as in a newer one."""
    with workbook_at(path, name) as book:
        return "".join(f'<sheet name="{sheet}"/>' for sheet in book.sheet_names)
