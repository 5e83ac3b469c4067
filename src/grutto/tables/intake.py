"""Taking files in: each becomes a snapshot, the good ones make the next release, the rest is reported."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grutto.errors import GruttoError, InputError, StoreError
from grutto.message import Message, msg
from grutto.model.figure import Selection
from grutto.model.finding import SEVERITIES
from grutto.model.snapshot import Snapshot
from grutto.readers.iati import FLAVOURS
from grutto.readers.zips import ZipError, is_zip, unpack, xml_members
from grutto.sources import flow_of, recognise, source_named, sources
from grutto.store.engine import DuckDBEngine
from grutto.store.files import write_json
from grutto.store.releases import read_release, table_paths
from grutto.tables import tables_of
from grutto.tables.culprits import build_without_culprits
from grutto.tables.extract import QUOTES, extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from grutto.model.snapshot import Release
    from grutto.model.source import Source
    from grutto.store.home import Home
    from grutto.tables.culprits import Culprits

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
class Incoming:
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


def incoming_files(paths: Iterable[Path], source: str = "") -> list[Incoming]:
    """Return the files that paths stand for; a folder stands for its XML, CSV, JSON, XLSX and zip files, at any depth.

    Raises:
        InputError: a path does not exist, or a folder holds no such file.
    """
    found: dict[str, Incoming] = {}
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
            for one in members(Incoming(file, address, name, source)):
                found[one.address] = one
    return list(found.values())


def members(file: Incoming) -> list[Incoming]:
    """Return the XML files in a zip file, each a dataset of its own; any other file as it is."""
    try:
        names = xml_members(file.path) if is_zip(file.path) else []
    except ZipError:
        names = []
    return [_member(file, name) for name in names] or [file]


def _member(file: Incoming, member: str) -> Incoming:
    return replace(file, address=f"{file.address}#{member}", name=f"{file.name}/{member}", member=member)


@contextmanager
def _opened(home: Home, file: Incoming) -> Iterator[Path]:
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


def take_in(
    home: Home,
    files: Iterable[Incoming],
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
        for file in files:
            progress(file.name)
            reports.append(take(home, file, lock))
        progress("")
        release, without = build_without_culprits(home, before, lock)
        report = ImportReport(tuple(_put_aside(reports, without)), release, previous)
        if release and not (home.releases / release.id / "import.json").exists():
            _record(home, report)
        return report


def _put_aside(reports: list[FileReport], without: Culprits) -> Iterator[FileReport]:
    """Yield reports, those of files without which the release was built as refused."""
    for report in reports:
        error = without.get(report.sha256)
        if error and report.outcome in {"new", "changed"}:
            parts = (error.what, error.where or report.name, error.repair)
            yield replace(report, outcome="refused", error=parts)
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


def _arrival(lock: dict[str, Snapshot], source: Source, file: Incoming) -> int:
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


def take(home: Home, file: Incoming, lock: dict[str, Snapshot]) -> FileReport:
    """Take one file in: the lock (see `current_lock`) changes only if the whole file can be used."""
    sha256 = ""
    try:
        with _opened(home, file) as path:
            source = source_named(file.source) if file.source else recognise(path, file.name)
            with path.open("rb") as stream:
                sha256, size = home.keep(stream)
        snapshot = Snapshot(
            sha256,
            source.name,
            file.address,
            file.name,
            datetime.now(UTC),
            size,
            file.licence or source.licence,
            f"{source.citation}; {file.got_from}" if file.got_from else source.citation,
        )
        outcome = _outcome(snapshot, lock)
        extracted = extract(home, snapshot)
    except (StoreError, KeyboardInterrupt, SystemExit):
        raise  # of the data folder or of who stops it, not of the file
    except BaseException as error:
        return FileReport(file.name, "refused", sha256, file.source, error=_error_parts(error, file))
    report = FileReport(
        file.name, outcome, sha256, source.name, extracted.rows, extracted.activities, extracted.rejected
    )
    if outcome == "changed":
        report = _compared(home, report, lock[snapshot.address], snapshot)
    if outcome in {"new", "changed"}:
        arrived = replace(snapshot, arrival=_arrival(lock, source, file))
        _replace(lock, arrived, keep=source.revisions)
    return report


def _compared(home: Home, report: FileReport, before: Snapshot, now: Snapshot) -> FileReport:
    """Return a report with what a file has no longer."""
    lost = identifiers_of(home, before) - identifiers_of(home, now)
    shrank = (before.size, now.size) if now.size * 2 <= before.size else None
    return replace(report, lost=tuple(sorted(lost)), shrank=shrank)


def identifiers_of(home: Home, snapshot: Snapshot) -> set[str]:
    """Return the identifiers of the IATI records in a file."""
    reader = source_named(snapshot.source).reader
    if reader not in FLAVOURS:
        return set()
    flavour = FLAVOURS[reader]
    key = tables_of(reader)[flavour.table].column[1].name
    return set(extract(home, snapshot).table(flavour.table)[key].unique().to_pylist())


def _outcome(snapshot: Snapshot, lock: dict[str, Snapshot]) -> str:
    before = lock.get(snapshot.address)
    if before and before.sha256 == snapshot.sha256:
        return "unchanged"
    if any(s.sha256 == snapshot.sha256 for s in lock.values() if s.address != snapshot.address):
        return "same bytes"
    return "changed" if before else "new"


MAY_READ = msg("see that you may read it")
REPORT = msg("look whether the file is what it should be; if it is, report this, with the file")


def _error_parts(error: BaseException, file: Incoming) -> tuple[str, str, str]:
    if isinstance(error, GruttoError):
        return error.what, error.where or file.name, error.repair
    if isinstance(error, OSError):
        return Message("This file cannot be read: {detail}", detail=error.strerror or str(error)), file.name, MAY_READ
    what = Message("This file cannot be read: {detail}", detail=f"{type(error).__name__}: {str(error)[:200]}")
    return what, file.name, REPORT


def findings(home: Home, release: Release, files: set[str]) -> list[tuple[str, int, dict[str, Any]]]:
    """Return each different remark on some files of a release: its severity, how often, and the first place of it.

    The value tells the different texts found, the first few of them.
    """
    engine = DuckDBEngine(home.releases / release.id)
    engine.register("finding", table_paths(home, release)["finding"])
    columns = ("severity", "code", "message", "repair", "file", "line", "locator", "value")
    groups: dict[tuple[str, str], _Group] = {}
    for values in engine.stream(Selection("findings", "finding", "source_row", "count"), columns):
        row = dict(zip(columns, values, strict=True))
        if row["file"] in files:
            groups.setdefault((row["severity"], row["message"]), _Group(row)).add(row["value"])
    engine.close()
    ordered = sorted(groups.items(), key=lambda item: (SEVERITIES.index(item[0][0]), item[0][1]))
    return [(severity, group.count, group.first | {"value": group.texts()}) for (severity, _), group in ordered]


MOST_TEXTS = 6
"""Texts that a remark tells of those found, and the last one."""


@dataclass(slots=True)
class _Group:
    """Remarks alike, of which a file may have a million: the first, their number, and a few of the texts found."""

    first: dict[str, Any]
    count: int = 0
    examples: list[str] = field(default_factory=list)
    last: str = ""
    different: set[int] = field(default_factory=set)
    """Hashes of the texts found."""

    def add(self, text: str | None) -> None:
        self.count += 1
        if text and hash(text) not in self.different:
            self.different.add(hash(text))
            self.last = text
            if len(self.examples) < MOST_TEXTS:
                self.examples.append(text)

    def texts(self) -> str:
        listed, left = "”, “".join(self.examples), len(self.different) - len(self.examples)
        if not left:
            return listed
        return Message(
            "{shown}” and {count} more text, “{last}",
            "{shown}” and {count} more texts, such as “{last}",
            shown=listed,
            count=left,
            last=self.last,
        )


def _record(home: Home, report: ImportReport) -> None:
    """Keep the import report beside the release that it made."""
    if report.release is None:
        raise StoreError("There is no release to keep the import report with")
    content = {"previous": report.previous, "files": [asdict(f) for f in report.files]}
    write_json(home.releases / report.release.id / "import.json", content)
