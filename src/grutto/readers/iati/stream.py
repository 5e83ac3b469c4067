"""A file as records, one at a time: libxml2 checks well-formedness, nothing is expanded and nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from grutto.errors import InputError
from grutto.message import Message
from grutto.model.finding import Finding
from grutto.readers.iati.cutting import LARGEST_RECORD
from grutto.readers.iati.flavour import LANG, Element, Flavour
from grutto.readers.iati.parser import fault, pull_parser
from grutto.readers.iati.prolog import LARGEST_PROLOG, refuse_prolog
from grutto.readers.iati.version import VAGUE, VersionSign, by_content, version_shown
from grutto.readers.iati.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        findings: that the version is not the one stated, or that there is no root.
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
    if root.tag not in {flavour.root, flavour.item}:
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
    if root.tag == flavour.item:
        return FileHead(version, "", etree.Element(flavour.root), (without_root(flavour, file),))
    return FileHead(version, root.get(LANG, ""), root)


def without_root(flavour: Flavour, file: str) -> Finding:
    """Return the finding on a file that is one record alone."""
    message = Message(
        "The first element is <{item}>; it was read as if it stood in <{root}>", item=flavour.item, root=flavour.root
    )
    repair = Message('put <{root} version="{newest}"> around it', root=flavour.root, newest=flavour.versions[-1])
    return Finding("warning", "iati.without-root", message, repair, file, "", f"/{flavour.root}", 1, "")


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
    """Return a head whose root states no whole version with that which the records show.

    Raises:
        InputError: files of this kind are not read in that version.
    """
    sign = version_in(path, flavour, file)
    if sign.version not in flavour.versions:
        raise InputError(
            "This file states no version, and {noun} files of version 1 are not read: {because}",
            where=Message("{file}, /{root}/@version", file=file, root=flavour.root),
            repair='publish it in version {newest}: write version="{newest}", <{name}>, and texts in <narrative>',
            noun=flavour.noun,
            because=sign.because,
            newest=flavour.versions[-1],
            name=flavour.identifier,
        )
    finding = by_content(head.version, sign, flavour, file)
    return replace(head, version=sign.version, findings=(*head.findings, finding))


def version_in(path: Path, flavour: Flavour, file: str) -> VersionSign:
    """Return the version that the records of a file show, and what shows it.

    Raises:
        InputError: see `RecordStream`.
    """
    stream = RecordStream(path, flavour, file)
    return version_shown((f"/{flavour.root}/{flavour.item}[{position}]", record) for position, record in stream)


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
                if root is None:
                    yield 1, element
                elif root.tag == self.flavour.root and root.getparent() is None:
                    size, position = 0, position + 1
                    yield position, element
                    self._forget(element, root)
            if size > LARGEST_RECORD:
                raise self._too_large(position)
        root = parser.close()
        for child in list(root) if root.tag == self.flavour.root else ():
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
