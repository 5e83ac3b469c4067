"""What a report says, apart from how it looks and in no language: blocks of sentences, figures, quotes and codes.

A figure can only come in as a figure, so it always leads to its lineage. Prose may not hold a digit: neither when a
section makes it, nor when it is read from the content of an edition, nor when its words are chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from grutto.content.bare_digits import refuse_digits
from grutto.model.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = 40
"""Rows of a table that fit on a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """Prose in one language, as Grutto or a judgement has it; a digit in it is refused."""

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

    line: Line
    target: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of Grutto, by its English, or by the code of a reason: its words are chosen by the reader's language.

    Args:
        text: with its `{places}`.
        places: what fills each, in the order in which the English has them.
        within: it stands within another sentence, without its full stop.
    """

    text: str
    places: tuple[tuple[str, Line], ...] = ()
    within: bool = False

    def __post_init__(self) -> None:
        """Refuse a digit.

        Raises:
            VerificationError: the text holds one.
        """
        refuse_digits(self.text)


@dataclass(frozen=True, slots=True)
class AuthoredText:
    """What a person, a framework or a source wrote, in each language that it was written in; the first stands in for
    the others."""

    texts: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is unknown or not counted, or what is said of a file, as data hold it: `no-rate|currency=XYZ`."""

    code: str


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a column that the reader's language has words for: a unit, a rule of development assistance."""

    column: str
    code: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area by its code (ISO 3166-1 alpha-2 or alpha-3); with its article `within` a sentence."""

    code: str
    within: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A day, or a period of SDMX: `2010-12-31`, `2024`, `2024-Q3`, `2024-12`."""

    period: str
    short: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands in a source and is no figure of the report; with a unit if it names one.

    Args:
        value: as the source has it.
        unit: of it.
        points: it is a difference of percentages.
        cents: it is shown with two decimals.
    """

    value: Decimal
    unit: str = ""
    points: bool = False
    cents: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Names with commas between them, in the order of the reader's alphabet."""

    lines: tuple[Line, ...]


Plain = Words | FigureText | Quote | Label | Link
"""What stands in a line when its words are chosen."""

Inline = Plain | Sentence | AuthoredText | Reason | Code | Country | Time | Number | Names
"""What stands in a line: in no language, but for what a person or a source wrote."""

Line = tuple[Inline, ...]


def between(mark: str, lines: Iterable[Line]) -> Line:
    """Return lines after each other, with a mark between them."""
    return tuple(part for line in lines for part in (Label(mark), *line))[1:]


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
        by_name: the rows stand in the order of the reader's alphabet; those that no country names stand last.
    """

    caption: Line
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Line, ...], ...]
    foot: tuple[tuple[Line, ...], ...] = ()
    folded: bool = False
    by_name: bool = False

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
    """A whole report, in no language; the note says what a reader must know first, such as that it is fictional."""

    title: Line
    subtitle: Line
    note: Line
    facts: Facts
    sections: tuple[Section, ...] = field(default=())
