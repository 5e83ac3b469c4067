"""A piece of a file, checked by libxml2 without a tree and scanned; what the scanner leaves is walked."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from lxml import etree

from grutto.readers.iati.finding_limits import more
from grutto.readers.iati.flavour import FLAVOURS
from grutto.readers.iati.parser import schema_errors
from grutto.readers.iati.pieces import (
    PieceContent,
    PieceJob,
    bytes_of,
    lines_before,
    parsed_piece,
    read_piece,
    walk,
    walker_of,
)
from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.columns import TextPool
from grutto.readers.iati.scan.layout import LayoutError, layout_of
from grutto.readers.iati.scan.machine import scan
from grutto.readers.iati.scan.remarks import Remarks
from grutto.readers.iati.scan.tables import NoRoom, RowColumns, TableMaker
from grutto.readers.iati.schema_check import schema_findings
from grutto.readers.iati.walk import MOST_BEYOND

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from grutto.model.finding import Finding
    from grutto.readers.iati.cutting import ByteSpan

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

LARGEST = 9_000_000
"""Bytes of a piece from which libxml2's limits on single texts could be met; those need a tree to be checked."""

_WALKING = threading.Lock()
"""The walk has one memory of texts, and holds the interpreter anyway."""

NOTHING = np.empty(0, np.uint8)

_mine = threading.local()


@dataclass(frozen=True, slots=True)
class _WalkedRun:
    """A run of records that the walk read: where it begins, and what it gave."""

    place: int
    tables: dict[str, pa.Table]
    findings: list[Finding]
    rejected: int


