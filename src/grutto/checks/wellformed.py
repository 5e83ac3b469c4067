"""Well-formedness: libxml2 checks, with its own bounds on depth and length; nothing is expanded, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from xml.parsers import expat

from lxml import etree

from grutto.checks.refusal import Refusal
from grutto.readers.iati.parser import parsed
from grutto.readers.iati.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grutto.readers.iati.cutting import ByteSpan, Opening

WORDS = (
    (r"Premature end of data|Couldn't find end of Start Tag|Extra content at the end.*EOF", "xml.truncated"),
    (r"Namespace prefix (\S+) .*not defined", "xml.prefix-undeclared"),
    (r"Entity '(.+?)' not defined", "xml.entity-undefined"),
    (r"Excessive depth|Maximum.*depth|depth limit", "xml.too-deep"),
    (r"(?i)huge|too long|too large|limit exceeded|amplification|buffer", "xml.too-large"),
    (r"(?i)encoding|not proper UTF-8|Invalid bytes|Char 0x0 out of", "xml.encoding-wrong"),
)
"""Words in a message of libxml2, and the remark they come to; anything else is `xml.not-well-formed`."""


_ENCODED = re.compile(rb"""\A(<\?xml\s[^>]*?)\sencoding\s*+=\s*+(?:"[^">]*+"|'[^'>]*+')""")
"""An XML declaration up to its encoding, which is left out: the file is UTF-8 when it comes here."""

_TAG = re.compile(rb"<([^\s/>!?]++)")

_ACTIVITY = re.compile(r"^(/iati-(?:activities/iati-activity|organisations/iati-organisation))(?:\[(\d+)\])?(?=/|$)")


@dataclass(frozen=True, slots=True)
class TextPart:
    """Some activities of a file, parsed.

    Args:
        root: the root element of the file, holding these activities.
        line: to add to a line of the part, for the line in the file.
        first: it is the first part of the file.
        before: activities in the file before these.
        data: the bytes it was parsed from.
        origin: for a part that was upgraded from an older version, the XPath of elements as they were.
    """

    root: etree._Element
    line: int
    first: bool
    before: int
    data: bytes
    origin: Mapping[etree._Element, str] = field(default_factory=dict)
    _names: set[bytes] = field(default_factory=set)

    def has(self, name: bytes) -> bool:
        """Tell whether an element of this name may be in the part; `False` is certain."""
        if not self._names:
            self._names.update(_TAG.findall(self.data))
        return name in self._names

    def line_of(self, line: int) -> int:
        """Return the line in the file of a line in the part."""
        return line + self.line

    def locator(self, xpath: str) -> str:
        """Return the XPath in the file of an XPath in the part."""
        return shifted(xpath, self.before)


def shifted(xpath: str, before: int) -> str:
    """Return an XPath with the position of its activity counted on by the activities before."""
    return _ACTIVITY.sub(lambda found: f"{found[1]}[{int(found[2] or 1) + before}]", xpath)


def check_prolog(head: Opening, file: str) -> None:
    """Raise `Refusal` if what stands before the root element is not well-formed."""
    try:
        parsed(_ENCODED.sub(rb"\1", head.prolog) + b"<x/>")
    except etree.XMLSyntaxError as error:
        raise _refusal(error, 0, file) from error


def root_version(head: Opening, file: str) -> str:
    """Return the version that the root element states, empty if none; raise `Refusal` if the tag is not well-formed."""
    try:
        root = parsed(head.root + b"</" + head.name + b">")
    except etree.XMLSyntaxError as error:
        raise _refusal(error, head.prolog.count(b"\n"), file) from error
    return str(root.get("version", ""))


def parse_part(data: bytes, span: ByteSpan, head: Opening, file: str, before: int = 0) -> TextPart:
    """Return one part, parsed.

    Args:
        data: its bytes.
        span: where they stand in the file.
        head: what stands before the activities.
        file: its name, for findings.
        before: activities in the file before this part.

    Raises:
        Refusal: it is not well-formed, or beyond a bound.
    """
    closing = b"" if span.last else b"</" + head.name + b">"
    above = span.line - 1 - head.root.count(b"\n")
    whole = head.root + data + closing
    try:
        root = parsed(whole)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, above, file) from error
    return TextPart(root, above, span.start == head.start, before, whole)


def _refusal(error: etree.XMLSyntaxError, above: int, file: str) -> Refusal:
    message, line = str(error.msg), (error.lineno or 1) + above
    for words, code in WORDS:
        found = re.search(words, message)
        if found:
            value = found[1] if found.groups() else plain(message)
            return Refusal(code, file, line=line, value=value)
    return Refusal("xml.not-well-formed", file, line=line, value=plain(message))


def sourceline(element: etree._Element) -> int:
    """Return the line of an element within its part; of one that an upgrade made, that of what holds it."""
    at: etree._Element | None = element
    while at is not None:
        if line := cast("int | None", at.sourceline):
            return line
        at = at.getparent()
    return 0


def whole_is_well_formed(path: Path) -> bool:
    """Tell whether a file is well-formed taken as a whole, without building a tree; asked only when a part is not."""
    parser = expat.ParserCreate("utf-8")
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except expat.ExpatError:
        return False
    return True
