"""Content as HTML: every kind of line and block has its markup; one that has none is an error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grutto.charts import svg
from grutto.charts.canvas import Pen
from grutto.charts.colours import style as chart_style
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
from grutto.content.display import figure_text, marks
from grutto.content.labels import locator_text
from grutto.content.wording import in_words, text_of
from grutto.locale import column_text, language_named, translate
from grutto.locale.mixed import parts_of
from grutto.render.csv_files import WORKBOOK, csv_name, named_tables

if TYPE_CHECKING:
    from grutto.content.blocks import Block, Drawing, Line, Plain
    from grutto.content.reading import Reading
    from grutto.model.figure import Figure

FOLDER = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def running_title(*words: str) -> Markup:
    """Return the rule that prints a title at the head of each page but the first."""
    text = "".join(f"\\{ord(sign):x} " if sign in '\\"<>&\n' else sign for sign in " · ".join(words))
    return Markup(f'@page {{ @top-left {{ content: "{text}"; font: 8pt sans-serif; }} }}\n')  # noqa: S704 - escaped above


def style() -> Markup:
    """Return the style sheet that every page carries."""
    return Markup((FOLDER / "style.css").read_text("utf-8") + chart_style())  # noqa: S704 - our own file


def page_name(language: str, languages: tuple[str, ...], kind: str = "index") -> str:
    """Return the file name of a language's page: the first language needs no code in it.

    Args:
        language: code of the language.
        languages: all languages of the report.
        kind: `index` is the report, `register` the register of its figures; else a chapter.
    """
    return f"{kind}.html" if language == languages[0] else f"{kind}.{language}.html"


class Page:
    """A page in the making: which figures were shown already, so that the register leads back to the first place.

    Args:
        content: what it shows, or a part of.
        languages: all languages of the edition; its first language needs no code in file names.
        elsewhere: the page is of one chapter: anchors it does not have itself are on the page of the report.
    """

    def __init__(self, content: Reading, languages: tuple[str, ...], elsewhere: frozenset[str] = frozenset()) -> None:
        self.language = language_named(content.language)
        self.languages = languages
        self.elsewhere = elsewhere
        self.report, self.register = (page_name(content.language, languages, kind) for kind in ("index", "register"))
        self._seen: set[str] = set()
        self._charts = 0
        self._files = {id(table): csv_name(name) for name, table in named_tables(content.document)}
        self.variables: dict[str, Any] = {
            "block": self.block,
            "column": self.column,
            "document": content.document,
            "in_text": self.in_text,
            "language": self.language,
            "line": self.line,
            "note": content.note,
            "place": self.place_text,
            "plain": self.plain,
            "register_file": self.register,
            "report_file": self.report,
            "spoken": self.spoken,
            "running_title": running_title(self.plain(content.document.title), self.plain(content.document.subtitle)),
            "style": style(),
            "words": self.translated,
            "workbook": WORKBOOK if self._files else "",
        }
        self._macros: Any = TEMPLATES.get_template("blocks.html").make_module(self.variables)

    def written(self, template: str, **values: object) -> str:
        """Return a page from its template."""
        return TEMPLATES.get_template(template).render(**self.variables, section=self._macros.section, **values)

    def block(self, block: Block) -> Markup:
        """Return a block as HTML."""
        macros = self._macros
        match block:
            case Heading():
                html = macros.heading(block)
            case Paragraph():
                html = macros.paragraph(block)
            case Callout():
                html = macros.callout(block)
            case SignedText():
                html = macros.signed_text(block)
            case Items():
                html = macros.items(block)
            case Facts():
                html = macros.facts(block)
            case Table():
                html = macros.table(block, self._files.get(id(block)))
            case Lines() | Multiples() | Ranking() | FlowMap() | Chord() | Fan() | Pyramid():
                html = macros.drawing(block, self.drawn(block), table_of(block))
            case Flows() | Waterfall():
                html = macros.drawing(block, self.drawn(block), None)
            case _:
                assert_never(block)
        return Markup(html)  # noqa: S704 - made by our own templates

    def line(self, line: Line) -> Markup:
        """Return a line as HTML."""
        return Markup("").join(self._inline(inline) for inline in in_words(line, self.language))

    def plain(self, line: Line) -> str:
        """Return a line as plain text, for titles and labels."""
        return text_of(line, self.language)

    def _inline(self, inline: Plain) -> Markup:
        match inline:
            case Words(text):
                return escape(text)
            case Label(text):
                return Markup("<span data-label>{}</span>").format(text)
            case Quote(text, language):
                attribute = Markup(' lang="{}"').format(language) if language else ""
                return Markup("<span data-quote{}>{}</span>").format(attribute, text)
            case Link(line, target):
                return Markup('<a href="{}">{}</a>').format(self._place(target), self.spoken(self.plain(line)))
            case FigureText(figure, style):
                return self.figure(figure, signed=style in {"signed", "points"}, points=style == "points")
            case _:
                assert_never(inline)

    def _place(self, target: str) -> str:
        """Return where a link leads: to a folder beside the report, to this page, or to the page of the report."""
        if target.endswith("/"):
            return target + page_name(self.language.code, self.languages)
        return f"{self.report if target in self.elsewhere else ''}#{target}"

    def figure(self, figure: Figure, *, signed: bool = False, points: bool = False) -> Markup:
        """Return a figure as a link to its entry in the register."""
        first = figure.id not in self._seen
        self._seen.add(figure.id)
        anchor = Markup(' id="use-{}"').format(figure.id) if first else ""
        text = figure_text(figure, self.language, signed=signed, points=points)
        link = Markup('<a class="figure{}"{} data-figure="{}" href="{}#figure-{}">{}</a>').format(
            " unknown" if figure.value is None else "", anchor, figure.id, self.register, figure.id, self.spoken(text)
        )
        return link + self._marks(figure)

    def in_text(self, figure: Figure) -> bool:
        """Tell whether a figure was shown so far; others are only parts of figures that are."""
        return figure.id in self._seen

    def _marks(self, figure: Figure) -> Markup:
        """Return the marks of a figure that is not whole or not quite comparable."""
        text = Markup(' <span class="mark">({})</span>')
        return Markup("").join(text.format(self.translated(mark)) for mark in marks(figure))

    def spoken(self, text: str) -> Markup:
        """Return a text with its parts in other languages marked."""
        marked = Markup('<span lang="{}">{}</span>')
        return Markup("").join(marked.format(code, part) if code else escape(part) for part, code in parts_of(text))

    def translated(self, text: str) -> Markup:
        """Return a text of Grutto in the language of the page."""
        return self.spoken(translate(text, self.language.code))

    def column(self, name: str) -> Markup:
        """Return what a column of a table of the release is called."""
        return self.spoken(column_text(name, self.language))

    def place_text(self, locator: str) -> Markup:
        """Return a place in a source file."""
        return self.spoken(locator_text(locator, self.language))

    def drawn(self, drawing: Drawing) -> Markup:
        """Return a drawing as SVG, twice: for a page and for a phone, of which the style sheet shows one."""
        self._charts += 1
        pen = Pen(self.language, f"chart-{self._charts}")
        both = svg(drawing, pen) + svg(drawing, pen.for_phone())
        return Markup(both)  # noqa: S704 - every text in it is escaped where it is drawn