class Scanner:
    """Reads pieces of one file; threads may share it."""

    def __init__(self, job: PieceJob) -> None:
        """Prepare for one kind of file.

        Raises:
            LayoutError: the declared tables have something that the scanner does not do.
        """
        self.job = job
        self.flavour = FLAVOURS[job.flavour]
        tables = {t.name: t for t in job.tables}
        self._layout = layout_of(self.flavour, tables)
        self._maker = TableMaker(self.flavour, tables, self._layout)
        root = parsed_piece(job, self.flavour, b"", closed=False)
        prefixes = {prefix: space for prefix, space in root.nsmap.items() if prefix and not set(space) & set('"&<')}
        if len(prefixes) > p.MOST_NAMES // 2:
            raise LayoutError(self.flavour.root)
        constants = (job.language, *(text for pair in prefixes.items() for text in pair))
        self._constants = TextPool([text.encode() for text in constants])

    def read(self, piece: ByteSpan) -> tuple[PieceContent, float]:
        """Return what a piece holds, and the share of its records that were walked.

        Raises:
            Uncut: it is not well-formed by itself, or holds something else than the records counted.
        """
        content = bytes_of(self.job, piece)
        read = self._scanned(piece, content) if piece.records and len(content) < LARGEST else None
        if read is not None:
            return read
        with _WALKING:
            return read_piece(self.job, piece), 1.0

    def _scanned(self, piece: ByteSpan, content: bytes) -> tuple[PieceContent, float] | None:
        """Return what a piece holds, or nothing if all of it must be walked."""
        findings = self._schema_findings(content)
        if findings is None:
            return None
        text, m = self._memory(content)
        scan(text, self._maker.plan, m, len(content), piece.position)
        if m[p.STATE] != p.PLAIN or m[p.RECORDS] != piece.records:
            return None
        try:
            found = self._maker.sorted(text, m)
            remarks = Remarks(self._layout, found, content, self.job.file, self.flavour.identifier)
            remarks.read()
            rows = self._maker.tables(found, remarks.undeclared())
        except NoRoom:
            return None
        beyond = rows.get(self.flavour.extension)
        if beyond is not None and beyond.table.num_rows > MOST_BEYOND:  # the walk refuses a record with so many
            return None
        walked = self._walked(content, piece, m, found.records)
        tables = _merged(rows, walked)
        rejected = sum(w.rejected for w in walked)
        placed = sorted([*remarks.findings, *((w.place, w.findings) for w in walked)], key=itemgetter(0))
        placed_findings = (finding for _, several in placed for finding in several)
        findings = [*placed_findings, *more(remarks.times, self.job.file), *findings]
        lines = int(np.count_nonzero(np.frombuffer(content, np.uint8) == p.NEWLINE))
        read = PieceContent(tables, findings, piece.records - rejected, rejected, lines)
        return read, float(m[found.records + 3].mean())

    def _schema_findings(self, content: bytes) -> list[Finding] | None:
        """Return what the schema does not allow; nothing if libxml2 does not take the piece at all."""
        schema = self.job.schema
        closed = b"".join((self.job.root, content, f"</{self.flavour.root}>".encode()))
        try:
            wrong = schema_errors(closed, None if schema is None else _schema(schema))
        except etree.XMLSyntaxError:
            return None
        return self._against(schema, content) if schema is not None and any(True for _ in wrong) else []

    def _against(self, schema: Path, content: bytes) -> list[Finding]:
        """Return what the schema does not allow; only a tree gives all of it with its place."""
        root = parsed_piece(self.job, self.flavour, content, closed=False)
        with _WALKING:
            findings = schema_findings(root, schema, self.job.file)
        return lines_before(findings, self.job, 0)

    def _memory(self, content: bytes) -> tuple[Bytes, Numbers]:
        """Return the bytes to scan and memory for the pass; memory that is not written to is not taken.

        It is that of the piece before in this thread, if that was as large: the system would have to clear any other.
        """
        size, constants = len(content), self._constants
        whole, entries = size + len(constants.text), p.ENTRIES + 2 * size
        text, m = _mine.__dict__.get("memory", (NOTHING, NOTHING))
        if len(text) < whole or len(m) < entries:
            text, m = _mine.memory = np.empty(whole + whole // 8, np.uint8), np.empty(entries + entries // 8, np.int64)
        text, m = text[:whole], m[:entries]
        text[:size] = np.frombuffer(content, np.uint8)
        text[size:] = constants.text
        place = constants.place + (size << 32)
        m[: p.ENTRIES] = 0
        m[p.END] = p.ENTRIES
        m[p.ROOT_LANGUAGE] = place[0] if self.job.language else p.NULL
        m[p.ROOT_PREFIXES] = len(place) // 2
        m[p.PREFIX : p.PREFIX + len(place) - 1] = place[1:]
        return text, m

    def _walked(self, content: bytes, piece: ByteSpan, m: Numbers, records: Numbers) -> list[_WalkedRun]:
        """Walk the records that the scanner left, those that follow each other together."""
        left = np.flatnonzero(m[records + 3])
        runs = np.split(left, np.flatnonzero(np.diff(left) > 1) + 1) if len(left) else []
        return [self._run(content, piece, m, records[run[0] : run[-1] + 1], int(run[0])) for run in runs]

    def _run(self, content: bytes, piece: ByteSpan, m: Numbers, records: Numbers, first: int) -> _WalkedRun:
        start, end = int(m[records[0] + 1]), int(m[records[-1] + 2])
        root = parsed_piece(self.job, self.flavour, content[start:end], closed=False)
        with _WALKING:
            walker = walker_of(self.job)
            walk(walker, self.flavour, root, piece.position + first)
            findings = lines_before(walker.all_findings(), self.job, content.count(b"\n", 0, start))
            outcome = _WalkedRun(int(records[0]), walker.collected(), findings, walker.rejected)
            walker.empty()
        return outcome


def _schema(path: Path) -> etree.XMLSchema:
    """Return a schema of this thread."""
    known: dict[Path, etree.XMLSchema] = _mine.__dict__.setdefault("schemas", {})
    if path not in known:
        known[path] = etree.XMLSchema(file=str(path))
    return known[path]


def _merged(rows: dict[str, RowColumns], walked: list[_WalkedRun]) -> dict[str, pa.Table]:
    """Put rows that were walked between those that were scanned."""
    if not walked:
        return {name: found.table for name, found in rows.items()}
    names = {name for w in walked for name in w.tables} | set(rows)
    return {name: _woven(rows.get(name), name, walked) for name in names}


def _woven(rows: RowColumns | None, name: str, walked: list[_WalkedRun]) -> pa.Table:
    parts, done = [], 0
    for w in walked:
        if rows is not None:
            until = int(np.searchsorted(rows.place, w.place))
            parts.append(rows.table.slice(done, until - done))
            done = until
        if name in w.tables:
            parts.append(w.tables[name])
    if rows is not None:
        parts.append(rows.table.slice(done))
    return pa.concat_tables(parts).combine_chunks()
