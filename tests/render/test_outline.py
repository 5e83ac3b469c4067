"""Levels of headings, places of links, and widths of columns in documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from small_content import content_of

from grutto.content.blocks import FigureText, Heading, Label, Section, Table, TableColumn, Words
from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.model.figure import Figure, Simulation, Statement
from grutto.render.outline import anchors_of, levels, widths_of

RUN = Simulation("m", "1", (), "a", 7, ("t", "s"), ())


def figure(value: int | None, unit: str = "EUR") -> Figure:
    return Figure("f", None if value is None else Decimal(value), unit, RUN, None)


def test_no_level_of_headings_is_skipped() -> None:
    """A heading of level 4 right under a section is the second; one after it of level 3 too; a part's own is deeper."""
    deep, common, inner = Heading((Words("d"),), 4, "deep"), Heading((Words("c"),), 3), Heading((Words("i"),), 4)
    part = Section("part", (Words("Part"),), (inner,))
    document = content_of(deep, common, parts=(part,)).document
    found = levels(document)
    assert [found[id(each)] for each in (document.sections[0], deep, common, part, inner)] == [1, 2, 2, 2, 3]
    assert anchors_of(document) == {"summary", "deep", "part"}


def test_a_change_is_as_wide_in_a_table_as_it_is_shown() -> None:
    """A column of changes in percentage points has room for these words, which are never broken."""
    change = Figure("f", Decimal("58.7"), "percent", Statement("x", date(2010, 1, 1), "y"), None)
    line = (FigureText(change, "points"),)
    dutch = language_named("nl")
    assert text_of(line, dutch) == "+58,7\N{NO-BREAK SPACE}procentpunt"
    table = Table((Label("t"),), (TableColumn((Label("Verschil"),), numeric=True),), ((line,),))
    assert widths_of(table, dutch, 100) == [len("+58,7 procentpunt") + 3]


def test_columns_of_words_give_way_where_a_line_is_full() -> None:
    """A number is never broken; of words, the widest column gives way first, down to the least."""
    words, number = (Label("many words " * 4),), (FigureText(Figure("f", Decimal(10**9), "EUR", RUN, None)),)
    heads = (TableColumn((Label("A"),)), TableColumn((Label("B"),)), TableColumn((Label("C"),), numeric=True))
    table, dutch = (
        Table((Label("t"),), heads, ((words, (Label("few words here it is"),), number),)),
        language_named("nl"),
    )
    free, full, tight = (widths_of(table, dutch, room) for room in (1000, 60, 10))
    assert free[2] == full[2] == tight[2]
    assert (sum(full), free[1]) == (60, full[1])
    assert tight[:2] == [18, 18]
