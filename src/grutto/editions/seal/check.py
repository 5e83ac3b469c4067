"""Checking a package from itself alone: its seal, its files, then every figure from the sources in it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grutto.editions.record import FILE, read_record
from grutto.editions.seal.manifest import Manifest, SealedFile, figure_leaves, read_manifest
from grutto.editions.seal.package import NAMESPACE, RELEASE, SOURCES
from grutto.editions.seal.proof import check_proof
from grutto.editions.seal.signature import signer_of
from grutto.editions.seal.signers import read_signers
from grutto.editions.seal.stamp import STAMP, stamped_at
from grutto.editions.seal.state import STATES, SignedStatement, is_statement, signed_statements
from grutto.editions.seal.tree import root
from grutto.editions.sealed_file import FOLDER, NAME, is_package, is_proof
from grutto.editions.verify import MISSING, NOT_KEPT, verify
from grutto.errors import SealError
from grutto.message import Message, fault_at, forms, msg
from grutto.store.files import sha256_of, write_atomically
from grutto.store.home import Home
from grutto.store.records import is_id
from grutto.store.wording import of_content
from grutto.store.zip_bounds import DAMAGE, zip_at
from grutto.tables.repair import repair

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from grutto.editions.seal.proof import ProvenFigure
    from grutto.editions.seal.signers import Signers
    from grutto.model.edition import Edition

MOST_BYTES = 4 * 1024**3
MOST_FILES = 20_000
DENSEST, SMALL = 200, 100 << 20
"""How many times its own size a zip may unpack to, if that is more than a hundred megabytes; a report takes ten."""

SIGNED = forms(
    "{count} of the two people who must sign has signed", "{count} of the two people who must sign have signed"
)


@dataclass(frozen=True, slots=True)
class Trust:
    """What the checker brings along; none of it may come from the package.

    Args:
        signers: who may sign; without it no signature can be checked.
        authority: certificates of the time-stamping authority, PEM.
        now: when it is checked.
    """

    signers: Signers | None = None
    authority: bytes = b""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def read_trust(signers: Path | None, revoked: Path | None = None, authority: Path | None = None) -> Trust:
    """Return what the files hold that a checker brings along: signers, keys that count no more, certificates.

    Raises:
        SealError: keys that count no more without the list of signers, which says whose they are.
    """
    if revoked and not signers:
        raise SealError(
            "Keys that count no more are compared with the list of signers",
            where=revoked,
            repair="give both",
            command="--signers FILE",
        )
    return Trust(read_signers(signers, revoked) if signers else None, authority.read_bytes() if authority else b"")


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a check of a package found.

    Attributes:
        manifest: of the package.
        signed_by: names of the people whose signatures hold.
        stamped_at: when an authority saw the manifest, if that is proven.
        faults: what does not hold, each with its place; none means that the package holds.
        notes: what could not be told, and why.
        figures: number of figures computed again.
        stated: what became of the edition since, by statements whose signatures hold, in order.
    """

    manifest: Manifest
    signed_by: tuple[str, ...]
    stamped_at: datetime | None
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    figures: int
    stated: tuple[SignedStatement, ...] = ()

    @property
    def state(self) -> str:
        """How far the edition is: frozen, signed, sealed, published, superseded or withdrawn, as far as was shown."""
        if self.stated:
            return self.stated[-1].statement.state
        return ("frozen", "signed", "sealed")[min(len(self.signed_by), 2)]

    @property
    def sealed(self) -> bool:
        """Two people signed, and nothing is wrong."""
        return len(self.signed_by) >= 2 and not self.faults


def check_sealed(path: Path, trust: Trust, printed: str = "") -> SealReport | ProvenFigure:
    """Return what a check of a package, or of the proof of a figure, found.

    Args:
        path: anything.
        trust: list of signers and certificates, from elsewhere.
        printed: the digits at the foot of the letter, for the proof of a figure.

    Raises:
        SealError: see `check_package` and `check_proof`; it is neither.
    """
    if is_package(path):
        return check_package(path, trust)
    if is_proof(path):
        return check_proof(path.read_bytes(), trust, printed)
    raise SealError(
        "This is no sealed package and no proof of a figure",
        where=path,
        repair="get it again: a package has {manifest}",
        manifest=f"{FOLDER}/{NAME}",
    )


