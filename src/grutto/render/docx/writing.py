"""Content as paragraphs and tables of Word: every kind of line and block has its form; one without is an error."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, assert_never

import resvg_py
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from grutto.charts.table import table_of
from grutto.content.blocks import (
    Callout,
    Chord,
    Facts,
    Fan,
    FigureText,
    FlowMap,
    Flows,
    Heading,
    Items,
    Label,
    Lines,
    Link,
    Multiples,
    Paragraph,
    Pyramid,
    Quote,
    Ranking,
    SignedText,
    Table,
    Waterfall,
    Words,
)
from grutto.content.display import marks, written
from grutto.content.wording import in_words, text_of
from grutto.locale import day, language_named, msg, translate
from grutto.locale.mixed import language_of, parts_of, united
from grutto.locale.reasons import reference_text
from grutto.render.docx.footnotes import Footnotes
from grutto.render.docx.parts import alternative, bookmark, clean, element, field, field_end, link, run, spoken
from grutto.render.docx.styles import new_document, rule
from grutto.render.drawings import picture_of
from grutto.render.outline import anchors_of, levels, widths_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.content.blocks import Block, Drawing, Line, Plain, Section
    from grutto.content.reading import Reading
    from grutto.content.register import RegisterEntry
    from grutto.model.figure import Figure
    from grutto.render.fonts import Lettering

WIDTH = Cm(16.4)
SHORT = 8
"""Rows of a table that is not broken over pages."""
PICTURES = (Lines, Multiples, Ranking, FlowMap, Chord, Fan, Pyramid, Flows, Waterfall, Table)
"""What the small print above it stays with."""
ROOM = 100
"""Signs of the small print of tables on a line."""
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written into the document, so that the same content gives the same bytes."""


