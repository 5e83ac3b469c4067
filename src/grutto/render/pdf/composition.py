"""Content as text for Typst: every kind of line and block has its markup; one that has none is an error.

All words go in as strings, so that nothing in a title is ever taken for markup.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile
from typing import TYPE_CHECKING, assert_never

from grutto.charts.table import table_of
from grutto.content.blocks import (
    Callout,
    Chord,
    Drawing,
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
from grutto.locale import language_named, msg, translate
from grutto.locale.mixed import parts_of, united
from grutto.render.drawings import picture_of
from grutto.render.outline import anchors_of, levels, widths_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.content.blocks import Block, Line, Plain, Section
    from grutto.content.reading import Reading
    from grutto.content.register import RegisterEntry
    from grutto.render.fonts import Lettering

ROOM = {8.5: 88, 7.5: 100, 6.5: 115}
"""Signs of a table on a line, by the size of its letters in points."""
CODE = re.compile(r"[a-z]{2,3}")
SAID_BEFORE = 3
"""Paragraphs before a picture that stay on its page."""


def quoted(text: str) -> str:
    """Return a text as a string of Typst."""
    clean = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class Composition:
    """A report being composed: which tables wait for the annex, and which places links can lead to.

    Args:
        content: what it shows.
        letters: what it is written with.
    """

    def __init__(self, content: Reading, letters: Lettering) -> None:
        self.content = content
        self.language = language_named(content.language)
        self.letters = letters
        self._numbers = {entry.figure.id: entry.number for entry in content.register}
        self._anchors = anchors_of(content.document)
        self._levels = levels(content.document)
        self._placed: set[str] = set()
        self._annex: dict[Table, Table] = {}
        self._here: Line = ()
        self._charts = 0

    def text(self) -> str:
        """Return the whole report."""
        document = self.content.document
        title, contents = self._string(text_of(document.title, self.language)), self._say(msg("Contents"))
        fonts = ", ".join(map(quoted, self.letters.families))
        head = f"#show: report.with(title: {title}, language: {quoted(self.language.code)}, fonts: ({fonts},), "
        head += f"note: {self._string(self.content.note)}, contents: {contents})\n"
        note = f"[#{self._string(self.content.note)}]" if self.content.note else "none"
        cover = f"#cover({self._line(document.title)}, {self._line(document.subtitle)}, {note}, "
        cover += f"[{self._facts(document.facts)}])\n#table-of-contents()\n#pagebreak()\n"
        chapters = "".join(self._section(section) for section in document.sections)
        return head + cover + chapters + self._annexes()

    def _section(self, section: Section) -> str:
        head = self._heading(section.title, self._levels[id(section)], section.anchor)
        self._here = section.title
        blocks = "".join(self._before_picture(section.blocks, place) + "\n" for place in range(len(section.blocks)))
        parts = "".join(self._section(part) for part in section.parts)
        return head + blocks + parts

    def _before_picture(self, blocks: tuple[Block, ...], place: int) -> str:
        """Return a block; what is said right before a picture stays on its page."""
        block = self._block(blocks[place])
        rest = dropwhile(lambda after: isinstance(after, Paragraph), blocks[place : place + SAID_BEFORE + 1])
        pictured = isinstance(blocks[place], Paragraph) and isinstance(next(rest, None), Drawing)
        return f"#kept[{block}]" if pictured else block

    def _heading(self, line: Line, level: int, anchor: str) -> str:
        """Return a heading; the first of an anchor is where links lead."""
        label = f" #label({quoted(f'at-{anchor}')})" if anchor and anchor not in self._placed else ""
        self._placed.add(anchor)
        return f"#heading(level: {level}){self._line(line)}{label}\n"

    def _block(self, block: Block) -> str:  # noqa: PLR0911 - one case a kind of block
        match block:
            case Heading(line, _, anchor):
                return self._heading(line, self._levels[id(block)], anchor)
            case Paragraph(line, look):
                return f"#{look or 'par'}({self._line(line)})"
            case Callout(lines, kind):
                colour = "rust" if kind == "warning" else "marsh"
                return f"#callout({colour}, {self._lines(lines)})"
            case SignedText(text, by, kind):
                return f"#signed({self._line(kind) if kind else 'none'}, {self._line(text)}, {self._line(by)})"
            case Items(lines):
                return f"#list({self._lines(lines)})"
            case Facts():
                return self._facts(block)
            case Table():
                return self._later(block) if block.opened_by_reader else self._table(block)
            case Lines() | Multiples() | Ranking() | FlowMap() | Chord() | Fan() | Pyramid():
                return self._picture(block) + self._later(table_of(block))
            case Flows() | Waterfall():
                return self._picture(block)
            case _:
                assert_never(block)

    def _picture(self, block: Drawing) -> str:
        self._charts += 1
        picture = picture_of(block, self.language, f"chart-{self._charts}")
        texts = ", ".join(map(self._string, (picture.svg, picture.alternative_text)))
        return f"#drawing({texts}, {self._spoken(picture.title)}, {picture.part:.1%})"

    def _facts(self, facts: Facts) -> str:
        pairs = (f"({self._line(name)}, {self._line(text)})" for name, text in facts.pairs)
        return f"#facts({', '.join(pairs)})"

    def _later(self, table: Table) -> str:
        """Return where a table stands that is not the first thing to read: in the annex, the same one once.

        Of others with the same name, each later one has that of its section beside it.
        """
        if table not in self._annex:
            again = any(table.caption == other.caption for other in self._annex)
            section = (Label(" ("), *self._here, Label(")")) if again else ()
            self._annex[table] = replace(table, caption=(*table.caption, *section))
        place = quoted(f"table-{list(self._annex).index(table) + 1}")
        caption = self._line(self._annex[table].caption)
        return f"#small[#{self._say(msg('Table in the annex'))}: #away(label({place}), {caption})]"

    def _annexes(self) -> str:
        tables = [
            f"{self._table(table)} #label({quoted(f'table-{number}')})\n"
            for number, table in enumerate(self._annex.values(), start=1)
        ]
        head = f"#pagebreak()\n#heading(level: 1)[#{self._say(msg('Annex: tables'))}]\n" if tables else ""
        return head + "".join(tables) + self._register()

    def _table(self, table: Table) -> str:
        size = 8.5 if len(table.columns) <= 5 else 7.5 if len(table.columns) <= 8 else 6.5
        align = ", ".join("end" if column.numeric else "start" for column in table.columns)
        head = "".join(f"{self._line(column.head)}, " for column in table.columns)
        rows, foot = ("".join(f"{self._row(row)}, " for row in part) for part in (table.rows, table.foot))
        widths = ", ".join(f"{width}fr" for width in widths_of(table, self.language, ROOM[size]))
        return f"#data({self._line(table.caption)}, ({widths},), ({align},), {size}pt, ({head}), ({rows}), ({foot}))"

    def _row(self, row: tuple[Line, ...]) -> str:
        return f"({''.join(f'{self._line(cell)}, ' for cell in row)})"

    def _register(self) -> str:
        if not self.content.register:
            return ""
        heads = (msg("No."), msg("Value"), msg("What it is"))
        head = "".join(f"[#{self._say(text)}], " for text in heads)
        rows = "".join(f"{self._entry(entry)}, " for entry in self.content.register)
        title = self._say(msg("Register of figures"))
        about = self._say(msg("Each figure with its exact value; the page of the report has the rows behind each."))
        return (
            f"#pagebreak()\n#heading(level: 1)[#{title}]\n#par[#{about}]\n"
            f"#data(none, (auto, auto, 1fr,), (start, end, start,), 7pt, ({head}), ({rows}), ())\n"
        )

    def _entry(self, entry: RegisterEntry) -> str:
        """Return the cells of a figure in the register; the first is where its uses lead."""
        what = united(filter(None, (entry.name, entry.period, entry.subject)), " ")
        place = f"[#box[{entry.number}] #label({quoted(f'figure-{entry.number}')})]"
        cells = (f"[#{self._spoken(text)}]" for text in (entry.value, what))
        return f"({', '.join([place, *cells])})"

    def _lines(self, lines: Iterable[Line]) -> str:
        return ", ".join(self._line(line) for line in lines)

    def _line(self, line: Line) -> str:
        """Return a line as content."""
        return f"[{''.join(self._inline(inline) for inline in in_words(line, self.language))}]"

    def _inline(self, inline: Plain) -> str:
        match inline:
            case Words(text) | Label(text):
                return f"#{self._string(text)}"
            case Quote(text, language):
                return self._foreign(text, language.lower())
            case Link(line, target):
                return self._link(text_of(line, self.language), target)
            case FigureText():
                return self._figure(inline)
            case _:
                assert_never(inline)

    def _link(self, text: str, target: str) -> str:
        if target in self._anchors:
            return f"#away(label({quoted(f'at-{target}')}), {self._spoken(text)})"
        return f"#{self._spoken(text)}"

    def _figure(self, text: FigureText) -> str:
        figure, value = text.figure, written(text, self.language)
        mark_texts = "".join(f"#mark({self._say(mark)})" for mark in marks(figure))
        if figure.id not in self._numbers:
            return f"#{self._spoken(value)}{mark_texts}"
        return f"#fig({quoted(f'figure-{self._numbers[figure.id]}')}, {self._spoken(value)}){mark_texts}"

    def _string(self, text: str) -> str:
        return quoted(self.letters.written(text))

    def _foreign(self, text: str, code: str) -> str:
        """Return a text as content, marked with its language if that is another one than the report's."""
        foreign = CODE.fullmatch(code) and code != self.language.code
        return f"#text(lang: {quoted(code)}, {self._string(text)})" if foreign else f"#{self._string(text)}"

    def _spoken(self, text: str) -> str:
        """Return a text as an expression; as content where parts of it are in other languages."""
        parts = parts_of(text)
        mixed = any(code for _, code in parts)
        return f"[{''.join(self._foreign(*part) for part in parts)}]" if mixed else self._string(text)

    def _say(self, text: str) -> str:
        return self._spoken(translate(text, self.language.code))
