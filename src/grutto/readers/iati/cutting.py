"""A file cut into parts of whole records, so that memory does not grow with the file; checks and imports alike.

Each part is parsed as a small document of its own under the file's root element. When every part is well-formed, so is
the file. A cut lies behind the end of a record; whether that stands in a comment, a CDATA section or an instruction is
not asked at first: such a part is not well-formed, so no wrong cut goes unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from grutto.message import Message
from grutto.readers.iati.prolog import BEFORE_ROOT, LARGEST_PROLOG, declared_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from mmap import mmap

    type Bytes = bytes | mmap

LARGEST_RECORD = 32 << 20
"""Bytes that one record may have, lest a single one fill the memory."""

BLOCK = 1 << 20
"""Bytes in which lines are counted at a time."""

_ROOT = re.compile(rb"""<([A-Za-z_:][^\s/>]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"<\?xml\s+version=[\"']1\.0[\"'][^<>?]*+\?>")


class Uncut(Exception):  # noqa: N818
    """A file cannot be cut.

    Args:
        code: what is wrong, as findings have it.
        line: where.
        value: what stands there.
    """

    def __init__(self, code: str = "", line: int = 0, value: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.value = code, line, value


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the records.

    Args:
        prolog: everything before the root element.
        root: the start tag of the root element, as written.
        name: its name.
        start: where the root element's content begins, in bytes.
        line: line of that byte, from 1.
        doctype: there is a document type declaration, without rules of its own.
        empty: the root element closes itself.
        lone: there is no root element: the record begins here, see `within`.
    """

    prolog: bytes
    root: bytes
    name: bytes
    start: int
    line: int
    doctype: bool
    empty: bool = False
    lone: bool = False

    @property
    def plain(self) -> bool:
        """It is UTF-8 without a DOCTYPE, and only comments stand before the root element, which has content."""
        declared = _DECLARATION.match(self.prolog)
        rest = self.prolog[declared.end() :] if declared else self.prolog
        utf8 = declared_encoding(self.prolog) == "utf-8"
        return utf8 and not (self.doctype or self.empty or b"<?" in rest)


@dataclass(frozen=True, slots=True)
class ByteSpan:
    """One part; the last one holds no record, only what follows them.

    Args:
        start: its first byte.
        end: the byte after its last.
        position: number of records before it.
        records: number of ends of records in it.
        last: it is the last part, which holds the end of the file.
        line: line of its first byte, from 1; 0 if not counted.
        lines: how many lines it has.
    """

    start: int
    end: int
    position: int = 0
    records: int = 0
    last: bool = False
    line: int = 0
    lines: int = 0


def opening(data: Bytes) -> Opening:
    """Return what stands before the records.

    Raises:
        Uncut: entities are defined, or no root element begins within `LARGEST_PROLOG`.
    """
    start = len(_BYTE_ORDER_MARK) if data[:3] == _BYTE_ORDER_MARK else 0
    head = data[start : start + LARGEST_PROLOG]
    before = BEFORE_ROOT.match(head)
    at = before.end() if before else 0
    if head.startswith(b"<!DOCTYPE", at):
        raise Uncut("xml.entities", head.count(b"\n", 0, at) + 1)
    root = _ROOT.match(head, at)
    if root is None:
        raise _no_root(head, at)
    prolog, empty = head[:at], root[0].endswith(b"/>")
    tag = root[0][:-2] + b">" if empty else root[0]
    line = head.count(b"\n", 0, root.end()) + 1
    return Opening(prolog, tag, root[1], start + root.end(), line, b"<!DOCTYPE" in prolog, empty)


def within(head: Opening, root: str, version: str) -> Opening:
    """Return what would stand before a record that is alone in its file, if it stood in a root element.

    Args:
        head: what stands before its content.
        root: name of the root element.
        version: that the record states, if it does.
    """
    tag = f"<{root} version={quoteattr(version)}>" if version else f"<{root}>"
    start, line = head.start - len(head.root) - head.empty, head.line - head.root.count(b"\n")
    return replace(head, root=tag.encode(), name=root.encode(), start=start, line=line, empty=False, lone=True)


def one_span(data: Bytes, head: Opening) -> Iterator[ByteSpan]:
    """Yield all that follows the root's start tag, which its end tag does not follow, as one part.

    Raises:
        Uncut: it is beyond `LARGEST_RECORD`.
    """
    if len(data) - head.start > LARGEST_RECORD:
        raise _too_large(data, head.start, len(data))
    yield ByteSpan(head.start, len(data))


def _no_root(head: bytes, at: int) -> Uncut:
    line = head.count(b"\n", 0, at) + 1
    if len(head) == LARGEST_PROLOG:
        return Uncut("xml.too-large", line, Message("the first element does not end"))
    place = head[at : at + 40].decode("utf-8", "replace").split("\n")[0]
    return Uncut("xml.not-well-formed", line, Message("no first element can be read at “{place}”", place=place))


def spans(data: Bytes, head: Opening, record: bytes, size: int, *, guarded: bool = False) -> Iterator[ByteSpan]:
    """Cut what follows the root's start tag into parts of whole records.

    Args:
        data: the file.
        head: what stands before the records.
        record: name of the element of one.
        size: bytes of a part: at least one record, otherwise about this much.
        guarded: pass over comments, CDATA sections and instructions.

    Raises:
        Uncut: a single record is beyond `LARGEST_RECORD`.
    """
    start, position = head.start, 0
    for end, records in (_guarded_ends if guarded else _ends)(data, start, record, size):
        if end - start > LARGEST_RECORD:
            _refuse_large(data, start, end, record)
        yield ByteSpan(start, end, position, records)
        start, position = end, position + records
    if len(data) - start > LARGEST_RECORD:
        raise _too_large(data, start, len(data))
    yield ByteSpan(start, len(data), position, 0, last=True)


def with_lines(data: Bytes, head: Opening, found: Iterable[ByteSpan]) -> Iterator[ByteSpan]:
    """Yield all parts of a file with their lines counted; an import counts them where it reads the parts."""
    line = head.line
    for span in found:
        lines = _lines(data, span.start, span.end)
        yield replace(span, line=line, lines=lines)
        line += lines


def _lines(data: Bytes, start: int, end: int) -> int:
    """Return how many lines end in a stretch; little of it is in memory at a time."""
    return sum(data[at : min(at + BLOCK, end)].count(b"\n") for at in range(start, end, BLOCK))


def _refuse_large(data: Bytes, start: int, end: int, record: bytes) -> None:
    """Refuse a part whose last record, from the end of that before it, is too large."""
    closing = b"</" + record + b">"
    before = data.rfind(closing, start, end - len(closing))
    begin = start if before < 0 else before + len(closing)
    if end - begin > LARGEST_RECORD:
        raise _too_large(data, begin, end)


def _too_large(data: Bytes, start: int, end: int) -> Uncut:
    """Return what is wrong with a record of which there is so much without an end."""
    return Uncut("xml.too-large", 1 + _lines(data, 0, start), Message("{size} bytes without an end", size=end - start))


def _ends(data: Bytes, start: int, record: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Yield the end of the first record that ends beyond each further `size`, at last that of the last one.

    With each the number of records since the one before.
    """
    closing = b"</" + record + b">"
    while (end := data.find(closing, start + size)) >= 0 or (end := data.rfind(closing, start)) >= 0:
        end += len(closing)
        yield end, data[start:end].count(closing)
        start = end


def _guarded_ends(data: Bytes, start: int, record: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Yield ends as `_ends` does, passing over comments, CDATA sections and instructions.

    One of these that does not end ends the search: the parser will say so.
    """
    mark = re.compile(rb"<!--|<!\[CDATA\[|<\?|</" + record + rb"\s*>")
    closers = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
    at, end, records = start, start, 0
    while found := mark.search(data, at):
        at = found.end()
        closer = closers.get(found[0])
        if closer is not None:
            if (at := data.find(closer, at)) < 0:
                break
            continue
        end, records = at, records + 1
        if end - start >= size:
            yield end, records
            start, records = end, 0
    if records:
        yield end, records