def check_package(path: Path, trust: Trust, *, replay: bool = True) -> SealReport:
    """Check a package without a network and without a data folder.

    Args:
        path: a folder, or its zip.
        trust: list of signers and certificates, from elsewhere.
        replay: compute every figure again from the sources in the package.

    Raises:
        SealError: it is no package, its zip leads outside or is too large, or its manifest cannot be read.
    """
    with _opened(path) as folder:
        data = _read(folder / FOLDER / NAME)
        manifest = read_manifest(data)
        notes: list[str] = []
        at, faults = _stamp(folder, data, trust, notes)
        signed, unsigned = _signatures(folder, data, trust, at, notes)
        stated, wrong = _stated(folder, trust, notes)
        faults += unsigned + wrong + _dates(manifest, trust, at) + _files(folder, manifest)
        figures = 0
        if not faults and replay:
            figures, differences = _replayed(folder, manifest, notes)
            faults += differences
        return SealReport(
            manifest, tuple(signed), at, tuple(faults), tuple(dict.fromkeys(notes)), figures, tuple(stated)
        )


@contextmanager
def _opened(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory() as place:
        _unpack(path, Path(place))
        yield Path(place)


def _unpack(path: Path, place: Path) -> None:
    """Unpack a zip: plain files at paths inside only, each once, not more than a package can hold."""
    try:
        with zip_at(path) as archive:
            members = archive.infolist()
            _require_package(members, path)
            for one in members:
                target = place / one.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(one) as source, target.open("xb") as out:
                    shutil.copyfileobj(source, out)
    except DAMAGE as error:
        raise SealError(
            "The zip cannot be unpacked: {detail}", where=path, repair="get it again", detail=of_content(error)
        ) from error


def _require_package(members: list[zipfile.ZipInfo], path: Path) -> None:
    total = sum(one.file_size for one in members)
    if total > max(DENSEST * path.stat().st_size, SMALL):
        raise SealError("The zip would unpack to {total} bytes, which is no package", where=path, total=f"{total:,}")
    twice = [name for name, number in Counter(one.filename for one in members).items() if number > 1]
    if twice or len(members) > MOST_FILES or total > MOST_BYTES:
        raise SealError("The zip is no package: it names a file twice, or is too large", where=path)
    for one in members:
        _require_plain(one, path)


def _require_plain(one: zipfile.ZipInfo, path: Path) -> None:
    name = PurePosixPath(one.filename)
    link = (one.external_attr >> 16) & 0o170000 == 0o120000
    if name.is_absolute() or ".." in name.parts or "\\" in one.filename or one.is_dir() or link:
        raise SealError(
            "The zip holds a path that leads outside, or a link: “{filename}”", where=path, filename=one.filename
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealError("A part of the seal is missing", where=path.name, repair="get the package again") from error


def _stamp(folder: Path, data: bytes, trust: Trust, notes: list[str]) -> tuple[datetime | None, list[str]]:
    """Return when an authority saw the manifest, if that is shown, and what does not hold of its stamp."""
    path = folder / FOLDER / STAMP
    if not path.is_file():
        notes.append(msg("there is no time stamp: when it was signed rests on the signers' word"))
    elif not trust.authority:
        notes.append(msg("the time stamp was not checked: give the certificates of its authority"))
    else:
        try:
            return stamped_at(data, path.read_bytes(), trust.authority), []
        except SealError as error:
            return None, [fault_at(f"{FOLDER}/{STAMP}", error.what)]
    return None, []


def _signatures(
    folder: Path, data: bytes, trust: Trust, at: datetime | None, notes: list[str]
) -> tuple[list[str], list[str]]:
    """Return who signed, and which signatures do not hold."""
    paths = sorted((folder / FOLDER).glob("*.sig"))
    if trust.signers is None:
        notes.append(msg("no signature was checked: give the list of signers; a key inside the package proves nothing"))
        return [], []
    signed: list[str] = []
    faults: list[str] = []
    for path in paths:
        try:
            signed.append(signer_of(data, path.read_bytes(), NAMESPACE, trust.signers, at or trust.now).name)
        except SealError as error:
            faults.append(fault_at(f"{FOLDER}/{path.name}", error.what))
    people = sorted(set(signed))
    if len(people) < 2:
        faults.append(fault_at(FOLDER, Message(*SIGNED, count=len(people))))
    return people, faults


def _stated(folder: Path, trust: Trust, notes: list[str]) -> tuple[list[SignedStatement], list[str]]:
    """Return what became of the edition since it was sealed, and which statements do not hold."""
    if trust.signers is None:
        if (folder / FOLDER / STATES).is_dir():
            notes.append(Message("{folder}: what became of the edition was not checked", folder=f"{FOLDER}/{STATES}"))
        return [], []
    stated, faults = signed_statements(folder, trust.signers, trust.now)
    notes.append(msg("what came after this package was packed is not in it: ask its publisher for the newest one"))
    return stated, faults


def _dates(manifest: Manifest, trust: Trust, at: datetime | None) -> list[str]:
    """Return what does not go together: a clock before the stamp or the day claimed, a correction without reason."""
    today = f"{trust.now:%Y-%m-%d}"
    faults: list[str] = []
    since = max(f"{at:%Y-%m-%d}" if at else "", manifest.claimed_at)
    if today < since:
        early = Message(
            "it is of {since}, and this machine's clock says {today}: set the clock, or ask why",
            since=since,
            today=today,
        )
        faults.append(fault_at(f"{FOLDER}/{NAME}", early))
    if bool(manifest.supersedes) != bool(manifest.reason):
        faults.append(fault_at(f"{FOLDER}/{NAME}", Message("a correction names the edition it corrects, and why")))
    return faults


def _files(folder: Path, manifest: Manifest) -> list[str]:
    """Compare every file with the manifest: missing, changed, or not in it."""
    faults = [fault for one in manifest.files if (fault := file_fault(folder, one))]
    named = {one.path for one in manifest.files}
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()}
    faults += [fault_at(name, Message("the file is not sealed")) for name in sorted(here - named) if not _of_seal(name)]
    for source in manifest.sources:
        if source.public == "yes" and f"{SOURCES}/{source.sha256}" not in named:
            faults.append(fault_at(f"{SOURCES}/{source.sha256}", Message("the source is not in the package")))
    return faults


def file_fault(folder: Path, one: SealedFile) -> str:
    """Return what is wrong with a sealed file; empty if it is as it was."""
    path = folder / one.path
    if not path.is_file() or path.is_symlink():
        return fault_at(one.path, MISSING)
    if str(path.stat().st_size) != one.bytes or sha256_of(path) != one.sha256:
        return fault_at(one.path, Message("the file was changed after it was sealed"))
    return ""


def _of_seal(name: str) -> bool:
    parts = PurePosixPath(name).parts
    beside = len(parts) == 2 and parts[0] == FOLDER
    return (beside and (parts[1] in {NAME, STAMP} or name.endswith(".sig"))) or is_statement(parts)


def _replayed(folder: Path, manifest: Manifest, notes: list[str]) -> tuple[int, list[str]]:
    """Build the release again from the sources in the package, and verify every edition in it."""
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place))
        edition = read_record(str(folder), home)
        tree = root(figure_leaves(edition.figures)).hex()
        if (tree, str(len(edition.figures))) != (manifest.figures.root, manifest.figures.count):
            return 0, [fault_at(FILE, Message("its figures are not those of the manifest"))]
        if any(source.public == "no" for source in manifest.sources):
            notes.append(msg("figures were not computed again: a source may not be passed on"))
            return 0, []
        _build_again(home, folder, edition)
        faults: list[str] = []
        for record in sorted(folder.rglob(FILE)):
            part = read_record(str(record.parent), home)
            found = verify(home, part, folder=record.parent, sources="none")  # built from them just now
            faults += [fault_at(record.relative_to(folder).as_posix(), one) for one in found.differences]
            notes += [note for note in found.notes if note != NOT_KEPT]
        return len(edition.figures), faults


def _build_again(home: Home, folder: Path, edition: Edition) -> None:
    if not is_id(edition.release):
        raise SealError("The record names no release", where=FILE)
    for path in (folder / SOURCES).iterdir():
        with path.open("rb") as stream:
            home.keep(stream)
    write_atomically(home.path / "manifests" / f"{edition.release}.json", (folder / RELEASE).read_bytes())
    for one in repair(home):
        if one.outcome in {"not mended", "built anew"}:
            raise SealError(
                "The release cannot be built again from the sources in the package by this version of Grutto",
                where=one.name,
                repair="check it with the version that the record names",
            )
