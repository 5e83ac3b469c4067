"""Reading one IATI file into the declared tables, in pieces where it can be cut and as a stream where it cannot."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grutto.readers.iati.bounds import NumberBounds
from grutto.readers.iati.capitals import Capitals
from grutto.readers.iati.cutting import Uncut
from grutto.readers.iati.finding_limits import IN_FILE, MOST_OF_FILE, more
from grutto.readers.iati.flavour import FLAVOURS, NEW_VERSIONS, Element, Flavour
from grutto.readers.iati.lines import FARTHEST, lines_of
from grutto.readers.iati.pieces import PieceContent, PieceJob, pieces, plain_opening, read_pieces
from grutto.readers.iati.schema_check import schema_findings
from grutto.readers.iati.stream import FileHead, RecordStream, read_head
from grutto.readers.iati.upgrade import as_version_2
from grutto.readers.iati.walk import Walker
from grutto.store.parquet import schema_of, with_first

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable
    from grutto.readers.iati.cutting import Opening

BATCH = 500
"""Records a batch when a file is read as a stream."""

Batch = dict[str, "pa.Table"]
"""Table name to rows, of the tables that have any."""


@dataclass(slots=True)
class IatiReader:
    """Reads one file.

    Args:
        tables: the declared tables of this format; those of one flavour.
        snapshot: sha256 of the file, put in each row.
        file: name of the file, for findings.
        schema: a schema that the file is held against; without it only well-formedness is checked.
        processes: how many processes read a large file; the tables are the same for any number.
    """

    tables: dict[str, ReleaseTable]
    snapshot: str
    file: str
    processes: int = 1
    schema: Path | None = None
    findings: list[Finding] = field(default_factory=list)
    version: str = ""
    records: int = 0
    rejected: int = 0
    _times: Counter[str] = field(default_factory=Counter)
    _line: int = 0
    _guessed: bool = False
    _schemas: dict[str, pa.Schema] = field(default_factory=dict)
    _capitals: Capitals = field(default_factory=lambda: Capitals({}))
    _bounds: NumberBounds = field(default_factory=lambda: NumberBounds({}))

    def read(self, path: Path) -> Iterator[Batch]:
        """Yield rows in batches, so that memory does not grow with the file.

        Raises:
            InputError: the file is not well-formed, is not of this format, declares entities, or has a version
                that is not read.
        """
        flavour = self._flavour()
        self._capitals, self._bounds = Capitals(self.tables), NumberBounds(self.tables)
        head = read_head(path, flavour, self.file)
        self.version = head.version
        self.findings += head.findings
        walker = self._walker(head)
        stream = RecordStream(path, flavour, self.file)
        whole = yield from self._cut(path, head)
        if not whole:
            yield from self._streamed(stream, walker, head)
        walker.root(head.element, stream.rest, stream.stray)
        yield self._batch(walker)
        self._count_lines(path)
        self.findings += [
            *more(self._times, self.file, most=MOST_OF_FILE, text=IN_FILE),
            *self._capitals.findings(self.snapshot, self.file),
            *self._bounds.findings(self.snapshot, self.file),
        ]

    def _count_lines(self, path: Path) -> None:
        """Put right the lines that libxml2 guessed."""
        if self._guessed and any(f.line >= FARTHEST for f in self.findings):
            lines = lines_of(path, {f.locator for f in self.findings})
            self.findings[:] = [replace(f, line=lines.get(f.locator, f.line)) for f in self.findings]

    def _cut(self, path: Path, head: FileHead) -> Generator[Batch, None, bool]:
        """Yield what can be read in pieces; return whether that was all."""
        opening = plain_opening(path, self._flavour()) if head.version in NEW_VERSIONS else None
        if opening is None:
            return False
        self._line = opening.line
        try:
            found = pieces(path, opening, self._flavour())
            for read in read_pieces(self._job(path, opening, head), found, self.processes):
                self._count(read)
                yield self._whole(read.tables)
        except Uncut:
            return False
        return True

    def _flavour(self) -> Flavour:
        return FLAVOURS[next(iter(self.tables.values())).reader]

    def _walker(self, head: FileHead) -> Walker:
        return Walker(self._flavour(), self.tables, self.file, head.language)

    def _job(self, path: Path, opening: Opening, head: FileHead) -> PieceJob:
        flavour, tables = self._flavour().reader, tuple(self.tables.values())
        return PieceJob(path, flavour, tables, self.file, head.language, opening.root, self.schema)

    def _keep(self, found: Iterable[Finding]) -> None:
        """Keep findings, of each rule so many; the others are counted."""
        for finding in found:
            self._times[finding.code] += 1
            if self._times[finding.code] <= MOST_OF_FILE:
                self.findings.append(finding)

    def _count(self, read: PieceContent) -> None:
        """Take over the findings of a piece, with lines of the file."""
        self._keep(replace(f, line=f.line + self._line - 1) if f.line else f for f in read.findings)
        self._line += read.lines
        self._guessed |= read.lines >= FARTHEST
        self.records += read.taken
        self.rejected += read.rejected

    def _streamed(self, stream: RecordStream, walker: Walker, head: FileHead) -> Iterator[Batch]:
        """Yield the records after those that were read in pieces."""
        self._guessed = True
        flavour, done = self._flavour(), self.records + self.rejected
        for position, element in stream:
            if position <= done:
                continue
            locator = f"/{flavour.root}/{flavour.item}[{position}]"
            if self.schema is not None:
                walker.findings += self._schema_findings(element, head, self.schema)
            walker.record(*as_version_2(element, locator, head.version))
            if position % BATCH == 0:
                yield self._batch(walker)

    def _schema_findings(self, element: Element, head: FileHead, schema: Path) -> list[Finding]:
        shell = deepcopy(head.element)
        shell[:] = [deepcopy(element)]
        return schema_findings(shell, schema, self.file)

    def _whole(self, tables: dict[str, pa.Table]) -> Batch:
        """Return rows with their snapshot, their codes in capitals and their numbers within bounds."""
        return {name: self._rows(name, rows) for name, rows in tables.items()}

    def _rows(self, name: str, rows: pa.Table) -> pa.Table:
        if name not in self._schemas:
            self._schemas[name] = schema_of(self.tables[name].column)
        whole = with_first([(self.snapshot, rows.num_rows)], self._schemas[name], rows)
        return self._bounds.apply(name, self._capitals.apply(name, whole))

    def _batch(self, walker: Walker) -> Batch:
        """Return what the walker collected, and empty it."""
        batch = self._whole(walker.collected())
        self._keep(walker.all_findings())
        self.records += walker.taken
        self.rejected += walker.rejected
        walker.empty()
        return batch
