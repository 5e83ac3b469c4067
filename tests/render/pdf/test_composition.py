"""Content as text for Typst: no title is ever markup, and long tables wait for the annex."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, get_args

import pytest
from small_content import FIGURES, ONE_EACH, TITLE, content_of, registered

from grutto.content.blocks import (
    Block,
    FigureText,
    Heading,
    Label,
    Lines,
    Link,
    Paragraph,
    Quote,
    Section,
    Table,
    Words,
)
from grutto.render.fonts import lettering
from grutto.render.pdf.composition import Composition, quoted

if TYPE_CHECKING:
    from grutto.content.reading import Reading

KNOWN, UNKNOWN, _ = FIGURES
LETTERS = lettering("a")


def composed(content: Reading) -> str:
    return Composition(content, LETTERS).text()


@pytest.mark.parametrize(
    ("text", "string"), [('a "b" \\c', '"a \\"b\\" \\\\c"'), ("#x\n$y$", '"#x\\n$y$"'), ("a\x07b", '"ab"'), ("", '""')]
)
def test_a_text_is_a_string_and_no_markup(text: str, string: str) -> None:
    assert quoted(text) == string


def test_every_kind_of_block_is_composed() -> None:
    assert {type(block) for block in ONE_EACH} == set(get_args(Block))
    bare = composed(content_of())
    for block in ONE_EACH:
        assert len(composed(content_of(block))) > len(bare) + len("Title"), block


def test_a_block_that_it_does_not_know_is_an_error() -> None:
    unknown: Any = SimpleNamespace()
    with pytest.raises(AssertionError):
        composed(content_of(unknown))


def test_each_kind_of_line() -> None:
    line = (
        Words("w"),
        Label("2010"),
        Quote("mot", "fr"),
        Quote("word", "en"),
        Link((Words("up"),), "there"),
        Link((Words("no"),), "where"),
    )
    found = composed(content_of(Heading(TITLE, 3, "there"), Paragraph(line, "lead")))
    assert '#lead([#"w"#"2010"#text(lang: "fr", "mot")#"word"#away(label("at-there"), "up")#"no"])' in found
    assert found.count('#label("at-there")') == 1


def test_a_figure_leads_to_its_entry_and_unknown_is_no_zero() -> None:
    line = (FigureText(KNOWN), FigureText(UNKNOWN))
    register = (registered(1, KNOWN), registered(2, UNKNOWN))
    found = composed(content_of(Paragraph(line), register=register))
    assert '[#fig("figure-1", "€\N{NO-BREAK SPACE}13")#fig("figure-2", "unknown")]' in found
    assert '#label("figure-2")], [#"unknown"], [#"Name 2 2010"])' in found
    assert "Register of figures" not in composed(content_of(Paragraph(line)))


def test_a_long_table_and_that_of_a_drawing_stand_in_the_annex() -> None:
    table = next(block for block in ONE_EACH if isinstance(block, Table))
    drawing = next(block for block in ONE_EACH if isinstance(block, Lines))
    found = composed(content_of(replace(table, folded=True), Paragraph(TITLE), drawing, table))
    before, annex = found.split('#heading(level: 1)[#"Annex: tables"]')
    assert (before.count("#data("), annex.count("#data(")) == (1, 2)
    assert before.count("#away(label(") == annex.count("#label(") == 2
    assert '#kept[#par([#"Title"])]' in before, "what is said right before a picture stays with it"
    assert "Annex" not in composed(content_of(table))


def test_the_annex_has_each_table_once_and_tells_those_of_one_name_apart() -> None:
    any_table = next(block for block in ONE_EACH if isinstance(block, Table))
    table = replace(any_table, folded=True, caption=(Words("Named"),))
    other = replace(table, rows=table.rows[:-1])
    parts = tuple(Section(name, (Words(name),), (one,)) for name, one in (("first", table), ("second", other)))
    found = composed(content_of(table, other, parts=parts))
    before, annex = found.split('#heading(level: 1)[#"Annex: tables"]')
    assert before.count("#away(label(") == 4
    assert annex.count("#data(") == 2
    assert (annex.count('#"Named"]'), annex.count('#"Named"#" ("#"Summary"#")"]')) == (1, 1)


def test_in_dutch() -> None:
    table = replace(next(block for block in ONE_EACH if isinstance(block, Table)), folded=True)
    found = composed(content_of(table, register=(registered(1, KNOWN),), language="nl"))
    for words in ("Inhoud", "Bijlage: tabellen", "Tabel in de bijlage", "Cijferregister"):
        assert f'"{words}' in found
