"""A file cut into parts of whole activities, so that memory does not grow with the file.

Each part is parsed as a small document of its own under the file's root element. When every part is well-formed, so
is the file: a cut lies only behind the end of an activity, outside comments, CDATA and processing instructions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.checks.refusal import Refusal
from grutto.readers.iati.prolog import BEFORE_ROOT, LARGEST_PROLOG
from grutto.readers.iati.stream import LARGEST_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    type Bytes = bytes | mmap

PART = 1 << 20
"""Bytes of a part: at least one activity, otherwise about this much."""
LARGEST_PART = LARGEST_RECORD
"""Bytes beyond which a single activity is refused."""

KINDS = {b"iati-activities": b"iati-activity", b"iati-organisations": b"iati-organisation"}
_ROOT = re.compile(rb"""<([A-Za-z_:][^\s/>]*+)((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the activities.

    Args:
        prolog: everything before the root element.
        root: the start tag of the root element, as written.
        name: its name.
        start: where the root element's content begins, in bytes.
        doctype: there is a document type declaration, without rules of its own.
        empty: the root element closes itself.
    """

    prolog: bytes
    root: bytes
    name: bytes
    start: int
    doctype: bool
    empty: bool = False


@dataclass(frozen=True, slots=True)
class ByteSpan:
    """One part.

    Args:
        start: its first byte.
        end: the byte after its last.
        line: line of its first byte, from 1.
        first: it is the first part of the file.
        last: it is the last part, which also holds the end of the file.
        lines: how many lines it has.
    """

    start: int
    end: int
    line: int
    first: bool
    last: bool
    lines: int = 0


def opening(data: Bytes, name: str) -> Opening:
    """Return what stands before the activities.

    Raises:
        Refusal: entities are defined, or no root element begins within `LARGEST_PROLOG`.
    """
    start = 3 if data[:3] == b"\xef\xbb\xbf" else 0
    head = data[start : start + LARGEST_PROLOG]
    before = BEFORE_ROOT.match(head)
    at = before.end() if before else 0
    if head.startswith(b"<!DOCTYPE", at):
        raise Refusal("xml.entities", name, line=head.count(b"\n", 0, at) + 1)
    root = _ROOT.match(head, at)
    if root is None:
        raise _no_root(head, at, name)
    prolog = head[:at]
    empty = root[0].endswith(b"/>")
    tag = root[0][:-2] + b">" if empty else root[0]
    return Opening(prolog, tag, root[1], start + root.end(), b"<!DOCTYPE" in prolog, empty)


def _no_root(head: bytes, at: int, name: str) -> Refusal:
    line = head.count(b"\n", 0, at) + 1
    if len(head) == LARGEST_PROLOG:
        return Refusal("xml.too-large", name, line=line, value="the first element does not end")
    place = head[at : at + 40].decode("utf-8", "replace").split("\n")[0]
    return Refusal("xml.not-well-formed", name, line=line, value=f"no first element can be read at “{place}”")


def spans(data: Bytes, start: int, line: int, element: bytes, name: str) -> Iterator[ByteSpan]:
    """Cut what follows the root's start tag into parts of whole activities.

    Args:
        data: the file.
        start: first byte after the root's start tag.
        line: line of that byte.
        element: name of the element of one activity.
        name: of the file, for findings.

    Raises:
        Refusal: a single activity is beyond `LARGEST_PART`.
    """
    first, size = True, len(data)
    for end in [*_cuts(data, start, element), size]:
        if end - start > LARGEST_PART:
            raise Refusal("xml.too-large", name, line=line, value=f"{end - start:,} bytes without an end")
        lines = data[start:end].count(b"\n")
        yield ByteSpan(start, end, line, first, end == size, lines)
        line += lines
        start, first = end, False


def _cuts(data: Bytes, start: int, element: bytes) -> list[int]:
    """Return where to cut: behind ends of activities, some `PART` apart, never so that only the root's end is left."""
    quiet = all(data.find(mark, start) < 0 for mark in (b"<!--", b"<![CDATA[", b"<?"))
    ends = _plain_ends(data, start, element) if quiet else _guarded_ends(data, start, element)
    chosen: list[int] = []
    before = start
    for end in ends:
        if end - before >= PART:
            chosen.append(end)
            before = end
    if chosen and data.find(b"<" + element, chosen[-1]) < 0:
        chosen.pop()
    return chosen


def _plain_ends(data: Bytes, start: int, element: bytes) -> Iterator[int]:
    """Yield the end of the first activity that ends beyond each further `PART`."""
    closing = b"</" + element + b">"
    at = start
    while (found := data.find(closing, at + PART)) >= 0:
        at = found + len(closing)
        yield at


def _guarded_ends(data: Bytes, start: int, element: bytes) -> Iterator[int]:
    """Yield the end of every activity, passing over comments, CDATA and processing instructions.

    One that does not end before `LARGEST_PART` ends the search: the parser will say so.
    """
    mark = re.compile(rb"<!--|<!\[CDATA\[|<\?|</" + element + rb"\s*>")
    closers = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
    at = start
    while found := mark.search(data, at):
        at = found.end()
        closer = closers.get(found[0])
        if closer is None:
            yield at
        elif (at := data.find(closer, at)) < 0:
            return
