"""One of each kind of block, and content with few of them, for the tests of renderers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from grutto.content.blocks import (
    AgeSide,
    Bar,
    Block,
    Callout,
    Chord,
    Document,
    Facts,
    Fan,
    Flow,
    FlowMap,
    Flows,
    Heading,
    Interval,
    Items,
    Lines,
    Multiples,
    Paragraph,
    Pyramid,
    Ranking,
    Section,
    Series,
    SignedText,
    Table,
    TableColumn,
    Transfer,
    Waterfall,
    Words,
)
from grutto.content.reading import Reading
from grutto.content.register import RegisterEntry
from grutto.model.figure import Derivation, Figure, Period, Statement

DAY = date(2011, 6, 1)
FIGURES = tuple(
    Figure(f"figure-{name}", value, "EUR", lineage, Period.year(2010))
    for name, value, lineage in (
        ("a", Decimal("12.50"), Statement("A. Person", DAY, "letter")),
        ("b", None, Derivation("total", ("figure-a",))),
        ("c", Decimal(-3), Derivation("difference", ("figure-a", "figure-b"))),
    )
)


def content_of(
    *blocks: Block, register: tuple[RegisterEntry, ...] = (), language: str = "en", parts: tuple[Section, ...] = ()
) -> Reading:
    """Return content of one section."""
    section = Section("summary", (Words("Summary"),), blocks, parts)
    return Reading(language, Document((Words("Title"),), (), (), Facts(()), (section,)), register)


def registered(number: int, figure: Figure) -> RegisterEntry:
    """Return a figure in the register, with its value and a name."""
    value = "unknown" if figure.value is None else f"{figure.value:f}"
    statement = figure.lineage if isinstance(figure.lineage, Statement) else None
    return RegisterEntry(number, figure, value, f"Name {number}", "rule", "2010", "", statement=statement)


TITLE = (Words("Title"),)
SERIES = Series(TITLE, ((2009, FIGURES[0]), (2010, FIGURES[2])))
BAR = Bar(TITLE, FIGURES[0])
FLOW = Flow("AFG", "NLD", TITLE, TITLE, FIGURES[0])
ONE_EACH: tuple[Block, ...] = (
    Heading(TITLE),
    Paragraph(TITLE),
    Callout((TITLE,)),
    SignedText(TITLE, TITLE),
    Items((TITLE,)),
    Facts(((TITLE, TITLE),)),
    Table(TITLE, (TableColumn(TITLE),), ((TITLE,),)),
    Lines(TITLE, TITLE, (SERIES,)),
    Multiples(TITLE, TITLE, (SERIES,)),
    Ranking(TITLE, TITLE, (BAR,)),
    FlowMap(TITLE, TITLE, (FLOW,)),
    Chord(TITLE, TITLE, (FLOW,)),
    Fan(TITLE, TITLE, SERIES, SERIES, (Interval(TITLE, SERIES, SERIES),), ((2009, "2009–14"), (2010, "2010–15"))),
    Pyramid(TITLE, TITLE, ("0–4",), (AgeSide(TITLE, (FIGURES[0],)), AgeSide(TITLE, (FIGURES[0],))), TITLE),
    Flows(TITLE, (Transfer("A", "B", FIGURES[0]),), (("A", "A"), ("B", "B"))),
    Waterfall(TITLE, BAR, (BAR,), BAR),
)
