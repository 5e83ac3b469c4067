"""A large file, cut after records and read by several processes.

A cut may fall into a comment or a CDATA section. Then the piece before it is not well-formed by itself, and the whole
file is read as a stream instead: libxml2 checks every piece, so no wrong cut goes unseen.
"""

from __future__ import annotations

import gc
import mmap
import os
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING

from lxml import etree

from grutto.extras import installed
from grutto.readers.iati.cutting import ByteSpan, Opening, Uncut, opening, spans
from grutto.readers.iati.flavour import FLAVOURS, Element, Flavour
from grutto.readers.iati.parser import parsed
from grutto.readers.iati.prolog import LARGEST_PROLOG
from grutto.readers.iati.schema_check import schema_findings
from grutto.readers.iati.walk import Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    import pyarrow as pa

    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable
    from grutto.readers.iati.scan.piece import Scanner

PIECE = 4 << 20
"""Bytes after which the next end of a record makes a cut."""

AHEAD = 2
"""Pieces a process may have waiting."""

LEAST = 3
"""Pieces of a file that more than this process walks."""

WORTH_LOADING = 32 << 20
"""Bytes for which loading the compiled code pays: walking them takes as long."""

_come_across: list[int] = []
"""Bytes of the files that this process walked so far."""

MOSTLY_WALKED = 0.5
"""Share of the records of the first piece; if the scanner leaves more to the walk, the file is walked in processes."""


@dataclass(frozen=True, slots=True)
class PieceJob:
    """What reading a piece needs to know of its file."""

    path: Path
    flavour: str
    tables: tuple[ReleaseTable, ...]
    file: str
    language: str
    root: bytes
    schema: Path | None


@dataclass(frozen=True, slots=True)
class PieceContent:
    """What was read from a piece, without the snapshot; its first line is line 1 of its findings."""

    tables: dict[str, pa.Table]
    findings: list[Finding]
    taken: int
    rejected: int
    lines: int


def plain_opening(path: Path, flavour: Flavour) -> Opening | None:
    """Return what stands before the records of a file that can be cut: one of a flavour that is plain, by its start."""
    with path.open("rb") as stream:
        try:
            head = opening(stream.read(LARGEST_PROLOG))
        except Uncut:
            return None
    return head if head.plain and head.name == flavour.root.encode() else None


def pieces(path: Path, head: Opening, flavour: Flavour) -> Iterator[ByteSpan]:
    """Yield the pieces of a file.

    Raises:
        Uncut: a record is larger than 32 MiB.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for span in spans(content, head, flavour.item.encode(), PIECE):
            yield span
            _let_go(content, span.end)


def _let_go(content: mmap.mmap, end: int) -> None:
    """Let the system take back what was looked through, lest the whole file count as memory of this process."""
    if hasattr(mmap, "MADV_DONTNEED"):
        content.madvise(mmap.MADV_DONTNEED, 0, end - end % mmap.PAGESIZE)


def read_pieces(job: PieceJob, found: Iterable[ByteSpan], processes: int) -> Iterator[PieceContent]:
    """Yield what the pieces hold, in order.

    They are scanned by compiled code in threads, where that is installed, suits the file and pays; else they are
    walked: less than three by this process alone, more in processes.

    Raises:
        Uncut: a piece is not well-formed by itself.
    """
    todo = iter(found)
    scanner = scanner_of(job)
    if scanner is not None:
        begun: list[ByteSpan] = []
        reads = _in_order(ThreadPoolExecutor(processes), scanner.read, _noted(todo, begun), AHEAD * processes)
        read, walked = next(reads)
        yield read
        if walked <= MOSTLY_WALKED:
            yield from (read for read, _ in reads)
            return
        reads.close()
        todo = chain(begun[1:], todo)
    first = list(islice(todo, LEAST))
    if processes > 1 and len(first) == LEAST:
        yield from _in_order(helpers(processes), partial(read_piece, job), chain(first, todo), AHEAD * processes)
    else:
        yield from (read_piece(job, piece) for piece in chain(first, todo))


def _noted(todo: Iterator[ByteSpan], begun: list[ByteSpan]) -> Iterator[ByteSpan]:
    """Yield pieces, and note those that were taken."""
    for piece in todo:
        begun.append(piece)
        yield piece


def _in_order[T](
    pool: Executor, read: Callable[[ByteSpan], T], todo: Iterator[ByteSpan], ahead: int
) -> Generator[T, None, None]:
    """Yield what a pool reads, in order, with some pieces waiting."""
    with pool:
        waiting = deque(pool.submit(read, piece) for piece in islice(todo, ahead))
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(read, piece) for piece in islice(todo, ahead - len(waiting)))
        finally:
            pool.shutdown(cancel_futures=True)


def scanner_of(job: PieceJob) -> Scanner | None:
    """Return the compiled scanner for a file; nothing where it is not installed, does not suit, or does not pay yet.

    It pays once this process has come across so many bytes, in one file or in many: a worker reads all of an import.
    """
    if not installed("fast"):
        return None
    if "grutto.readers.iati.scan.piece" not in sys.modules:
        _come_across.append(job.path.stat().st_size)
        if sum(_come_across) < WORTH_LOADING:
            return None
        _come_across.clear()
    from grutto.readers.iati.scan.layout import LayoutError  # noqa: PLC0415 - loading it takes a second
    from grutto.readers.iati.scan.piece import Scanner  # noqa: PLC0415

    try:
        return Scanner(job)
    except LayoutError:
        return None


def helpers(processes: int) -> ProcessPoolExecutor:
    """Return processes that end with the file.

    Where the system can, they are forked from a server that has loaded this module once, so that starting them takes
    some milliseconds.
    """
    server = "forkserver" in get_all_start_methods()
    context = get_context("forkserver" if server else "spawn")
    if server:
        context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(processes, mp_context=context, initializer=end_with_parent)


def end_with_parent() -> None:
    """See to it that this helper ends when the process that started it does, be it killed."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def walker_of(job: PieceJob) -> Walker:
    """Return the walker of this process for a file, empty: what was broken off before leaves nothing behind.

    It knows the values of texts it has read.
    """
    walker = _walker(job)
    walker.empty()
    return walker


