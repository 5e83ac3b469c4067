"""The report as self-contained HTML, and the register of its figures beside it: no script, nothing fetched, fit for
screen, phone and paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grutto.charts import svg
from grutto.charts.canvas import Pen
from grutto.charts.money import draw
from grutto.charts.table import table_of
from grutto.content.blocks import FigureText, Label, Link, Plot, Quote, Words
from grutto.content.display import shown
from grutto.locale import language_named, msg, translate
from grutto.measures.comparability import breaks_a_series
from grutto.measures.derive import OTHER_LENGTH
from grutto.model.figure import Derivation
from grutto.render.sheets import WORKBOOK, csv_name, named_tables

if TYPE_CHECKING:
    from grutto.content.blocks import Chart, Document, Inline, Line
    from grutto.content.stored import Content
    from grutto.locale import Language
    from grutto.model.figure import Figure

FOLDER = Path(__file__).parent
HUNDRED = Decimal(100)


def page_name(language: str, languages: tuple[str, ...], kind: str = "index") -> str:
    """Return the file name of a language's page: the first language needs no code in it.

    Args:
        language: code of the language.
        languages: all languages of the report.
        kind: `index` is the report, `register` the register of its figures.
    """
    return f"{kind}.html" if language == languages[0] else f"{kind}.{language}.html"


def render(content: Content, languages: tuple[str, ...]) -> dict[str, str]:
    """Return file name to page of one language: the report and its register; the same content gives the same bytes.

    Args:
        content: what the edition says in that language.
        languages: all languages of the edition.
    """
    language = content.language
    report, register = (page_name(language, languages, kind) for kind in ("index", "register"))
    page = _Page(language_named(language), register, languages)
    environment = _environment(page, content.document)

    def written(kind: str, **values: object) -> str:
        others = [(page_name(c, languages, kind), language_named(c)) for c in languages if c != language]
        template = environment.get_template("report.html" if kind == "index" else "register.html")
        return template.render(others=others, report_file=report, register_file=register, **values)

    return {report: written("index"), register: written("register", register=content.register)}


def _environment(page: _Page, document: Document) -> Environment:
    """Return the templates with what both pages of a language use."""
    files = {id(table): csv_name(name) for name, table in named_tables(document)}
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "line": page.line,
        "plain": page.plain,
        "figure_link": page.figure,
        "in_text": page.in_text,
        "kind": lambda block: type(block).__name__,
        "words": page.translated,
        "drawing": Markup,
        "widths": page.widths,
        "is_drawn": lambda block: isinstance(block, Plot),
        "drawn": page.drawn,
        "table_of": lambda block: table_of(block, page.translated),
        "flow_of_money": lambda block: draw(block, page.language),
        "file_of": lambda block: files.get(id(block)),
        "document": document,
        "language": page.language,
        "style": Markup((FOLDER / "style.css").read_text("utf-8")),  # noqa: S704 - our own file
        "workbook": WORKBOOK if files else "",
    }
    return environment


@dataclass(slots=True)
class _Page:
    """A page in the making: which figures were shown already, so that the register leads back to the first place."""

    language: Language
    register: str
    languages: tuple[str, ...]
    _seen: set[str] = field(default_factory=set)
    _charts: int = 0

    def line(self, line: Line) -> Markup:
        """Return a line as HTML."""
        return Markup("").join(self._inline(inline) for inline in line)

    def plain(self, line: Line) -> str:
        """Return a line as plain text, for titles and labels."""
        return "".join(shown(i.figure, self.language) if isinstance(i, FigureText) else i.text for i in line)

    def _inline(self, inline: Inline) -> Markup:
        match inline:
            case Words(text):
                return escape(text)
            case Label(text):
                return Markup("<span data-label>{}</span>").format(text)
            case Quote(text, language):
                attribute = Markup(' lang="{}"').format(language) if language else ""
                return Markup("<span data-quote{}>{}</span>").format(attribute, text)
            case Link(text, target):
                beside = target.endswith("/")
                place = target + page_name(self.language.code, self.languages) if beside else f"#{target}"
                return Markup('<a href="{}">{}</a>').format(place, text)
            case FigureText(figure, style):
                return self.figure(figure, signed=style in {"signed", "points"}, points=style == "points")
        raise TypeError(inline)

    def figure(self, figure: Figure, *, signed: bool = False, points: bool = False) -> Markup:
        """Return a figure as a link to its entry in the register."""
        first = figure.id not in self._seen
        self._seen.add(figure.id)
        anchor = Markup(' id="use-{}"').format(figure.id) if first else ""
        text = shown(figure, self.language, signed=signed, points=points)
        link = Markup('<a class="figure{}"{} data-figure="{}" href="{}#figure-{}">{}</a>').format(
            " unknown" if figure.value is None else "", anchor, figure.id, self.register, figure.id, text
        )
        return link + self._marks(figure)

    def in_text(self, figure: Figure) -> bool:
        """Tell whether a figure was shown so far; others are only parts of figures that are."""
        return figure.id in self._seen

    def _marks(self, figure: Figure) -> Markup:
        """Return the marks of a figure that is not whole or not quite comparable."""
        marks = Markup("")
        if figure.value is not None and figure.unknown:
            marks += Markup(' <span class="mark">({})</span>').format(self.translated(msg("incomplete")))
        if any(reason.startswith(OTHER_LENGTH) for reason, _ in figure.reasons):
            marks += Markup(' <span class="mark">({})</span>').format(self.translated(msg("other period length")))
        elif isinstance(figure.lineage, Derivation) and any(map(breaks_a_series, figure.warnings)):
            marks += Markup(' <span class="mark">({})</span>').format(self.translated(msg("compare with care")))
        return marks

    def translated(self, text: str) -> str:
        """Return a text of Grutto in the language of the page."""
        return translate(text, self.language.code)

    def drawn(self, picture: Plot) -> Markup:
        """Return a chart as SVG."""
        self._charts += 1
        key = f"chart-{self._charts}"
        pen = Pen(self.language, self.plain, lambda figure: shown(figure, self.language), self.translated, key)
        return Markup(svg(picture, pen))  # noqa: S704 - every text in it is escaped where it is drawn

    def widths(self, chart: Chart) -> list[Decimal]:
        """Return how long each bar is, in percent of the longest, and of the whole if the unit is percent."""
        values = [bar.figure.value or Decimal(0) for bar in chart.bars]
        floor = HUNDRED if chart.bars and chart.bars[0].figure.unit == "percent" else Decimal(0)
        longest = max([*values, floor], default=Decimal(0))
        return [(max(v, Decimal(0)) * HUNDRED / longest).quantize(Decimal("0.01")) if longest else v for v in values]
