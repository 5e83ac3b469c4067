"""A letter of one or two pages, as PDF (tagged, PDF/A-2a and PDF/UA-1) and as Word, in the look of the reports.

The same letter, fonts and libraries give the same bytes. Nothing of it is kept.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.extras import required

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.render.fonts import Lettering

required("documents")

LONG = re.compile(r"\S{30}(?=\S)")
"""A piece of a word that must be broken, or it would lie over the next column."""
LAYOUT = Path(__file__).parent / "letter.typ"


@dataclass(frozen=True, slots=True)
class LetterRows:
    """A small table whose first column names the row; all other columns are set to the end of the line.

    Args:
        caption: what it says.
        head: the headings.
        rows: as many cells a row as there are headings.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of a letter.

    Args:
        title: its heading; empty for the opening.
        words: its paragraphs.
        rows: a table after them.
    """

    title: str
    words: tuple[str, ...]
    rows: LetterRows | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says, all of it in one language.

    Args:
        language: its code.
        sender: whose letter it is.
        receiver: lines of the address.
        facts: name and value: date, reference.
        title: what it is about.
        parts: opening and the parts with a heading.
        closing: lines under it: greeting, who signs.
    """

    language: str
    sender: str
    receiver: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    title: str
    parts: tuple[LetterPart, ...]
    closing: tuple[str, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text in it."""
        yield from (self.sender, *self.receiver, self.title, *self.closing)
        for fact in self.facts:
            yield from fact
        for part in self.parts:
            yield from (part.title, *part.words)
            if part.rows:
                yield from (part.rows.caption, *part.rows.head)
                for row in part.rows.rows:
                    yield from row


def as_pdf(letter: Letter) -> bytes:
    """Return a letter as PDF."""
    import typst  # noqa: PLC0415 - heavy, and seldom needed

    from grutto.render.fonts import lettering  # noqa: PLC0415
    from grutto.render.pdf import STANDARDS  # noqa: PLC0415
    from grutto.render.pdf.tags import with_row_headers  # noqa: PLC0415

    letters = lettering("".join(letter.texts()))
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(p.parent) for p in letters.files]
    )
    source = f"{LAYOUT.read_text('utf-8')}\n{_composed(letter, letters)}".encode()
    return with_row_headers(typst.compile(source, font_paths=fonts, pdf_standards=STANDARDS))


def as_docx(letter: Letter) -> bytes:
    """Return a letter as a Word document."""
    from grutto.render.docx import without_times  # noqa: PLC0415 - heavy, and seldom needed
    from grutto.render.letter.word import written  # noqa: PLC0415

    out = io.BytesIO()
    written(letter).save(out)
    return without_times(out.getvalue())


def _composed(letter: Letter, letters: Lettering) -> str:
    """Return a letter as text for Typst; all words are strings, so that none is taken for markup."""
    from grutto.render.pdf.composition import quoted  # noqa: PLC0415 - heavy, and seldom needed

    def string(text: str) -> str:
        return quoted(letters.written(text))

    def broken(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(LONG.sub("\\g<0>\u200b", text) for text in texts)

    def strings(texts: tuple[str, ...]) -> str:
        return f"({''.join(f'{string(text)}, ' for text in texts)})"

    head = (
        f"title-text: {string(letter.title)}, language: {quoted(letter.language)}, "
        f"fonts: ({''.join(f'{quoted(family)}, ' for family in letters.families)}), sender: {string(letter.sender)}, "
        f"receiver: {strings(broken(letter.receiver))}, "
        f"facts: ({''.join(f'{strings(fact)}, ' for fact in letter.facts)}), closing: {strings(letter.closing)}"
    )
    parts = []
    for part in letter.parts:
        table = "none"
        if part.rows:
            rows = "".join(f"{strings(broken(row))}, " for row in part.rows.rows)
            table = f"({string(part.rows.caption)}, {strings(part.rows.head)}, ({rows}))"
        parts.append(f"#part({string(part.title)}, {strings(part.words)}, {table})\n")
    return f"#show: letter.with({head})\n{''.join(parts)}"
