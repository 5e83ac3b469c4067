"""Content goes to JSON and comes back the same, block by block; a renderer knows every block."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_content import FIGURES, content_of

from grutto.content.blocks import (
    AuthoredText,
    Block,
    Country,
    FigureText,
    Inline,
    Link,
    Names,
    Number,
    Paragraph,
    Quote,
    Sentence,
    Time,
    Words,
)
from grutto.content.register import Rows
from grutto.content.stored import Content, content_json, read_content
from grutto.errors import DeclarationError, VerificationError
from grutto.model.figure import Figure
from grutto.render.html import render

if TYPE_CHECKING:
    from pathlib import Path

PROSE = st.text(st.characters(codec="utf-8", exclude_categories=("Nd", "Cc", "Cs")), max_size=12)

st.register_type_strategy(Figure, st.sampled_from(FIGURES))
st.register_type_strategy(Words, st.builds(Words, PROSE))
st.register_type_strategy(Link, st.builds(Link, st.just((Words("there"),)), st.just("summary")))
st.register_type_strategy(Sentence, st.sampled_from((Sentence("unknown"), Sentence("{a}", (("a", (Words("x"),)),)))))
st.register_type_strategy(AuthoredText, st.sampled_from((AuthoredText(()), AuthoredText((("en", (Quote("9"),)),)))))
st.register_type_strategy(Time, st.sampled_from((Time("2010-12-31"), Time("2024-Q3", short=True), Time("2024"))))
st.register_type_strategy(Number, st.builds(Number, st.decimals(allow_nan=False, allow_infinity=False, places=2)))
st.register_type_strategy(Names, st.just(Names(((Country("AF"),), (Country("NLD"),)))))


def stored(*blocks: Block, rows: Rows = ()) -> Content:
    """Return content of one section."""
    return Content(content_of(*blocks).document, {"figure-a": rows})


def some(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type: of a union, each of its kinds as often."""
    return st.one_of([st.from_type(part) for part in get_args(kind)]) if get_args(kind) else st.from_type(kind)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(blocks=st.lists(some(Block), max_size=3), rows=st.from_type(Rows))
def test_every_block_and_row_comes_back_from_json(tmp_path: Path, blocks: list[Block], rows: Rows) -> None:
    content = stored(*blocks, rows=rows)
    path = tmp_path / "content.json"
    path.write_bytes(content_json(content))
    assert read_content(path, FIGURES) == content
    assert content_json(read_content(path, FIGURES)) == path.read_bytes()


@settings(deadline=None)
@given(line=st.lists(some(Inline), max_size=4))
def test_a_paragraph_of_any_inline_is_rendered(line: list[Inline]) -> None:
    page = render(content_of(Paragraph(tuple(line))), ("en",))["index.html"]
    assert "<p>" in page


def test_a_figure_that_the_edition_lacks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "content.json"
    path.write_bytes(content_json(stored(Paragraph((FigureText(FIGURES[0]),)))))
    with pytest.raises(DeclarationError, match="id of a value that is known") as caught:
        read_content(path, FIGURES[1:])
    assert caught.value.where.endswith("document.sections[0].blocks[0].line[0].figure")


def test_a_digit_put_into_stored_prose_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "content.json"
    tree = json.loads(content_json(stored(Paragraph((Words("Some people."),)))))
    tree["document"]["sections"][0]["blocks"][0]["line"][0]["text"] = "12 people."
    path.write_text(json.dumps(tree), "utf-8")
    with pytest.raises(VerificationError, match="bare digit"):
        read_content(path, FIGURES)