@lru_cache(maxsize=1)
def _walker(job: PieceJob) -> Walker:
    return Walker(FLAVOURS[job.flavour], {t.name: t for t in job.tables}, job.file, job.language)


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold off the search for cycles: rows have none, and looking through millions takes a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@no_collection()
def read_piece(job: PieceJob, piece: ByteSpan) -> PieceContent:
    """Return what a piece holds.

    Raises:
        Uncut: it is not well-formed by itself, or holds something else than the records counted.
    """
    flavour, content = FLAVOURS[job.flavour], bytes_of(job, piece)
    root = parsed_piece(job, flavour, content, closed=piece.last)
    if len(root) != piece.records:
        raise Uncut
    walker = walker_of(job)
    walk(walker, flavour, root, piece.position)
    findings = walker.all_findings()
    if job.schema is not None and piece.records:
        findings += schema_findings(root, job.schema, job.file)
    return _taken(job, walker, findings, content)


def bytes_of(job: PieceJob, piece: ByteSpan) -> bytes:
    """Return the bytes of a piece."""
    with job.path.open("rb") as stream:
        stream.seek(piece.start)
        return stream.read(piece.end - piece.start)


def walk(walker: Walker, flavour: Flavour, root: Element, before: int) -> None:
    """Walk the records below a root, before which the file has some."""
    for position, element in enumerate(root, start=before + 1):
        walker.record(element, f"/{flavour.root}/{flavour.item}[{position}]")


def lines_before(findings: list[Finding], job: PieceJob, lines: int) -> list[Finding]:
    """Return findings with lines as they count from 1 at the start of a piece, of which some were left out."""
    change = lines - job.root.count(b"\n")
    return [replace(f, line=f.line + change) if f.line else f for f in findings]


def only_records(root: Element, flavour: Flavour) -> bool:
    """Tell whether there are records and nothing else below a root."""
    return not _stray(root.text) and not any(_stray(c.tail) or c.tag != flavour.item for c in root)


def _stray(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()


def parsed_piece(job: PieceJob, flavour: Flavour, content: bytes, *, closed: bool) -> Element:
    """Return the root with what a piece holds; `closed` if the piece closes it.

    Raises:
        Uncut: the piece is not well-formed by itself, or holds something else than records.
    """
    end = b"" if closed else f"</{flavour.root}>".encode()
    try:
        root = parsed(b"".join((job.root, content, end)))
    except etree.XMLSyntaxError as error:
        raise Uncut from error
    if not only_records(root, flavour):
        raise Uncut
    return root


def _taken(job: PieceJob, walker: Walker, findings: list[Finding], content: bytes) -> PieceContent:
    """Return what the walker collected, and empty it."""
    tables = walker.collected()
    read = PieceContent(tables, lines_before(findings, job, 0), walker.taken, walker.rejected, content.count(b"\n"))
    walker.empty()
    return read
