"""Taking files in: each becomes a snapshot, the good ones make the next release, the rest is reported."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grutto.errors import GruttoError, InputError, StoreError
from grutto.message import Message, msg
from grutto.model.snapshot import Snapshot
from grutto.readers.iati import FLAVOURS
from grutto.readers.zips import ZipError, is_zip, unpack, xml_members
from grutto.sources import declarations_held, flow_of, recognise, source_named, sources
from grutto.store.files import write_atomically
from grutto.store.records import with_digest
from grutto.store.releases import import_path, read_release
from grutto.store.wording import of_system
from grutto.tables import tables_of
from grutto.tables.culprits import build_without_culprits
from grutto.tables.extract import TOGETHER, Extract, extracts, usable
from grutto.tables.reading import QUOTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from grutto.model.snapshot import Release
    from grutto.model.source import Source
    from grutto.store.home import Home
    from grutto.tables.culprits import Culprits
    from grutto.tables.extract import Outcome

FOLDER_SUFFIXES = {".xml", ".csv", ".tsv", ".zip", ".json", ".xlsx", ".xls", ".gz"}
"""Files that an import of a whole folder takes."""


class MovedError(StoreError):
    """Files were to be taken onto a release that is not the current one any more."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Args:
        name: the file.
        outcome: `new`, `changed`, `unchanged`, `same bytes` (as another file), `refused`, or `set aside` (its source is
            not declared any more).
        sha256: of its bytes.
        source: the data flow it was taken for.
        rows: table to rows read.
        activities: IATI activities read.
        rejected: IATI activities left out.
        error: what, where and repair, for a refused file.
        command: the same as the repair, for who works on the command line.
        lost: for a changed file, identifiers that the file before had and this one has not.
        shrank: for a changed file, its size in bytes before and now, if it lost half or more.
    """

    name: str
    outcome: str
    sha256: str = ""
    source: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    activities: int = 0
    rejected: int = 0
    error: tuple[str, str, str] = ("", "", "")
    command: str = ""
    lost: tuple[str, ...] = ()
    shrank: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import: one report a file, and the release that is current after it."""

    files: tuple[FileReport, ...]
    release: Release | None
    previous: str

    @property
    def refused(self) -> tuple[FileReport, ...]:
        """The files that were not taken."""
        return tuple(f for f in self.files if f.outcome == "refused")


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file on its way in.

    Args:
        path: how to open it.
        address: what the dataset is known by, where it came from as a rule.
        name: what people call it.
        source: the data flow it is said to be; empty is found out.
        licence: if it is told.
        got_from: where it was fetched, if that is not the address.
        member: name in the zip file that `path` is; empty if it is the file itself.
        sent: its publisher sent it: of copies of an activity that were changed at one time, that sent last counts.
    """

    path: Path
    address: str
    name: str
    source: str = ""
    licence: str = ""
    got_from: str = ""
    member: str = ""
    sent: bool = False


def incoming_files(paths: Iterable[Path], source: str = "") -> list[IncomingFile]:
    """Return the files that paths stand for; a folder stands for its XML, CSV, JSON, XLSX and zip files, at any depth.

    Raises:
        InputError: a path does not exist, or a folder holds no such file.
    """
    found: dict[str, IncomingFile] = {}
    for path in paths:
        if not path.exists():
            raise InputError("There is no such file or folder", where=path, repair="check the path")
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in FOLDER_SUFFIXES)
        if not inside:
            raise InputError(
                "This folder holds no XML, CSV, JSON, XLSX or zip file",
                where=path,
                repair="name a folder that does, or a file",
            )
        for file in inside:
            name = file.name if path.is_file() else file.relative_to(path).as_posix()
            address = file.resolve().as_uri()
            for one in members(IncomingFile(file, address, name, source)):
                found[one.address] = one
    return list(found.values())


def members(file: IncomingFile) -> list[IncomingFile]:
    """Return the XML files in a zip file, each a dataset of its own; any other file as it is."""
    try:
        names = xml_members(file.path) if is_zip(file.path) else []
    except ZipError:
        names = []
    return [_member(file, name) for name in names] or [file]


def _member(file: IncomingFile, member: str) -> IncomingFile:
    return replace(file, address=f"{file.address}#{member}", name=f"{file.name}/{member}", member=member)


@contextmanager
def _opened(home: Home, file: IncomingFile) -> Iterator[Path]:
    """Give the path of a file; one in a zip file is unpacked, within bounds.

    Raises:
        InputError: it cannot be unpacked.
    """
    if not file.member:
        yield file.path
        return
    with home.staging() as folder:
        try:
            unpack(file.path, file.member, folder / "member")
        except ZipError as error:
            bomb = msg("This file in a zip file grows beyond all bounds when unpacked")
            raise InputError(
                bomb if error.fault == "bomb" else msg("This file in a zip file is damaged"),
                where=file.name,
                repair="ask the publisher for the file itself",
            ) from error
        yield folder / "member"


def kept_files(home: Home) -> dict[str, str]:
    """Return the files of the current release: address to sha256."""
    return {key: snapshot.sha256 for key, snapshot in current_lock(home).items()}


def refused(name: str, error: tuple[str, str, str]) -> FileReport:
    """Return the report of a file that could not be had: what, where, repair."""
    return FileReport(name, "refused", error=error)


@declarations_held()
def take_in(
    home: Home,
    files: Iterable[IncomingFile],
    progress: Callable[[str], None] = lambda _name: None,
    failed: Iterable[FileReport] = (),
    onto: str | None = None,
) -> ImportReport:
    """Take files in and publish the next release; a file that cannot be used leaves the last good one in place.

    Args:
        home: the data folder.
        files: what to take in.
        progress: called with the name of each file before it is read, and with an empty one before building.
        failed: reports of files that could not be had, to be told with the others.
        onto: the release that must still be the current one, empty for none; without it any will do.

    Raises:
        MovedError: another release is the current one.
    """
    with home.writing():
        if onto is not None and home.current() != onto:
            raise MovedError("The release has moved on", where=home.current(), repair="look again at what would change")
        previous, lock = home.current(), current_lock(home)
        reports, before = [*failed, *_set_aside(lock)], dict(lock)
        waiting: list[_ReceivedFile] = []
        for file in files:
            progress(file.name)
            waiting.append(_receive(home, file))
            if sum(one.size for one in waiting) >= TOGETHER:
                reports += _reports(home, waiting, lock)
                waiting = []
        reports += _reports(home, waiting, lock)
        progress("")
        release, without = build_without_culprits(home, before, lock)
        report = ImportReport(tuple(_put_aside(reports, without)), release, previous)
        if release and not import_path(home, release.id).exists():
            _record(home, report)
        return report


def _put_aside(reports: list[FileReport], without: Culprits) -> Iterator[FileReport]:
    """Yield reports, those of files without which the release was built as refused."""
    for report in reports:
        error = without.get(report.sha256)
        if error and report.outcome in {"new", "changed"}:
            parts = (error.what, error.where or report.name, error.repair)
            yield replace(report, outcome="refused", error=parts, command=error.command)
        else:
            yield report


def _set_aside(lock: dict[str, Snapshot]) -> list[FileReport]:
    """Take the files out of the lock whose source is not declared any more, and report them."""
    gone = {address: snapshot for address, snapshot in lock.items() if snapshot.source not in sources()}
    for address in gone:
        del lock[address]
    repair = msg("put the source back and import the file again; the releases before keep it")
    return [
        FileReport(
            s.name,
            "set aside",
            s.sha256,
            s.source,
            error=(Message("There is no source “{name}”", name=s.source), s.name, repair),
        )
        for s in gone.values()
    ]


def current_lock(home: Home) -> dict[str, Snapshot]:
    """Return the files of the current release by address; earlier files kept for their values by address and number.

    It is empty before the first import.

    Raises:
        StoreError: the pointer to the current release, or that release, is lost or damaged.
    """
    if not home.current():
        return {}
    release = read_release(home)
    lock: dict[str, Snapshot] = {}
    for snapshot in sorted(release.snapshots, key=lambda s: -s.vintage):
        known = snapshot.address in lock
        lock[f"{snapshot.address}#{snapshot.vintage}" if known else snapshot.address] = snapshot
    return lock


def _arrival(lock: dict[str, Snapshot], source: Source, file: IncomingFile) -> int:
    """Return the number that the next file of a data flow has; what publishers send comes after all else."""
    if not (source.observations or source.reader == QUOTES or file.sent):
        return 0
    return 1 + max((s.arrival for s in lock.values() if flow_of(s.source) == source.flow), default=int(file.sent))


def _replace(lock: dict[str, Snapshot], snapshot: Snapshot, *, keep: bool) -> None:
    """Put a file in the lock; where revisions are kept, the one it replaces stays beside it as superseded."""
    before = lock.get(snapshot.address)
    if keep and before:
        for key in [k for k, s in lock.items() if s.sha256 == snapshot.sha256]:
            del lock[key]
        lock[f"{before.address}#{before.vintage}"] = before
        snapshot = replace(snapshot, vintage=before.vintage + 1)
    lock[snapshot.address] = snapshot


@dataclass(frozen=True, slots=True)
class _ReceivedFile:
    """A file of which the bytes are kept.

    Args:
        file: as it came.
        snapshot: what is kept; none if it cannot be used.
        error: why it cannot.
        sha256: of its bytes, if they were kept.
    """

    file: IncomingFile
    snapshot: Snapshot | None = None
    error: BaseException | None = None
    sha256: str = ""

    @property
    def size(self) -> int:
        """Return its bytes that are to be read."""
        return self.snapshot.size if self.snapshot else 0


def _receive(home: Home, file: IncomingFile) -> _ReceivedFile:
    """Keep the bytes of a file."""
    sha256 = ""
    try:
        with _opened(home, file) as path:
            source = source_named(file.source) if file.source else recognise(path, file.name)
            with path.open("rb") as stream:
                sha256, size = home.keep(stream)
    except (StoreError, KeyboardInterrupt, SystemExit):
        raise  # of the data folder or of who stops it, not of the file
    except BaseException as error:
        return _ReceivedFile(file, error=error, sha256=sha256)
    citation = f"{source.citation}; {file.got_from}" if file.got_from else source.citation
    licence, now = file.licence or source.licence, datetime.now(UTC)
    snapshot = Snapshot(sha256, source.name, file.address, file.name, now, size, licence, citation)
    return _ReceivedFile(file, snapshot, sha256=sha256)


def take(home: Home, file: IncomingFile, lock: dict[str, Snapshot]) -> FileReport:
    """Take one file in: the lock (see `current_lock`) changes only if the whole file can be used."""
    (report,) = _reports(home, [_receive(home, file)], lock)
    return report


def _reports(home: Home, arrivals: list[_ReceivedFile], lock: dict[str, Snapshot]) -> Iterator[FileReport]:
    """Read files, and take them in one after another."""
    now = [one.snapshot for one in arrivals if one.snapshot]
    before = [lock[s.address] for s in now if s.address in lock]
    outcomes = extracts(home, [*now, *before])
    found, in_turn = dict(zip((s.sha256 for s in (*now, *before)), outcomes, strict=True)), iter(outcomes)
    held = {s.sha256 for s in lock.values()}
    for one in arrivals:
        outcome = next(in_turn) if one.snapshot else one.error
        if one.snapshot and isinstance(outcome, Extract):
            yield _report_of(one.file, one.snapshot, found, lock, held)
            held.add(one.sha256)
        elif isinstance(outcome, BaseException):
            yield FileReport(
                one.file.name,
                "refused",
                one.sha256,
                one.file.source,
                error=_error_parts(outcome, one.file),
                command=outcome.command if isinstance(outcome, GruttoError) else "",
            )


def _report_of(
    file: IncomingFile, snapshot: Snapshot, found: dict[str, Outcome], lock: dict[str, Snapshot], held: set[str]
) -> FileReport:
    """Take in a file that was read.

    Args:
        file: as it came.
        snapshot: what was kept of it.
        found: what was read of each file, and of those that were there before, by sha256.
        lock: the files of the next release.
        held: the sha256 of all that were ever in it.
    """
    outcome, own = _outcome(snapshot, lock, held), usable(found[snapshot.sha256])
    report = FileReport(file.name, outcome, snapshot.sha256, snapshot.source, own.rows, own.activities, own.rejected)
    if outcome == "changed":
        before = lock[snapshot.address]
        lost = identifiers_of(before, usable(found[before.sha256])) - identifiers_of(snapshot, own)
        shrank = (before.size, snapshot.size) if snapshot.size * 2 <= before.size else None
        report = replace(report, lost=tuple(sorted(lost)), shrank=shrank)
    if outcome in {"new", "changed"}:
        source = source_named(snapshot.source)
        arrived = replace(snapshot, arrival=_arrival(lock, source, file))
        _replace(lock, arrived, keep=source.revisions)
    return report


def identifiers_of(snapshot: Snapshot, extracted: Extract) -> set[str]:
    """Return the identifiers of the IATI records in a file."""
    reader = source_named(snapshot.source).reader
    if reader not in FLAVOURS:
        return set()
    flavour = FLAVOURS[reader]
    key = tables_of(reader)[flavour.table].column[1].name
    return set(extracted.table(flavour.table)[key].unique().to_pylist())


def _outcome(snapshot: Snapshot, lock: dict[str, Snapshot], held: set[str]) -> str:
    before, sha256 = lock.get(snapshot.address), snapshot.sha256
    if before and before.sha256 == sha256:
        return "unchanged"
    if sha256 in held and any(s.sha256 == sha256 for s in lock.values() if s.address != snapshot.address):
        return "same bytes"
    return "changed" if before else "new"


MAY_READ = msg("see that you may read it")
REPORT = msg("look whether the file is what it should be; if it is, report this, with the file")


def _error_parts(error: BaseException, file: IncomingFile) -> tuple[str, str, str]:
    if isinstance(error, GruttoError):
        return error.what, error.where or file.name, error.repair
    if isinstance(error, OSError):
        return Message("This file cannot be read: {because}", because=of_system(error)), file.name, MAY_READ
    what = Message("This file cannot be read: {detail}", detail=f"{type(error).__name__}: {str(error)[:200]}")
    return what, file.name, REPORT


def _record(home: Home, report: ImportReport) -> None:
    """Keep the import report beside the release that it made."""
    if report.release is None:
        raise StoreError("There is no release to keep the import report with")
    content = {"previous": report.previous, "files": [asdict(f) for f in report.files]}
    write_atomically(import_path(home, report.release.id), with_digest(content))
