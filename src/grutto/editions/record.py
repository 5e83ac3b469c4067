"""The record of an edition (`edition.json`) and the content beside it: read by people, machines and auditors."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.content.reading import read_in
from grutto.content.stored import FILE as CONTENT
from grutto.content.stored import read_content
from grutto.errors import DeclarationError, InputError, UnknownNameError
from grutto.message import Message, fault_at, msg
from grutto.model.edition import Edition
from grutto.store.codec import CodecPlace, decode, encode, read_json
from grutto.store.files import write_atomically
from grutto.store.records import DIGEST, has_own_digest, is_id, is_place, is_sha256, with_digest
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.content.reading import Reading
    from grutto.content.stored import Content
    from grutto.model.figure import Figure
    from grutto.store.home import Home

FILE = "edition.json"
LATEST = "latest"
"""File of the data folder that holds the id of the edition made last."""
DERIVED = ("id", "adoptable")
"""Keys that the record has for its readers and that follow from the others."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """An edition as it was written, with the folder of its record and content.

    Args:
        edition: as its record says.
        folder: has `edition.json`, `content.json` and, if it was not read from a data folder, the pages.
    """

    edition: Edition
    folder: Path

    def content(self) -> Content:
        """Return what the edition says, in no language.

        Raises:
            DeclarationError: its content is missing or damaged.
            VerificationError: prose in it holds a digit.
        """
        return read_content(self.folder / CONTENT, self.edition.figures)

    def read_in(self, language: str = "") -> Reading:
        """Return what the edition says in a language, be it written in that or not; without one in its first.

        Raises:
            UnknownNameError: Grutto does not write this language.
            DeclarationError, VerificationError: as `content`.
        """
        return read_in(self.content(), self.edition.figures, language or self.edition.languages[0])

    def readings(self) -> dict[str, Reading]:
        """Return language to what the edition says, in each language that it is written in; raises as `content`."""
        content = self.content()
        return {code: read_in(content, self.edition.figures, code) for code in self.edition.languages}


def keep_record(edition: Edition, content: dict[str, bytes], home: Home) -> None:
    """Keep the record and the content of an edition in the data folder, where it is the latest one.

    Args:
        edition: with the digests of its files.
        content: file name to bytes.
        home: the data folder.
    """
    folder = home.editions / edition.id
    for name, data in (content | {FILE: record_json(edition)}).items():
        write_atomically(folder / name, data)
    write_atomically(home.editions / LATEST, f"{edition.id}\n".encode())


def record_json(edition: Edition) -> bytes:
    """Return the record of an edition as JSON, UTF-8, with the digest of all of it; one edition, the same bytes."""
    return with_digest(_record_of(edition))


def _record_of(edition: Edition) -> dict[str, Any]:
    tree: dict[str, Any] = encode(edition, Edition)
    return {name: getattr(edition, name) for name in DERIVED} | tree


def record_faults(folder: Path, edition: Edition) -> list[str]:
    """Return what in the record of a folder does not follow from the rest of it, each in one sentence.

    Args:
        folder: has the record.
        edition: as it was read from there.
    """
    tree, right = read_json(folder / FILE), _record_of(edition)
    wrong = [f"“{name}: {json.dumps(tree[name])}”" for name in DERIVED if name in tree and tree[name] != right[name]]
    faults: list[str] = [
        fault_at(FILE, Message("it says {field}, which does not follow from the rest of it", field=field))
        for field in wrong
    ]
    if not has_own_digest((folder / FILE).read_bytes()):
        faults.append(fault_at(FILE, Message("the record was changed after the edition was made")))
    return faults


def read_record(place: str, home: Home) -> Edition:
    """Return an edition by the path of its folder or record, by its id, or the latest one.

    Raises:
        UnknownNameError: there is no such edition.
        InputError: the file is not the record of an edition.
    """
    return kept_edition(place, home).edition


def kept_edition(place: str, home: Home) -> KeptEdition:
    """Return an edition with its folder, by the path of that or of its record, by its id, or the latest one.

    Raises:
        UnknownNameError: there is no such edition.
        InputError: the file is not the record of an edition.
    """
    path = _record_path(place, home)
    try:
        tree = read_json(path)
        own = {name: part for name, part in tree.items() if name not in {*DERIVED, DIGEST}}
        edition: Edition = decode(own, Edition, CodecPlace(path, ""))
        _require_data(edition, path)
        return KeptEdition(edition, path.parent)
    except (DeclarationError, AttributeError) as error:
        raise InputError(
            "This is not the record of an edition: {detail}",
            where=getattr(error, "where", str(path)),
            repair="make the report again",
            detail=of_content(error),
        ) from error


def report_folder(place: str) -> Path | None:
    """Return the folder of a report that is named by its folder or record; none of one that is named by its id."""
    path = Path(place) if place else None
    return path if path and path.is_dir() else path.parent if path and path.is_file() else None


def figure_named(figures: Sequence[Figure], name: str) -> Figure:
    """Return a figure of a register by its id or its number there.

    Raises:
        UnknownNameError: there is none; with the ids most like it.
    """
    if name.isdigit() and 0 < int(name) <= len(figures):
        return figures[int(name) - 1]
    known = {f.id: f for f in figures}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or list(known)[:3]
        raise UnknownNameError(
            "There is no figure “{name}” here",
            repair="its number, or an id such as: {near}",
            name=name,
            near=", ".join(near),
        )
    return known[name]


def _require_data(edition: Edition, path: Path) -> None:
    """Refuse a record whose names could be paths to elsewhere, or whose digests are none: who wrote it is not known."""
    files = edition.files | edition.beside | edition.inputs
    faults = [name for name in files if not is_place(name)]
    faults += [sha256 for sha256 in (*files.values(), *edition.rows_sha256.values()) if not is_sha256(sha256)]
    faults += [name for name in (edition.release, edition.previous) if name and not is_id(name)]
    faults += [code for code in edition.languages if not _LANGUAGE.fullmatch(code)]
    if faults or not edition.languages:
        raise DeclarationError(
            "“{name}” is no name, language or digest that a record can hold.",
            where=path,
            repair="make the report again",
            name="".join(faults[:1])[:80],
        )


def kept_ids(home: Home) -> list[str]:
    """Return the ids of the editions that the data folder keeps, in the order in which they were made."""
    paths = sorted(home.editions.glob(f"*/{FILE}"), key=lambda path: (path.stat().st_mtime_ns, path.parent.name))
    return [path.parent.name for path in paths]


def _record_path(place: str, home: Home) -> Path:
    own_path = Path(place)
    candidates = [home.editions / place / FILE, own_path / FILE, own_path] if place else [_latest(home)]
    for path in candidates:
        if path.is_file():
            return path
    raise UnknownNameError(
        msg("There is no edition “{place}”") if place else msg("There is no edition yet"),
        where=home.editions,
        repair="make a report first, or name its folder",
        command="grutto report FRAMEWORK YEAR",
        place=place,
    )


def _latest(home: Home) -> Path:
    """Return where the record of the latest edition stands; of a pointer that is damaged, that is nowhere."""
    pointer = home.editions / LATEST
    name = pointer.read_bytes()[:100].decode("ascii", "replace").strip() if pointer.is_file() else ""
    return home.editions / (name if is_id(name) else "none") / FILE
