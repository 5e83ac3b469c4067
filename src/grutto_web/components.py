"""What the templates in `templates/components/` are given: texts, figures, tables, lists, facets and charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from grutto.charts.canvas import Pen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grutto.locale import Language


@dataclass(frozen=True, slots=True)
class FigureText:
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
    def is_figure(self) -> bool:
        """True; templates tell figures from other cells by it."""
        return True


@dataclass(frozen=True, slots=True)
class LinkText:
    """A text that leads somewhere."""

    text: str
    address: str


type Cell = str | LinkText | FigureText


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table: its heading, and whether its cells are amounts (set to the end of the line)."""

    text: str
    amount: bool = False


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
    def cells(self) -> list[list[tuple[ColumnView, Cell]]]:
        """Each row as pairs of column and cell."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def total_cells(self) -> list[tuple[ColumnView, Cell]]:
        """The last row as pairs of column and cell."""
        return list(zip(self.columns, self.total, strict=True))


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