class Manuscript:
    """A Word document in the making.

    Args:
        content: what it shows.
        letters: what its pictures are written with.

    Attributes:
        prose: bookmark of each paragraph that people may write anew to what it says; filled while writing.
        chapters: bookmark of a paragraph or heading to the anchor of the chapter that it is in; likewise.
    """

    def __init__(self, content: Reading, letters: Lettering) -> None:
        self.content = content
        self.language = language_named(content.language)
        self.letters = letters
        self._word = new_document(content.language)
        self._styles: dict[str, str | None] = {"Normal": None}  # the style of a paragraph that names none
        self._numbers = {entry.figure.id: entry.number for entry in content.register}
        self._levels = levels(content.document)
        self._places = {anchor: f"at_{n}" for n, anchor in enumerate(sorted(anchors_of(content.document)), start=1)}
        self._placed: set[str] = set()
        self.prose: dict[str, Line] = {}
        self.chapters: dict[str, str] = {}
        self._chapter = ""
        self._stated = {entry.figure.id: entry.statement for entry in content.register if entry.statement}
        self._notes = Footnotes()
        self._noted: set[tuple[str, str]] = set()
        self._bookmarks = 0
        self._pictures = 0

    def document(self) -> Any:
        """Return the whole report."""
        report = self.content.document
        title = clean(text_of(report.title, self.language))
        properties = self._word.core_properties
        properties.title, properties.author, properties.comments = title, "Grutto", clean(self.content.note)
        properties.language = self.language.code
        properties.created = properties.modified = CREATED
        self._cover(title)
        for section in report.sections:
            self._chapter = section.anchor
            self._section(section)
        self._register()
        self._head_and_foot(title)
        self._notes.attach(self._word)
        return self._word

    def _cover(self, title: str) -> None:
        report = self.content.document
        self._styled(title, style="Title")
        self._paragraph(report.subtitle, "Subtitle")
        if self.content.note:
            self._styled(self.content.note, style="Grutto Warning")
        self._facts(report.facts)
        contents = self._styled(self._say(msg("Contents")), style="Grutto Contents")
        contents.paragraph_format.page_break_before = True
        self._contents()
        self._word.add_page_break()

    def _contents(self) -> None:
        """Write the table of contents: a field that Word brings up to date, with its entries already there."""
        entries = list(self._entries(self.content.document.sections))
        start = field('TOC \\o "1-2" \\h \\z \\u', dirty=True)[:-1]
        paragraph = None
        for section in entries:
            paragraph = self._styled(style=f"TOC {self._levels[id(section)]}")
            paragraph._p.extend(start)
            start = []
            words, place = self._runs(text_of(section.title, self.language)), self._places.get(section.anchor)
            paragraph._p.extend([link(place, words)] if place else words)
        if paragraph is not None:
            paragraph._p.append(field_end())

    def _entries(self, sections: Iterable[Section]) -> Iterable[Section]:
        for section in sections:
            if self._levels[id(section)] <= 2:
                yield section
            yield from self._entries(section.parts)

    def _head_and_foot(self, title: str) -> None:
        section = self._word.sections[0]
        section.different_first_page_header_footer = True
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.style = foot.style = self._word.styles["Grutto Small"]
        head.add_run(title + "\t\t")
        head._p.extend(field('STYLEREF "Heading 1"'))
        foot.add_run(f"{self.content.note}\t\t"[-200:])
        foot._p.extend(field("PAGE", "1"))
        for each in (head, foot):
            stops = each.paragraph_format.tab_stops
            stops.add_tab_stop(WIDTH // 2)
            stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)

    def _section(self, section: Section) -> None:
        self._heading(section.title, self._levels[id(section)], section.anchor)
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            self._block(block)
            if isinstance(block, Paragraph) and block.look == "small" and isinstance(after, PICTURES):
                self._word.paragraphs[-1].paragraph_format.keep_with_next = True
        for part in section.parts:
            self._section(part)

    def _heading(self, line: Line, level: int, anchor: str) -> None:
        paragraph = self._paragraph(line, f"Heading {level}")
        if anchor and anchor not in self._placed:
            self._placed.add(anchor)
            self._mark(paragraph, self._places[anchor])
            self.chapters[self._places[anchor]] = self._chapter

    def _block(self, block: Block) -> None:  # noqa: C901 - one case a kind of block
        match block:
            case Heading(line, _, anchor):
                self._heading(line, self._levels[id(block)], anchor)
            case Paragraph(line, look):
                self._text(line, {"": "Normal", "lead": "Grutto Lead", "small": "Grutto Small"}[look])
            case Callout(lines, kind):
                for line in lines:
                    self._text(line, "Grutto Warning" if kind == "warning" else "Grutto Note")
            case SignedText():
                self._signed(block)
            case Items(lines):
                for line in lines:
                    self._text(line, "List Bullet")
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)
            case Lines() | Multiples() | Ranking() | FlowMap() | Chord() | Fan() | Pyramid():
                self._picture(block)
                self._table(table_of(block))
            case Flows() | Waterfall():
                self._picture(block)
            case _:
                assert_never(block)

    def _signed(self, block: SignedText) -> None:
        for line in (block.kind, block.text, block.by):
            if line:
                write = self._text if line is block.text else self._paragraph
                write(line, "Grutto Signed").paragraph_format.keep_with_next = line is not block.by

    def _text(self, line: Line, style: str) -> Any:
        """Write a paragraph with a bookmark by which it is known again after somebody edited it."""
        paragraph, name = self._paragraph(line, style), f"text_{len(self.prose) + 1}"
        self.prose[name], self.chapters[name] = in_words(line, self.language), self._chapter
        self._mark(paragraph, name)
        return paragraph

    def _facts(self, facts: Facts) -> None:
        for place, (name, text) in enumerate(facts.pairs, start=1):
            paragraph = self._styled(style="Normal")
            paragraph.paragraph_format.keep_with_next = place < len(facts.pairs)
            paragraph.paragraph_format.space_after = Pt(2 if place < len(facts.pairs) else 6)
            spoken(paragraph, united((text_of(name, self.language), ": ")), bold=True)
            self._fill(paragraph, text)

    def _picture(self, block: Drawing) -> None:
        self._pictures += 1
        picture = picture_of(block, self.language, f"chart-{self._pictures}")
        self._styled(picture.title, style="Caption")
        files = [str(path) for path in self.letters.files]
        png = resvg_py.svg_to_bytes(
            svg_string=self.letters.written(picture.svg),
            width=1400,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=files,
            sans_serif_family="Noto Sans",
        )
        width = Emu(round(WIDTH * picture.part))
        alternative(
            self._word.add_picture(io.BytesIO(bytes(png)), width=width), picture.alternative_text, self._pictures
        )

    def _table(self, table: Table) -> None:
        if table.caption:
            self._paragraph(table.caption, "Caption")
        style = "Grutto Cell" if len(table.columns) <= 5 else "Grutto Register"
        numeric = [column.numeric for column in table.columns]
        widths = widths_of(table, self.language, ROOM)
        body = self._grid(len(table.rows) + len(table.foot) + 1, widths)
        lines = (tuple(column.head for column in table.columns), *table.rows, *table.foot)
        strong = {0, *range(len(table.rows) + 1, len(lines))}
        for place, (row, cells) in enumerate(zip(body, lines, strict=True)):
            for cell, line, is_number in zip(row, cells, numeric, strict=False):
                paragraph = self._cell(cell, style, is_number=is_number)
                self._fill(paragraph, line, bold=place in strong)
                paragraph.paragraph_format.keep_with_next = place < 2 or place < len(lines) - 1 <= SHORT
        self._styled(style="Grutto Cell")

    def _cell(self, cell: Any, style: str, *, is_number: bool) -> Any:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._style(style)
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return paragraph

    def _grid(self, rows: int, widths: list[int]) -> list[tuple[Any, ...]]:
        """Return the cells of a new table with repeated head, rows that are not split, and fixed widths."""
        table = self._word.add_table(rows, len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        rule(table)
        shares = [Emu(WIDTH * width // sum(widths)) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = share
        cells = [tuple(row.cells) for row in table.rows]
        for row in table.rows:
            row._tr.get_or_add_trPr().append(element("cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
        for row in cells:
            for cell, share in zip(row, shares, strict=True):
                cell.width = share
        return cells

    def _register(self) -> None:
        if not self.content.register:
            return
        heading = self._styled(self._say(msg("Register of figures")), style="Heading 1")
        heading.paragraph_format.page_break_before = True
        about = self._say(msg("Each figure with its exact value; the page of the report has the rows behind each."))
        self._styled(about, style="Normal")
        for entry in self.content.register:
            self._entry(entry)

    def _entry(self, entry: RegisterEntry) -> None:
        """Write a figure in the register: a paragraph with the bookmark that its uses lead to."""
        paragraph = self._styled(style="Grutto Register")
        spoken(paragraph, united((f"{entry.number}. ", entry.value)), bold=True)
        spoken(paragraph, united(("  ", united(filter(None, (entry.name, entry.period, entry.subject)), " "))))
        self._mark(paragraph, f"figure_{entry.number}")

    def _mark(self, paragraph: Any, name: str) -> None:
        self._bookmarks += 1
        bookmark(paragraph, name, self._bookmarks)

    def _styled(self, text: str = "", *, style: str) -> Any:
        """Return a new paragraph in a style."""
        paragraph = self._word.add_paragraph()
        spoken(paragraph, text)
        paragraph._p.style = self._style(style)
        return paragraph

    def _style(self, name: str) -> str | None:
        """Return the id of a style, looked up once: the library goes through all of them for each paragraph."""
        if name not in self._styles:
            self._styles[name] = str(self._word.styles[name].style_id)
        return self._styles[name]

    def _paragraph(self, line: Line, style: str) -> Any:
        paragraph = self._styled(style=style)
        self._fill(paragraph, line)
        return paragraph

    def _fill(self, paragraph: Any, line: Line, *, bold: bool = False) -> None:
        for inline in in_words(line, self.language):
            paragraph._p.extend(self._inline(inline))
        if bold:
            for each in paragraph._p.iter(qn("w:r")):
                properties = each.get_or_add_rPr()
                properties.insert(1 if properties.find(qn("w:rStyle")) is not None else 0, element("b"))

    def _inline(self, inline: Plain) -> list[Any]:
        match inline:
            case Words(text) | Label(text):
                return [run(text)]
            case Quote(text, language):
                return [run(text, language="" if language == self.language.code else language)]
            case Link(line, target):
                text, place = text_of(line, self.language), self._places.get(target)
                return [link(place, self._runs(text, "GruttoLink"))] if place else self._runs(text)
            case FigureText():
                return self._figure(inline)
            case _:
                assert_never(inline)

    def _figure(self, text: FigureText) -> list[Any]:
        figure, value = text.figure, written(text, self.language)
        marked = [self._say(mark) for mark in marks(figure)]
        mark_runs = [run(f" ({text})", language=language_of(text)) for text in marked]
        number, runs = self._numbers.get(figure.id), self._runs(value, "GruttoFigure")
        return [*([link(f"figure_{number}", runs)] if number else runs), *mark_runs, *self._source(figure)]

    def _runs(self, text: str, style: str = "") -> list[Any]:
        """Return a text as runs, each part in its language of proofing."""
        return [run(part, style, language) for part, language in parts_of(text)]

    def _source(self, figure: Figure) -> list[Any]:
        """Return the footnote of a figure that a document states: once a chapter for each document."""
        stated = self._stated.get(figure.id)
        if stated is None or figure.value is None:
            return []
        text = f"{stated.author}, {day(stated.date, self.language)}: {reference_text(stated.reference, self.language)}"
        if (self._chapter, text) in self._noted:
            return []
        self._noted.add((self._chapter, text))
        return [self._notes.add(text)]

    def _say(self, text: str) -> str:
        return translate(text, self.language.code)
