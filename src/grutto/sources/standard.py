"""The IATI standard, fetched from its maintainers and kept by content, in the layout that checks read."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from grutto.errors import FetchError
from grutto.message import Message, msg
from grutto.sources.fetch import fetched
from grutto.store.codec import declared
from grutto.store.files import digest_of, publish_folder, sha256_of, write_json
from grutto.store.records import is_id, read_json
from grutto.store.xml_parser import strict_parser
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.store.home import Home

NAME = "iati/standard"
DATA = Path(__file__).parent / "iati" / "standard" / "standard.toml"
LARGEST = 64 << 20
"""Bytes that one file of the standard may have."""
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = ("codelist", "code", "name_en", "name_fr", "withdrawn")


@dataclass(frozen=True, slots=True)
class StandardPart:
    """One zip file of the standard.

    Args:
        name: what it is.
        path: where, below the address.
        take: pattern of the files in it (below its first folder) to the folder they go to.
        optional: the standard can be used without it.
    """

    name: str
    path: str
    take: dict[str, str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class StandardSource:
    """Content of `standard.toml`."""

    title: str
    licence: str
    citation: str
    address: str
    part: tuple[StandardPart, ...]


@dataclass(frozen=True, slots=True)
class StandardDownload:
    """What became of fetching the standard.

    Args:
        folder: where it is, in the layout that checks read.
        changed: it is not what was there before.
        missing: optional parts that could not be had, with the reason.
    """

    folder: Path
    changed: bool
    missing: tuple[tuple[str, str], ...]


@cache
def standard_source() -> StandardSource:
    """Return where the standard comes from."""
    return declared(DATA, StandardSource)


def standard_folder(home: Home) -> Path | None:
    """Return the folder of the standard that was fetched last; none if it never was."""
    record = home.path / "standard" / "current.json"
    if not record.exists():
        return None
    content = read_json(record, msg("fetch the standard again"), "grutto fetch iati/standard")
    name = str(content.get("folder")) if isinstance(content, dict) else ""
    folder = home.path / "standard" / name
    return folder if is_id(name) and folder.is_dir() else None


def fetch_standard(
    home: Home, address: str = "", progress: Callable[[str], None] = lambda _name: None, wait: float = 1
) -> StandardDownload:
    """Fetch all parts, keep them as received, and put what is in them where checks find it.

    Args:
        home: the data folder, which is held for writing meanwhile.
        address: the address to use instead of the declared one.
        progress: called with the name of each part.
        wait: seconds before the second attempt.

    Raises:
        FetchError: a part that is needed could not be had, or is something else; what was there before stays.
    """
    before, missing, parts = standard_folder(home), [], dict[str, dict[str, str]]()
    with home.writing(), home.staging() as staged:
        for part in standard_source().part:
            progress(part.name)
            where = f"{(address or standard_source().address).rstrip('/')}/{part.path}"
            try:
                parts[part.name] = {"address": where, "sha256": _take(home, part, where, staged, wait)}
            except FetchError as error:
                if not part.optional:
                    raise
                missing.append((part.name, error.what))
        _write_codelists(staged / "codelists", staged / "codelists.csv")
        _require(staged)
        folder = home.path / "standard" / _digest(staged)
        publish_folder(staged, folder)
        record = {"folder": folder.name, "received": datetime.now(UTC).isoformat(), "parts": parts}
        write_json(home.path / "standard" / "current.json", record)
    return StandardDownload(folder, folder != before, tuple(missing))


def _take(home: Home, part: StandardPart, address: str, staged: Path, wait: float) -> str:
    """Keep one part as received, and unpack from it what is needed; return its sha256."""
    with fetched(address, wait=wait) as stream:
        sha256, _ = home.keep(stream)
    try:
        with zip_at(home.snapshot_path(sha256)) as archive:
            taken = [_unpack(archive, info, to, staged) for info, to in _wanted(archive, part)]
    except DAMAGE as error:
        raise _other(part, address, Message("it is no zip file, or a damaged one")) from error
    if not taken:
        raise _other(part, address, Message("it holds none of: {wanted}", wanted=", ".join(part.take)))
    return sha256


def _other(part: StandardPart, address: str, why: Message) -> FetchError:
    return FetchError(
        "Something else came than the {part} of the standard: {because}",
        where=address,
        repair="check the address, or try again later; what was fetched before is untouched",
        part=part.name,
        because=why,
    )


def _wanted(archive: zipfile.ZipFile, part: StandardPart) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    for info in archive.infolist():
        inner = PurePosixPath(*PurePosixPath(info.filename).parts[1:])
        for pattern, folder in part.take.items():
            if fnmatch(str(inner), pattern) and len(inner.parts) == len(PurePosixPath(pattern).parts):
                yield info, f"{folder}/{inner.name}"


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, to: str, staged: Path) -> Path:
    with archive.open(info) as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise zipfile.BadZipFile(info.filename)
    path = staged / to
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _require(staged: Path) -> None:
    """Raise `FetchError` unless the schemas can be read."""
    for path in sorted((staged / "schemas").glob("*/iati-*s-schema.xsd")):
        try:
            etree.XMLSchema(file=str(path))
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            where = path.relative_to(staged).as_posix()
            raise FetchError(
                "This schema cannot be read: {detail}",
                where=where,
                repair="try again later; nothing was changed",
                detail=str(error),
            ) from error


def _digest(staged: Path) -> str:
    files = sorted(p for p in staged.rglob("*") if p.is_file())
    lines = "\n".join(f"{p.relative_to(staged).as_posix()} {sha256_of(p)}" for p in files)
    summary = staged / "files.txt"
    summary.write_text(lines + "\n", "utf-8")
    return digest_of(summary)[:16]


def _write_codelists(folder: Path, to: Path) -> None:
    """Write all lists as one table; of a list that occurs twice, the one read last counts."""
    lists = {path.stem: list(_codes(path)) for path in sorted(folder.glob("*.xml"))}
    with to.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows((name, *row) for name, rows in lists.items() for row in rows)


def _codes(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, names in English and French, and the day of withdrawal (`True` if it is not given)."""
    try:
        root = etree.parse(io.BytesIO(path.read_bytes()), strict_parser()).getroot()
    except etree.XMLSyntaxError as error:
        raise FetchError(
            "This codelist cannot be read: {detail}",
            where=path.name,
            repair="try again later; nothing was changed",
            detail=str(error),
        ) from error
    for item in root.iter("codelist-item"):
        code = (item.findtext("code") or "").strip()
        withdrawn = item.get("withdrawal-date") or ("True" if item.get("status") == "withdrawn" else "")
        if code:
            yield code, _name(item, "en"), _name(item, "fr"), withdrawn


def _name(item: etree._Element, language: str) -> str:
    """Return the name of a code; lists before 2.01 have it without a narrative."""
    for narrative in item.iterfind("name/narrative"):
        if narrative.get(LANG, "en") == language:
            return (narrative.text or "").strip()
    return (item.findtext("name") or "").strip() if language == "en" else ""
