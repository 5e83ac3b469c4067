"""What the sources do not give is said once, and what is unknown for another reason stays."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from small_report import facts, plain, said

from grutto.content.blocks import Facts, FigureText, Label, Line, Quote, Section, SignedText, Table, TableColumn, Words
from grutto.measures.book import NO_ROWS
from grutto.model.figure import Figure, Selection
from grutto.reports.silence import without_empty_parts

if TYPE_CHECKING:
    from small_report import ContextMaker

KNOWN = Figure("a", Decimal(0), "EUR", Selection("spent", "money", "amount_eur", "sum"))
SILENT = replace(KNOWN, id="b", value=None, reasons=((NO_ROWS, 1),))
UNKNOWN = replace(KNOWN, id="c", value=None, unknown=2, reasons=(("no-rate|currency=XYZ", 2),))


def cells(*figures: Figure) -> tuple[Line, ...]:
    return tuple((FigureText(figure),) for figure in figures)


def words(text: str) -> Line:
    return (Words(text),)


def of_columns(*rows: tuple[Line, ...], foot: tuple[Line, ...] = ()) -> Table:
    """Return a table of names and two columns of numbers."""
    columns = (TableColumn(words("Name")), TableColumn(words("Spent"), True), TableColumn(words("Budgeted"), True))
    return Table(words("Money"), columns, rows, (foot,) if foot else ())


def section(*blocks: Table | Facts | SignedText, parts: tuple[Section, ...] = ()) -> Section:
    return Section("s", words("S"), blocks, parts)


def test_a_column_that_no_row_and_no_total_fills_is_named_and_left_out(context_of: ContextMaker) -> None:
    """A zero that was reported is no silence, and neither is what is unknown for want of a rate."""
    table = of_columns(
        (words("A"), *cells(KNOWN, SILENT)),
        (words("B"), *cells(UNKNOWN, SILENT)),
        foot=(words("All"), *cells(KNOWN, SILENT)),
    )
    found = without_empty_parts(context_of(), section(table))
    assert said(found) == ["The sources do not give: Budgeted."]
    (left,) = [block for block in found.blocks if isinstance(block, Table)]
    assert [plain(column.head) for column in left.columns] == ["Name", "Spent"]
    assert [len(row) for row in (*left.rows, *left.foot)] == [2, 2, 2]


def test_what_one_row_knows_stays(context_of: ContextMaker) -> None:
    whole = section(of_columns((words("A"), *cells(SILENT, KNOWN)), (words("B"), *cells(UNKNOWN, SILENT))))
    assert without_empty_parts(context_of(), whole) == whole


def test_a_table_of_which_nothing_is_left_is_named_by_its_caption(context_of: ContextMaker) -> None:
    found = without_empty_parts(context_of(), section(of_columns((words("A"), *cells(SILENT, SILENT)))))
    assert said(found) == ["The sources do not give: Money: Spent; Budgeted."]
    assert len(found.blocks) == 1


def test_facts_that_are_not_given_go_with_the_others_in_one_sentence(context_of: ContextMaker) -> None:
    pairs = Facts(((words("Spent"), cells(KNOWN)[0]), (words("Voted"), cells(SILENT)[0])))
    table = of_columns((words("A"), *cells(KNOWN, SILENT)))
    found = without_empty_parts(context_of(), section(pairs, table, Facts(((words("Voted"), cells(SILENT)[0]),))))
    assert facts(found) == {"Spent": "€ 0"}
    assert said(found) == ["The sources do not give: Voted; Budgeted."]


def test_an_empty_table_is_no_silence_of_the_sources(context_of: ContextMaker) -> None:
    whole = section(of_columns())
    assert without_empty_parts(context_of(), whole) == whole


def test_each_part_says_it_for_itself(context_of: ContextMaker) -> None:
    part = section(of_columns((words("A"), *cells(KNOWN, SILENT))))
    found = without_empty_parts(context_of(), section(parts=(part,)))
    assert said(found) == []
    assert said(found.parts[0]) == ["The sources do not give: Budgeted."]


def test_author_and_document_are_named_at_the_first_judgement_only(context_of: ContextMaker) -> None:
    by = (Quote("A. Person"), Label(" · "), Quote("Letter"), Label(", "), Quote("p. 9"))
    other = (Quote("B. Person"), *by[1:])
    signed = [SignedText(words("It began late."), line) for line in (by, (*by[:4], Quote("p. 11")), by[:3], other)]
    found = without_empty_parts(context_of(), section(*signed))
    assert [plain(block.by) for block in found.blocks if isinstance(block, SignedText)] == [
        "A. Person · Letter, p. 9",
        "The same, p. 11",
        "The same",
        "B. Person · Letter, p. 9",
    ]
