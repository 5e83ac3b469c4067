"""The figures of documents: each once, as it first appears, with those that it derives from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from small_content import BAR, FIGURES, TITLE, content_of

from grutto.content.blocks import AuthoredText, FigureText, Paragraph, Ranking, Table, TableColumn
from grutto.content.figures import figures_in, first_text, shown_figures
from grutto.model.figure import Derivation, Figure

A, B, C = FIGURES
"""B is the total of A; C is A less B."""


def shown(*blocks: Paragraph | Ranking | Table) -> tuple[str, ...]:
    known = {figure.id: figure for figure in FIGURES}
    return tuple(f.id[-1] for f in shown_figures(content_of(*blocks).document, known))


def says(figure: Figure) -> Paragraph:
    return Paragraph((*TITLE, FigureText(figure)))


def test_figures_come_as_they_appear_each_once_and_those_behind_them_last() -> None:
    assert shown(says(C), says(A), says(C)) == ("c", "a", "b")
    assert shown(says(C)) == ("c", "a", "b")
    assert shown(says(B)) == ("b", "a")
    assert shown(says(A)) == ("a",)
    assert shown() == ()


def test_what_they_derive_from_derives_from_others_too() -> None:
    twice = replace(A, id="twice", lineage=Derivation("total", (C.id,)))
    known = {figure.id: figure for figure in FIGURES}
    assert [f.id for f in shown_figures(content_of(says(twice)).document, known)] == ["twice", C.id, A.id, B.id]


def test_cells_feet_and_charts_have_figures_too() -> None:
    table = Table(TITLE, (TableColumn(TITLE),), (((FigureText(B),),),), (((FigureText(A),),),))
    assert [figure.id[-1] for figure in figures_in(content_of(table, Ranking(TITLE, TITLE, (BAR,))))] == ["b", "a", "a"]


def test_figures_of_every_language_of_a_text_are_shown() -> None:
    text = AuthoredText((("en", (FigureText(A),)), ("nl", (FigureText(A), FigureText(B)))))
    assert shown(Paragraph((text,))) == ("a", "b")


def test_a_figure_without_what_it_derives_from_is_no_figure() -> None:
    lost = replace(A, id="lost", lineage=Derivation("total", ("nobody",)))
    with pytest.raises(KeyError, match="nobody"):
        shown_figures(content_of(says(lost)).document, {})


def test_a_figure_is_told_as_it_stands_first() -> None:
    signed = FigureText(A, "signed")
    document = content_of(Ranking(TITLE, TITLE, (BAR,)), Paragraph((signed,)), says(A)).document
    assert first_text(A, document) == signed
    assert first_text(replace(C, value=Decimal(1)), document) == FigureText(replace(C, value=Decimal(1)))
