"""Content as HTML: every kind of line and block, escaped, and each figure a link to its entry."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from small_content import FIGURES, ONE_EACH, TITLE, content_of

from grutto.content.blocks import Block, FigureText, Label, Lines, Link, Quote, Table, Words
from grutto.measures.book import INFERRED
from grutto.render.html.page import Page, page_name, running_title

KNOWN, UNKNOWN, NEGATIVE = FIGURES


def page(*blocks: Block, language: str = "en", elsewhere: frozenset[str] = frozenset()) -> Page:
    return Page(content_of(*blocks, language=language), ("en", "nl"), elsewhere)


def test_every_kind_of_block_is_rendered() -> None:
    assert {type(block) for block in ONE_EACH} == set(get_args(Block))
    for block in ONE_EACH:
        html = page(block).block(block)
        assert "Title" in html or ">A<" in html, block


def test_a_block_that_it_does_not_know_is_an_error() -> None:
    unknown: Any = SimpleNamespace()
    with pytest.raises(AssertionError):
        page().block(unknown)


def test_each_kind_of_line_is_escaped_and_told_apart() -> None:
    line = (Words("a < b "), Label("2010"), Quote("<i>", "fr"), Quote("&"), Link((Words("there"),), "summary"))
    assert page().line(line) == (
        "a &lt; b <span data-label>2010</span>"
        '<span data-quote lang="fr">&lt;i&gt;</span><span data-quote>&amp;</span><a href="#summary">there</a>'
    )


def test_a_figure_leads_to_the_register_of_its_language_and_is_marked_where_it_stands_first() -> None:
    dutch = page(language="nl")
    first, second = dutch.figure(KNOWN), dutch.figure(KNOWN)
    assert first == (
        '<a class="figure" id="use-figure-a" data-figure="figure-a" href="register.nl.html#figure-figure-a">'
        "€\N{NO-BREAK SPACE}13</a>"
    )
    assert "id=" not in second
    assert (dutch.in_text(KNOWN), dutch.in_text(UNKNOWN)) == (True, False)


def test_an_unknown_figure_is_no_zero_and_an_inferred_one_says_so() -> None:
    assert page().figure(UNKNOWN).endswith(">unknown</a>")
    assert 'class="figure unknown"' in page().figure(UNKNOWN)
    assert page().figure(replace(KNOWN, warnings=(INFERRED,))).endswith('</a> <span class="mark">(inferred)</span>')


def test_a_change_has_its_sign() -> None:
    assert ">+€\N{NO-BREAK SPACE}13<" in page().line((FigureText(KNOWN, "signed"),))
    assert ">€\N{NO-BREAK SPACE}13<" in page().line((FigureText(KNOWN),))


@pytest.mark.parametrize(
    ("target", "href"),
    [("here", "#here"), ("other", "index.nl.html#other"), ("chain/A/", "chain/A/index.nl.html")],
)
def test_links_lead_to_this_page_the_report_or_a_folder_beside_it(target: str, href: str) -> None:
    chapter = page(language="nl", elsewhere=frozenset({"other"}))
    assert chapter.line((Link((Words("x"),), target),)) == f'<a href="{href}">x</a>'


def test_a_table_names_its_file_and_one_of_many_rows_is_opened_by_the_reader() -> None:
    table = next(block for block in ONE_EACH if isinstance(block, Table))
    assert 'href="tables/summary-1.csv"' in page(table).block(table)
    assert "<details" not in page(table).block(table)
    long = replace(table, folded=True)
    assert "rijen" in page(long, language="nl").block(long)
    assert "<details" in page(long).block(long)


def test_a_drawing_stands_there_for_a_page_and_for_a_phone_under_a_name_of_its_own() -> None:
    block = next(block for block in ONE_EACH if isinstance(block, Lines))
    made = page(block)
    first, second = made.drawn(block), made.drawn(block)
    assert first.count("<svg") == 2
    assert ("chart-1" in first, "chart-1" in second, "chart-2" in second) == (True, False, True)


@pytest.mark.parametrize(
    ("language", "kind", "name"),
    [("en", "index", "index.html"), ("nl", "index", "index.nl.html"), ("nl", "register", "register.nl.html")],
)
def test_the_first_language_needs_no_code(language: str, kind: str, name: str) -> None:
    assert page_name(language, ("en", "nl"), kind) == name


def test_a_title_cannot_leave_the_rule_that_prints_it() -> None:
    assert 'content: "a\\22 ; \\3c /style\\3e  · b"' in running_title('a"; </style>', "b")
    assert TITLE[0].text in page().variables["running_title"]
