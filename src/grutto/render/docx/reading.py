"""A Word document that came back from somebody who edited it: its paragraphs, with figures and bookmarks told apart."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn

from grutto.errors import InputError
from grutto.store.zip_bounds import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 200 << 20
"""Bytes that the parts of a document may take unpacked."""
FIGURE = re.compile(r"figure_(\d+)")
FIELD = re.compile(r'HYPERLINK\s+\\l\s+"figure_(\d+)"')
GONE = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:footnoteReference")))
"""What a reader no longer sees, or what is no text."""
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class FigureMark:
    """A figure in a text: its number in the register, and what stands there."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph.

    Attributes:
        parts: its text, with the figures in it.
        names: its bookmarks.
        style: id of its style.
        place: the heading above it.
        in_table: it is in a cell of a table.
    """

    parts: tuple[str | FigureMark, ...]
    names: tuple[str, ...]
    style: str
    place: str
    in_table: bool

    @property
    def text(self) -> str:
        """All that stands there."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def figures(self) -> list[FigureMark]:
        """The figures in it."""
        return [part for part in self.parts if isinstance(part, FigureMark)]


def read_passages(data: bytes) -> tuple[Passage, ...]:
    """Return the paragraphs of the body of a document, in order; changes that were tracked are taken as made.

    Raises:
        InputError: it is no Word document, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise InputError("The document is too large", repair="take the pictures out that were put in")
        body = docx.Document(io.BytesIO(data)).element.body
    except (*DAMAGE, SyntaxError, AttributeError, TypeError) as error:
        raise InputError("This is not a Word document", repair="save it as .docx") from error
    return tuple(_passages(body))


def _passages(body: Any) -> Iterator[Passage]:
    place, waiting = "", []
    for element in body.iter(qn("w:p"), qn("w:bookmarkStart")):
        name = element.get(qn("w:name"), "")
        if element.tag == qn("w:bookmarkStart"):
            if element.getparent().tag != qn("w:p"):
                waiting.append(name)  # LibreOffice puts them between paragraphs; they are of the next one
            continue
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        names = (*waiting, *(mark.get(qn("w:name"), "") for mark in element.iter(qn("w:bookmarkStart"))))
        kind = "" if style is None else style.get(qn("w:val"), "")
        in_table = next(element.iterancestors(qn("w:tc")), None) is not None
        found = Passage(_parts(element), names, kind, place, in_table)
        if kind.startswith("Heading"):
            place = found.text
        waiting = []
        yield found


def _parts(paragraph: Any) -> tuple[str | FigureMark, ...]:
    """Return the text of a paragraph, pieces of the same kind joined."""
    parts: list[str | FigureMark] = []
    for number, text in _pieces(paragraph, 0, _Fields()):
        last = parts[-1] if parts else None
        if number and isinstance(last, FigureMark) and last.number == number:
            parts[-1] = FigureMark(number, last.text + text)
        elif number:
            parts.append(FigureMark(number, text))
        elif isinstance(last, str):
            parts[-1] = last + text
        elif text:
            parts.append(text)
    return tuple(parts)


class _Fields:
    """The fields that a place is within: what each says, and whether its result has begun."""

    def __init__(self) -> None:
        self.open: list[tuple[str, bool]] = []

    def turn(self, kind: str) -> None:
        """Begin, separate or end one."""
        if kind == "begin":
            self.open.append(("", False))
        elif self.open and kind == "separate":
            self.open[-1] = (self.open[-1][0], True)
        elif self.open:
            self.open.pop()

    def say(self, words: str) -> None:
        """Add to what the innermost one says."""
        if self.open:
            self.open[-1] = (self.open[-1][0] + words, False)

    @property
    def figure(self) -> int:
        """The number of the figure that a field leads to."""
        return next((int(found[1]) for words, _ in self.open if (found := FIELD.search(words))), 0)


def _pieces(element: Any, figure: int, fields: _Fields) -> Iterator[tuple[int, str]]:
    """Yield number of figure (0 for none) and text of each piece."""
    for child in element:
        if child.tag in GONE:
            continue
        if child.tag == qn("w:fldChar"):
            fields.turn(child.get(qn("w:fldCharType"), ""))
        elif child.tag == qn("w:instrText"):
            fields.say(child.text or "")
        elif child.tag == qn("w:t"):
            yield figure or fields.figure, child.text or ""
        elif child.tag in BREAKS and child.get(qn("w:type"), "textWrapping") == "textWrapping":  # no break of a page
            yield figure or fields.figure, BREAKS[child.tag]
        else:
            anchor = FIGURE.fullmatch(child.get(qn("w:anchor"), "")) if child.tag == qn("w:hyperlink") else None
            yield from _pieces(child, int(anchor[1]) if anchor else figure, fields)
