"""What a report says, apart from how it looks: blocks of prose, figures, quotes and labels.

A figure can only come in as a figure, so it always leads to its lineage. Prose may not hold a digit: neither when a
section makes it nor when it is read from the content of an edition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from grutto.content.digits import refuse_digits
from grutto.model.figure import Figure

PAGE = 40
"""Rows of a table that fit on a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """Prose written by Grutto or in a judgement; a digit in it is refused."""

    text: str

    def __post_init__(self) -> None:
        """Refuse a digit.

        Raises:
            VerificationError: the text holds one.
        """
        refuse_digits(self.text)


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure, and how it is shown: `plain`, `signed` (a change), `points` (a change of percentages) or `unit`."""

    figure: Figure
    style: Literal["plain", "signed", "points", "unit"] = "plain"


@dataclass(frozen=True, slots=True)
class Quote:
    """Text as a source, framework or person wrote it: a title, a name, a citation."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A year, date, code or number that names something and counts nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another place in the report, or to a folder beside it (`chain/X/`): to its page in the same language."""

    text: str
    target: str

    def __post_init__(self) -> None:
        """Refuse a digit.

        Raises:
            VerificationError: the text holds one.
        """
        refuse_digits(self.text)


Inline = Words | FigureText | Quote | Label | Link
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section, of level 3 or 4."""

    line: Line
    level: Literal[3, 4] = 3
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the first and larger one, `small` is an aside."""

    line: Line
    look: Literal["", "lead", "small"] = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """Something the reader must not miss: a note, or a warning about comparing."""

    lines: tuple[Line, ...]
    kind: Literal["note", "warning"] = "note"


@dataclass(frozen=True, slots=True)
class SignedText:
    """A judgement: what was said, by whom, when and where."""

    text: Line
    by: Line
    kind: Line = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is."""

    pairs: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its heading, and whether its cells are numbers."""

    head: Line
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row names it.

    Args:
        caption: what it shows.
        columns: the headings.
        rows: one line a cell.
        foot: rows of totals.
        folded: it is not the first thing to read: a reader opens it to see its rows.
    """

    caption: Line
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Line, ...], ...]
    foot: tuple[tuple[Line, ...], ...] = ()
    folded: bool = False

    @property
    def opened_by_reader(self) -> bool:
        """The table is folded, because it says so or because it has more rows than fit on a page."""
        return self.folded or len(self.rows) > PAGE


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: what it is, its figure, and the figure it was to reach."""

    name: Line
    figure: Figure
    target: Figure | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one quantity by year, in order of time."""

    name: Line
    points: tuple[tuple[int, Figure], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A time series chart of figures in one unit.

    Args:
        title: what it shows.
        description: what is to be seen in it, for who cannot see it.
        series: one line each.
        breaks: first years after a break in the series.
    """

    title: Line
    description: Line
    series: tuple[Series, ...]
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Multiples:
    """Small time series charts side by side, on one scale."""

    title: Line
    description: Line
    panels: tuple[Series, ...]
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Bars of figures in one unit, in the order given, each with its value beside it."""

    title: Line
    description: Line
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A figure from one area (ISO 3166-1 alpha-3) or region to another, with their names."""

    origin: str
    destination: str
    origin_name: Line
    destination_name: Line
    figure: Figure


@dataclass(frozen=True, slots=True)
class FlowMap:
    """Flows on a map of the world, thicker where they are larger."""

    title: Line
    description: Line
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Chord:
    """Flows between a few areas, all ways, in a circle."""

    title: Line
    description: Line
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """In what bounds something is expected over time: name, lower and upper bounds by the first year of each period."""

    name: Line
    lower: Series
    upper: Series


@dataclass(frozen=True, slots=True)
class Fan:
    """What was observed, and in which intervals a model expects what comes.

    Args:
        title: what it shows.
        description: what is to be seen in it, for who cannot see it.
        observed: what was, by the first year of each period.
        median: the middle of what may come.
        intervals: the widest first.
        periods: first year of each period to its name.
    """

    title: Line
    description: Line
    observed: Series
    median: Series
    intervals: tuple[Interval, ...]
    periods: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AgeSide:
    """One side of a population pyramid: its name, a figure for each age group, and those of an earlier time."""

    name: Line
    figures: tuple[Figure, ...]
    before: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Pyramid:
    """A population by age and sex.

    Args:
        title: what it shows, with the year.
        description: what is to be seen in it, for who cannot see it.
        ages: name of each group, from the youngest.
        sides: the left and the right one.
        before: the earlier time that is drawn as a line.
    """

    title: Line
    description: Line
    ages: tuple[str, ...]
    sides: tuple[AgeSide, AgeSide]
    before: Line = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money from one activity to another: their names, the figure as wide as it is drawn, and a look of its own if
    the two sides do not agree."""

    source: str
    target: str
    figure: Figure
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Flows:
    """A drawing of flows from left to right, each as wide as its figure; its table stands beside it.

    Args:
        title: what it shows.
        flows: from who comes first to who comes last; without circles.
        names: name of a node in `flows` to what it is called.
    """

    title: Line
    flows: tuple[Transfer, ...]
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A drawing of how one figure becomes another by steps that add up; its table stands beside it."""

    title: Line
    start: Bar
    steps: tuple[Bar, ...]
    end: Bar


Plot = Lines | Multiples | Ranking | FlowMap | Chord | Fan | Pyramid
"""Charts whose figures stand in a table that is made from them."""

Drawing = Plot | Flows | Waterfall
"""All that is drawn as SVG; the table of flows and waterfalls is a block of its own beside them."""

Block = Heading | Paragraph | Callout | SignedText | Items | Facts | Table | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report.

    Args:
        anchor: its name in links.
        title: its heading.
        blocks: its content.
        parts: sections within it (a chapter a priority).
        lower: the parts are headed one level lower than the section.
    """

    anchor: str
    title: Line
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language."""

    title: Line
    subtitle: Line
    note: str
    facts: Facts
    sections: tuple[Section, ...] = field(default=())
