"""The tables of a snapshot, kept: a snapshot that was read before is not read again. Small files share an extract."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from grutto.errors import BoundsError, InputError, StoreError
from grutto.message import Message, msg
from grutto.model.source import Assertions
from grutto.sources import declarations_held, source_declarations, source_named
from grutto.store.bundle import Bundle
from grutto.store.files import publish_folder, sha256_of, sync_folder, writable, write_json
from grutto.store.parquet import column_values, read_rows, schema_of
from grutto.store.program import WORDS, code_digest, require_unchanged
from grutto.store.records import read_json
from grutto.store.worker import apart
from grutto.tables import EXTRACTED, extracted_tables
from grutto.tables.graph import GRAPH, Graph, write_graph
from grutto.tables.reading import BUNDLE, FileSummary, is_small, read_into, read_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from grutto.model.snapshot import Snapshot
    from grutto.model.source import Source
    from grutto.store.home import Home
    from grutto.tables.graph import End

TOGETHER = 16 << 20
"""Bytes of small files that a worker reads at a time, into one extract."""

SHARED = "shared-"
"""How names begin of extracts of several files; each of these is a link to it, named by its sha256."""

type Outcome = Extract | BaseException
"""The tables of a file, or why it cannot be used."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The tables read from one snapshot.

    Args:
        folder: one Parquet file a table; of small files, one for all.
        rows: table name to number of rows.
        activities: IATI activities or organisations read.
        rejected: those left out; each has a finding.
        version: version of the standard, if the format has one.
        start: where its rows begin in the tables that small files share.
        shared: those tables; none for another file, whose tables are files.
        sha256: of the file.
        graph: by what the files that share the folder may be tied to others.
    """

    folder: Path
    rows: dict[str, int]
    activities: int = 0
    rejected: int = 0
    version: str = ""
    start: dict[str, int] = field(default_factory=dict)
    shared: Bundle | None = field(default=None, compare=False)
    sha256: str = ""
    graph: Graph | None = field(default=None, compare=False)

    @property
    def ends(self) -> list[End]:
        """By what it may be tied to other files; nothing if it has no activities."""
        return self.graph.ends(self.sha256) if self.graph else []

    def table(self, name: str) -> pa.Table:
        """Return the rows of a table.

        Raises:
            StoreError: the file with them is missing or damaged.
        """
        if self.shared is None:
            return read_rows(self.folder / f"{name}.parquet")
        if not self.rows[name]:
            return schema_of(extracted_tables()[name].column).empty_table()
        return self.shared.table(name).slice(self.start.get(name, 0), self.rows[name])


def extracts_in(folder: Path, summaries: dict[str, FileSummary]) -> dict[str, Extract]:
    """Return the extracts of the files whose tables are in a folder, by sha256."""
    shared = Bundle(folder / BUNDLE) if (folder / BUNDLE).exists() else None
    graph = Graph(folder / GRAPH)
    start: Counter[str] = Counter()
    found = {}
    for sha256, summary in summaries.items():
        found[sha256] = Extract(folder, **summary, start=dict(start), shared=shared, sha256=sha256, graph=graph)
        start.update(summary["rows"])
    return found


READING = (
    "model",
    "store",
    "sources",
    "readers",
    "remittances",
    "codelists",
    *WORDS,
    *(
        f"tables/{name}"
        for name in ("__init__.py", "columns.toml", "reading.py", "explosion.py", "graph.py", *EXTRACTED)
    ),
)
"""The rooms and files of the package that decide what is read from a file."""


def reading_digest() -> str:
    """Return what names the folder of extracts: a digest of all that reading depends on besides the file."""
    return with_own_sources(code_digest(*READING))[:16]


def with_own_sources(digest: str) -> str:
    """Return a digest that changes with the user's own sources too."""
    own = source_declarations().own_sha256
    return hashlib.sha256(f"{digest} {own}".encode()).hexdigest() if own else digest


def extract(home: Home, snapshot: Snapshot) -> Extract:
    """Return the tables of a snapshot, reading it only if it was not read before.

    Raises:
        InputError: the file cannot be used; nothing of it was taken.
    """
    (found,) = extracts(home, [snapshot])
    return usable(found)


def usable(outcome: Outcome) -> Extract:
    """Return the tables of a file, or raise why it cannot be used."""
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@declarations_held()
def extracts(home: Home, snapshots: Sequence[Snapshot]) -> list[Outcome]:
    """Return the tables of each snapshot, or why it cannot be used; only those are read that were not read before.

    Raises:
        StoreError: a source file is missing or damaged; the data folder cannot be written to.
    """
    place = home.extracts / reading_digest()
    first = {s.sha256: s for s in reversed(snapshots)}
    found: dict[str, Outcome] = {**_kept_extracts(place, set(first))}
    for group in _groups(s for s in snapshots if s.sha256 not in found and s is first[s.sha256]):
        for snapshot in group:
            home.check_snapshot(snapshot.sha256, snapshot.name)
        if _shares(group[0]):
            found |= _read_together(home, place, group)
        found |= {s.sha256: _read_alone(home, place, s) for s in group if s.sha256 not in found}
    return [_under_its_name(home, place, s, first[s.sha256].name, found[s.sha256]) for s in snapshots]


def _under_its_name(home: Home, place: Path, snapshot: Snapshot, read: str, outcome: Outcome) -> Outcome:
    """Return what became of a file; if the same bytes were refused under another name, why under its own."""
    named = isinstance(outcome, Extract) or snapshot.name == read
    return outcome if named else _read_alone(home, place, snapshot)


