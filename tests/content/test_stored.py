"""Content goes to JSON and comes back the same, block by block; a renderer knows every block."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grutto.content.blocks import (
    AgeSide,
    Bar,
    Block,
    Callout,
    Chart,
    Chord,
    Column,
    Document,
    Facts,
    Fan,
    FigureText,
    Flow,
    FlowMap,
    Flows,
    Heading,
    Inline,
    Interval,
    Items,
    Lines,
    Link,
    Multiples,
    Paragraph,
    Pyramid,
    Ranking,
    Section,
    Series,
    SignedText,
    Table,
    Transfer,
    Waterfall,
    Words,
)
from grutto.content.register import RegisterEntry
from grutto.content.stored import Content, content_json, read_content
from grutto.errors import DeclarationError, VerificationError
from grutto.model.figure import Derivation, Figure, Period, Statement
from grutto.render.html import render
from grutto.render.sheets import named_tables

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2011, 6, 1)
FIGURES = tuple(
    Figure(f"figure-{name}", value, "EUR", lineage, Period.year(2010))
    for name, value, lineage in (
        ("a", Decimal("12.50"), Statement("A. Person", DAY, "letter")),
        ("b", None, Derivation("total", ("figure-a",))),
        ("c", Decimal(-3), Derivation("difference", ("figure-a", "figure-b"))),
    )
)
PROSE = st.text(st.characters(codec="utf-8", exclude_categories=("Nd", "Cc", "Cs")), max_size=12)

st.register_type_strategy(Figure, st.sampled_from(FIGURES))
st.register_type_strategy(Words, st.builds(Words, PROSE))
st.register_type_strategy(Link, st.builds(Link, PROSE, st.just("summary")))


def some(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type: of a union, each of its kinds as often."""
    return st.one_of([st.from_type(part) for part in get_args(kind)]) if get_args(kind) else st.from_type(kind)


def content_of(*blocks: Block, register: tuple[RegisterEntry, ...] = ()) -> Content:
    section = Section("summary", (Words("Summary"),), blocks)
    return Content("en", Document((Words("Title"),), (), "", Facts(()), (section,)), register)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(blocks=st.lists(some(Block), max_size=3), register=st.lists(st.from_type(RegisterEntry), max_size=2))
def test_every_block_comes_back_from_json(tmp_path: Path, blocks: list[Block], register: list[RegisterEntry]) -> None:
    content = content_of(*blocks, register=tuple(register))
    path = tmp_path / "en.json"
    path.write_bytes(content_json(content))
    assert read_content(path, FIGURES) == content
    assert content_json(read_content(path, FIGURES)) == path.read_bytes()


@settings(deadline=None)
@given(line=st.lists(some(Inline), max_size=4))
def test_a_paragraph_of_any_inline_is_rendered(line: list[Inline]) -> None:
    page = render(content_of(Paragraph(tuple(line))), ("en",))["index.html"]
    assert "<p>" in page


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
    Table(TITLE, (Column(TITLE),), ((TITLE,),)),
    Chart(TITLE, (BAR,)),
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


def test_every_kind_of_block_is_rendered() -> None:
    assert {type(block) for block in ONE_EACH} == set(get_args(Block))
    for block in ONE_EACH:
        pages = [render(content_of(*blocks), ("en",))["index.html"] for blocks in ((block,), ())]
        assert len(pages[0]) > len(pages[1]) + len("Title"), block


def test_a_block_that_a_renderer_does_not_know_is_an_error() -> None:
    content: Any = content_of(SimpleNamespace())  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        render(content, ("en",))
    with pytest.raises(AssertionError):
        list(named_tables(content.document))


def test_a_figure_that_the_edition_lacks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "en.json"
    path.write_bytes(content_json(content_of(Paragraph((FigureText(FIGURES[0]),)))))
    with pytest.raises(DeclarationError, match="id of a value that is known") as caught:
        read_content(path, FIGURES[1:])
    assert caught.value.where.endswith("document.sections[0].blocks[0].line[0].figure")


def test_a_digit_put_into_stored_prose_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "en.json"
    tree = json.loads(content_json(content_of(Paragraph((Words("Some people."),)))))
    tree["document"]["sections"][0]["blocks"][0]["line"][0]["text"] = "12 people."
    path.write_text(json.dumps(tree), "utf-8")
    with pytest.raises(VerificationError, match="bare digit"):
        read_content(path, FIGURES)
