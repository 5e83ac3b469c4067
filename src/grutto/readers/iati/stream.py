"""A file as records, one at a time: libxml2 checks well-formedness, nothing is expanded and nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.readers.iati.cutting import LARGEST_RECORD
from grutto.readers.iati.flavour import LANG, NEW_VERSIONS, OLD_VERSIONS, Element, Flavour
from grutto.readers.iati.parser import fault, pull_parser
from grutto.readers.iati.prolog import LARGEST_PROLOG, refuse_prolog
from grutto.readers.iati.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VAGUE = {"", "1", "1.0", "1.00", "2", "2.0", "2.00"}
"""Versions as stated that do not say which one it is."""

LONGEST_REFERENCE = 64
_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z_:][\w.:-]{0,61}+;")

BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class FileHead:
    """What the root element says.

    Args:
        version: of the standard.
        language: of the file, rarely given.
        element: the root with its attributes.
        findings: that the version is not the one stated.
    """

    version: str
    language: str
    element: Element
    findings: tuple[Finding, ...] = ()


def head_of(root: Element, flavour: Flavour, file: str) -> FileHead:
    """Return what the root says.

    Raises:
        InputError: it is not the root of such a file, or its version is not read.
    """
    if root.tag != flavour.root:
        raise InputError(
            "This is not an IATI {noun} file: its root is <{tag}>",
            where=file,
            repair="import a file whose root is <{root}>",
            noun=flavour.noun,
            tag=root.tag,
            root=flavour.root,
        )
    version = root.get("version", "").strip()
    if version not in {*flavour.versions, *VAGUE}:
        raise InputError(
            "IATI version “{version}” is not read",
            where=Message("{file}, /{root}/@version", file=file, root=flavour.root),
            repair="versions read: {versions}",
            version=version,
            versions=", ".join(flavour.versions),
        )
    return FileHead(version, root.get(LANG, ""), root)


def malformed(error: etree.XMLSyntaxError, file: str) -> InputError:
    """Return the error for a file that is not well-formed."""
    return InputError(
        "This is not well-formed XML: {because}",
        where=Message("{file}, line {lineno}", file=file, lineno=str(error.lineno)),
        repair="ask the publisher for a whole file; nothing of this one was taken",
        because=plain(str(error.msg)),
    )


def refuse_references(path: Path, file: str) -> None:
    """Refuse a file with a DOCTYPE that uses an entity: where one is not defined, libxml2 leaves it out of attributes.

    Raises:
        InputError: there is a reference to something else than a character.
    """
    before = b""
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            found = _REFERENCE.search(before + block.replace(b"\0", b""))
            if found:
                raise InputError(
                    "This file uses an entity that XML does not know: {found}",
                    where=file,
                    repair="write the character itself, or its number such as &#160;",
                    found=found[0].decode("ascii", "replace"),
                )
            before = block.replace(b"\0", b"")[-LONGEST_REFERENCE:]


def read_head(path: Path, flavour: Flavour, file: str) -> FileHead:
    """Return what the root of a file says, reading no further than its start tag.

    Raises:
        InputError: see `head_of` and `refuse_prolog`; or the file is not well-formed as far as it was read.
    """
    parser = pull_parser("start")
    try:
        with path.open("rb") as stream:
            refuse_prolog(stream.read(LARGEST_PROLOG), file)
            stream.seek(0)
            while block := stream.read(BLOCK):
                parser.feed(block)
                for _, root in parser.read_events():
                    head = head_of(root, flavour, file)
                    if head.element.getroottree().docinfo.internalDTD is not None:
                        refuse_references(path, file)
                    return head if head.version not in VAGUE else _by_content(head, path, flavour, file)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise malformed(error, file) from error
    raise InputError("This file is empty", where=file, repair="fetch it again")


def _by_content(head: FileHead, path: Path, flavour: Flavour, file: str) -> FileHead:
    """Return a head whose root states no whole version with that which the first record shows.

    Version 2 has its texts in `narrative`; version 1, and no organisation file, has not.
    """
    version = version_shown(path, flavour, file)
    return FileHead(version, head.language, head.element, (by_content(head.version, version, flavour, file),))


def by_content(stated: str, read_as: str, flavour: Flavour, file: str) -> Finding:
    """Return the finding on a file that was read as another version than it states."""
    message = Message(
        "The file says version “{stated}”; it was read as {shown}, which its content shows",
        stated=stated,
        shown=read_as,
    )
    repair = msg('write the version in the first element, such as version="2.03"')
    place = f"/{flavour.root}/@version"
    return Finding("warning", "iati.version-by-content", message, repair, file, "", place, 1, stated)


def version_shown(path: Path, flavour: Flavour, file: str) -> str:
    """Return the version that the first record of a file shows: the last one of version 2, or of version 1."""
    for _, record in RecordStream(path, flavour, file):
        old = record.find(".//narrative") is None and OLD_VERSIONS[-1] in flavour.versions
        return OLD_VERSIONS[-1] if old else NEW_VERSIONS[-1]
    return NEW_VERSIONS[-1]


@dataclass(slots=True)
class RecordStream:
    """The records of a file, in order.

    Args:
        path: the file.
        flavour: what kind of file it is.
        file: its name, for errors.
        rest: other children of the root, with their position among those of their name, once they were passed.
        stray: text between the children of the root, which has none in the standard.
    """

    path: Path
    flavour: Flavour
    file: str
    rest: list[tuple[Element, int]] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    _others: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[int, Element]]:
        """Yield each record with its position, and forget it afterwards.

        Raises:
            InputError: the file is not well-formed, or one record is larger than 32 MiB, or has a namespace of its own.
        """
        parser = pull_parser("end", self.flavour.item)
        try:
            with self.path.open("rb") as stream:
                yield from self._records(parser, stream)
        except etree.XMLSyntaxError as error:
            raise malformed(error if error.lineno else fault(self.path) or error, self.file) from error

    def _records(self, parser: Any, stream: BinaryIO) -> Iterator[tuple[int, Element]]:
        position = size = 0
        while block := stream.read(BLOCK):
            parser.feed(block)
            size += len(block)
            for _, element in parser.read_events():
                root = element.getparent()
                if root is None or root.getparent() is not None:
                    continue
                size, position = 0, position + 1
                yield position, element
                self._forget(element, root)
            if size > LARGEST_RECORD:
                raise self._too_large(position)
        root = parser.close()
        for child in list(root):
            self._pass(child)

    def _forget(self, element: Element, root: Element) -> None:
        if root.text and not root.text.isspace():
            self.stray.append(root.text)
            root.text = None
        element.clear(keep_tail=True)
        while (before := element.getprevious()) is not None:
            self._pass(before)
            root.remove(before)

    def _pass(self, child: Element) -> None:
        """Keep what stands between records."""
        if child.tail and not child.tail.isspace():
            self.stray.append(child.tail)
        if child.tag != self.flavour.item:
            name = str(child.tag)
            if name.endswith(f"}}{self.flavour.item}"):
                raise self._strange(child)
            self._others[name] = self._others.get(name, 0) + 1
            self.rest.append((child, self._others[name]))

    def _strange(self, child: Element) -> InputError:
        noun = self.flavour.noun
        return InputError(
            "One {noun} has a namespace of its own, {namespace}, so it is none of the standard's",
            where=Message("{file}, line {sourceline}", file=self.file, sourceline=child.sourceline),
            repair='remove xmlns="…" or the prefix from <{item}>',
            noun=noun,
            namespace=etree.QName(child).namespace,
            item=self.flavour.item,
        )

    def _too_large(self, position: int) -> InputError:
        noun = self.flavour.noun
        return InputError(
            "One {noun} is larger than {value} MiB",
            where=Message("{file}, after {noun} {position}", file=self.file, noun=noun, position=str(position)),
            repair="ask the publisher whether the file is damaged",
            noun=noun,
            value=LARGEST_RECORD >> 20,
        )
