"""The manifest of an edition: the one small file that is signed, and that everything else follows from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

import rfc8785

from grutto.editions.seal.tree import leaf_digest, root
from grutto.editions.sealed_file import FOLDER, NAME
from grutto.errors import DeclarationError, SealError
from grutto.model.figure import Figure
from grutto.store.codec import CodecPlace, decode, encode
from grutto.store.files import sha256_of
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.model.edition import Edition


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file of the edition: its path, length in bytes and SHA-256."""

    path: str
    bytes: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SealedSource:
    """A source file that figures rest on: its SHA-256, licence, and whether it is in the package."""

    sha256: str
    licence: str
    public: Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class FigureTree:
    """The figures as a tree: how many, by which rule, and the digest that stands for all of them."""

    count: str
    root: str
    tree: Literal["rfc6962-sha256"] = "rfc6962-sha256"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed; numbers are texts, so that every language reads them alike.

    Args:
        edition: its id.
        series: editions that follow each other, such as "nl-2008/progress".
        year: reported on.
        files: every file of the edition, by path.
        figures: the tree over them.
        rests_on: release, framework, judgements, code, head of the log, head of the ledger of protected counts.
        sources: the files behind the release.
        open: what must be explained and is not; a manifest with any is never signed.
        supersedes: SHA-256 of the manifest that this one corrects.
        reason: why it does.
        previous: SHA-256 of the manifest before it in the series.
        claimed_at: the day its makers give; a claim, no proof.
        format: of this file.
    """

    edition: str
    series: str
    year: str
    files: tuple[SealedFile, ...]
    figures: FigureTree
    rests_on: dict[str, str]
    sources: tuple[SealedSource, ...] = ()
    open: tuple[str, ...] = ()
    supersedes: str = ""
    reason: str = ""
    previous: str = ""
    claimed_at: str = ""
    format: Literal["grutto-seal/1"] = "grutto-seal/1"

    def to_bytes(self) -> bytes:
        """Return the manifest in the one form that is signed (RFC 8785)."""
        tree: dict[str, Any] = {"format": self.format, **encode(self, Manifest)}
        tree["figures"]["tree"] = self.figures.tree
        return rfc8785.dumps(tree)

    @property
    def sha256(self) -> str:
        """The digest that editions after it name, and whose first sixteen digits stand at the foot of the letter."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def read_manifest(data: bytes) -> Manifest:
    """Return a manifest from its bytes.

    Raises:
        SealError: it is not a manifest, or not written in the one form that is signed.
    """
    try:
        manifest: Manifest = decode(rfc8785_loads(data), Manifest, CodecPlace(Path(NAME), ""))
        signed = manifest.to_bytes()
    except (ValueError, DeclarationError, RecursionError) as error:
        raise SealError("The manifest cannot be read: {detail}", where=NAME, detail=of_content(error)) from error
    if signed != data:
        raise SealError("The manifest is not written in the form that is signed (RFC 8785)", where=NAME)
    for one in manifest.files:
        _require_inside(one.path)
    return manifest


def rfc8785_loads(data: bytes) -> Any:
    """Return what JSON bytes hold; a name given twice is refused, for readers differ about which counts."""
    import json  # noqa: PLC0415 - the library above writes only

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name stands twice")
        return dict(pairs)

    return json.loads(data, object_pairs_hook=once)


def _require_inside(path: str) -> None:
    parts = PurePosixPath(path).parts
    if (
        not parts
        or path.startswith("/")
        or ".." in parts
        or "\\" in path
        or parts[0] == FOLDER
        or "/".join(parts) != path
    ):
        raise SealError("The manifest names a path that leads outside the edition: “{path}”", where=NAME, path=path)


def figure_record(figure: Figure) -> bytes:
    """Return a figure as the bytes of its leaf: canonical JSON, numbers as texts."""
    return rfc8785.dumps(_texts(encode(figure, Figure)))


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def figure_leaves(figures: Sequence[Figure]) -> list[bytes]:
    """Return the digests of the leaves of figures, in order of the register."""
    return [leaf_digest(figure_record(figure)) for figure in figures]


def manifest_of(folder: Path, edition: Edition, series: str, **further_fields: Any) -> Manifest:
    """Return the manifest of an edition as it stands in a folder.

    Args:
        folder: of the report; all its files but those of the seal are in the manifest, links are refused.
        edition: its record.
        series: which editions it follows.
        further_fields: further fields of `Manifest`.

    Raises:
        SealError: the folder holds a link.
    """
    files = tuple(sorted(_files(folder), key=lambda one: one.path.encode()))
    tree = FigureTree(str(len(edition.figures)), root(figure_leaves(edition.figures)).hex())
    rests_on = {
        "release": edition.release,
        "framework": edition.framework_sha256,
        "judgements": edition.judgements_sha256,
        "code": edition.code,
        **further_fields.pop("rests_on", {}),
    }
    return Manifest(edition.id, series, str(edition.year), files, tree, rests_on, open=edition.open, **further_fields)


def _files(folder: Path) -> list[SealedFile]:
    found = []
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise SealError("An edition holds no links", where=name, repair="put the file itself there")
        if path.is_file() and not name.startswith(f"{FOLDER}/"):
            found.append(SealedFile(name, str(path.stat().st_size), sha256_of(path)))
    return found