def _groups(snapshots: Iterable[Snapshot]) -> Iterator[list[Snapshot]]:
    """Yield snapshots as they are read: small ones of a source together, others by themselves."""
    small: dict[str, list[Snapshot]] = {}
    size: Counter[str] = Counter()
    for snapshot in snapshots:
        if not _shares(snapshot):
            yield [snapshot]
            continue
        source = snapshot.source
        small.setdefault(source, []).append(snapshot)
        size[source] += snapshot.size
        if size[source] >= TOGETHER:
            yield small.pop(source)
            del size[source]
    yield from small.values()


def _shares(snapshot: Snapshot) -> bool:
    """Tell whether a file may share an extract with others: it is small, and its source promises nothing of it."""
    source = source_named(snapshot.source)
    return is_small(source, snapshot.size) and source.assertions == Assertions()


def _kept_extracts(place: Path, wanted: set[str]) -> dict[str, Extract]:
    """Return extracts that were kept, but for damaged ones: releases share their files, and so their damage."""
    found: dict[str, Extract] = {}
    for folder in {folder for sha256 in wanted if (folder := folder_of(place / sha256))}:
        found |= {sha256: one for sha256, one in _sound_extracts(folder).items() if sha256 in wanted}
    return found


def folder_of(path: Path) -> Path | None:
    """Return the folder with the tables of a file, if there is one: the path, or what it is a link to."""
    try:
        return path.parent / path.readlink().name
    except OSError:
        return path if path.is_dir() else None


def _sound_extracts(folder: Path) -> dict[str, Extract]:
    """Return the extracts that a folder holds; none if it is damaged."""
    try:
        (digest, digests, summaries) = read_json(folder / "summary.json", "")
        if digest != _digest(digests, summaries):
            return {}
        whole = all(sha256_of(folder / Path(name).name) == sha256 for name, sha256 in digests.items())
        return extracts_in(folder, summaries) if whole else {}
    except (StoreError, OSError, ValueError, TypeError, AttributeError):
        return {}


def _digest(digests: dict[str, str], summaries: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([digests, summaries], sort_keys=True).encode()).hexdigest()


def _read_together(home: Home, place: Path, group: list[Snapshot]) -> dict[str, Extract]:
    """Read small files into an extract that they share.

    Those that are not plain throughout are left out, and those with which anything goes wrong: what it is, is told
    when they are read by themselves.
    """
    source, size = source_named(group[0].source), sum(s.size for s in group)
    files = [(s, home.snapshot_path(s.sha256)) for s in group]
    with home.staging() as staged:
        try:
            summaries = apart(read_together, source, files, staged, file=group[0].name, size=size)
        except (StoreError, KeyboardInterrupt, SystemExit):
            raise
        except BoundsError:  # each of them may take as long again
            return {}
        except BaseException:  # a reader in another language may raise anything
            half = len(group) // 2
            parts = (group[:half], group[half:]) if half else ()
            return {sha256: one for part in parts for sha256, one in _read_together(home, place, part).items()}
        return _publish(place, staged, f"{SHARED}{token_hex(16)}", summaries) if summaries else {}


def _read_alone(home: Home, place: Path, snapshot: Snapshot) -> Outcome:
    """Read one file into an extract of its own."""
    source, path = source_named(snapshot.source), home.snapshot_path(snapshot.sha256)
    try:
        with home.staging() as staged:
            summary = apart(read_into, source, snapshot, path, staged, file=snapshot.name, size=snapshot.size)
            _assert(source, snapshot, summary["rows"], staged)
            return _publish(place, staged, snapshot.sha256, {snapshot.sha256: summary})[snapshot.sha256]
    except (StoreError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a reader in another language may raise anything
        return error


def _publish(place: Path, staged: Path, name: str, summaries: dict[str, FileSummary]) -> dict[str, Extract]:
    """Give the tables of some files their name; a file that shares them becomes a link to them.

    What files share has a name that nothing had before: another process that reads the same, for a preview, takes
    nothing away from this one.
    """
    require_unchanged()
    write_graph(staged / GRAPH, extracts_in(staged, summaries))
    digests = {path.name: sha256_of(path) for path in sorted(staged.iterdir())}
    write_json(staged / "summary.json", [_digest(digests, summaries), digests, summaries])
    final = place / name
    remove_extract(final)
    publish_folder(staged, final)
    with writable(place):
        for sha256 in summaries:
            if sha256 != name:
                _link(place / sha256, name)
        sync_folder(place)
    return extracts_in(final, summaries)


def _link(path: Path, name: str) -> None:
    """Make a file a link to what it shares, whatever it was before."""
    while True:
        remove_extract(path)
        with suppress(FileExistsError):  # another process made it a link meanwhile
            path.symlink_to(name)
            return


def remove_extract(path: Path) -> None:
    """Remove the tables of a file, or its link to those that it shares."""
    if path.is_symlink():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)


def _assert(source: Source, snapshot: Snapshot, rows: dict[str, int], folder: Path) -> None:
    """Check what the source promises; a file that breaks a promise does not enter a release."""
    where, repair = snapshot.name, msg("look at the file; if it is right, correct the source's assertions")
    for table, least in source.assertions.minimum_rows.items():
        if rows[table] < least:
            raise InputError(
                Message(
                    "{source}: {count} row of “{table_label}”, {least} expected",
                    "{source}: {count} rows of “{table_label}”, {least} expected",
                    source=source.title,
                    count=rows[table],
                    table_label=table,
                    least=least,
                ),
                where=where,
                repair=repair,
            )
    for column, values in source.assertions.known.items():
        table = source.layout.table if source.layout else "statistic"
        missing = sorted(set(values) - column_values(folder / f"{table}.parquet", column))
        if missing:
            raise InputError(
                "{source}: no {column_label} {missing}",
                where=where,
                repair=repair,
                source=source.title,
                column_label=column,
                missing=", ".join(missing),
            )
