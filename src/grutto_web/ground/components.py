"""What the templates in `templates/components/` are given: texts, figures, tables, lists, facets and charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from grutto.charts.canvas import Pen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grutto.locale import Language


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as it is shown; it can be opened where it has an address.

    Args:
        text: the number, written in the reader's language, with its unit.
        address: the page that takes it apart.
        unknown: why there is no number, in words; empty if there is one.
        about: what the number counts, where it stands alone.
    """

    text: str = ""
    address: str = ""
    unknown: str = ""
    about: str = ""

    @property
    def html(self) -> SafeString:
        """The figure as it stands on a page."""
        if self.unknown:
            return format_html('<span class="unknown">{}</span>', self.unknown)
        if self.address:
            return format_html('<a class="figure" href="{}">{}</a>', self.address, self.text)
        return format_html('<span class="amount">{}</span>', self.text)


@dataclass(frozen=True, slots=True)
class LinkText:
    """A text that leads somewhere."""

    text: str
    address: str

    @property
    def html(self) -> SafeString:
        """The text as it stands on a page."""
        return format_html('<a href="{}">{}</a>', self.address, self.text) if self.address else escape(self.text)


type Cell = str | LinkText | FigureView


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table: its heading, and whether its cells are amounts (set to the end of the line)."""

    text: str
    amount: bool = False


PROSE = 60
"""Signs from which a text in a table is read as prose."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table whose first column names the row.

    Args:
        caption: what the table says; also the name of the region that scrolls on a phone.
        columns: its columns.
        rows: as many cells a row as there are columns.
        total: a last row, or none.
    """

    caption: str
    columns: Sequence[ColumnView]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()

    @property
    def body(self) -> SafeString:
        """Its rows as HTML: tables are long, and texts without a template are written many times as fast."""
        return mark_safe("\n".join(self._row(row) for row in self.rows))  # noqa: S308 - each cell is escaped

    @property
    def foot(self) -> SafeString:
        """The last row as HTML."""
        return mark_safe(self._row(self.total))  # noqa: S308 - each cell is escaped

    def _row(self, cells: Sequence[Cell]) -> str:
        first, *others = zip(self.columns, cells, strict=True)
        rest = "".join(f"<td{_look(column, cell)}>{_written(cell)}</td>" for column, cell in others)
        return f'<tr><th scope="row">{_written(first[1])}</th>{rest}</tr>'


def _look(column: ColumnView, cell: Cell) -> str:
    """Return the attribute of a cell that is no short text: beside others, prose would be a column of single words."""
    if column.amount:
        return ' class="amount"'
    return ' class="prose"' if isinstance(cell, str) and len(cell) > PROSE else ""


def _written(cell: Cell) -> str:
    """Return a cell as HTML."""
    return cell.html if isinstance(cell, FigureView | LinkText) else conditional_escape(cell)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of a list: title with address, state, a sentence; the language of the title where it differs."""

    title: str
    address: str
    about: str = ""
    state: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a facet: its count is what the list would show; its address adds it, or takes it away if chosen."""

    text: str
    address: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Choices that narrow a list."""

    title: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart drawn by the server.

    Args:
        title: the point it makes.
        drawing: SVG from our own code, for wide pages and for phones (`drawn`).
        table: the same numbers as a table.
        how: how the numbers are known.
    """

    title: str
    drawing: SafeString
    table: TableView | None = field(default=None)
    how: str = ""


def drawn(key: str, language: Language, draw: Callable[[Pen], str]) -> SafeString:
    """Return a chart as SVG, twice: for wide pages and for phones, of which the style sheet shows one.

    Args:
        key: name of the chart, unlike that of any other on the page.
        language: of the page.
        draw: one of the functions of `grutto.charts`, which escape every text.
    """
    pen = Pen(language, key)
    return mark_safe(draw(pen) + draw(pen.for_phone()))  # noqa: S308 - every text in it is escaped where it is drawn
