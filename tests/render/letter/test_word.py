"""A letter as a Word document: every text, and nothing taken for markup."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
from a_letter import LETTER, WORDS

from grutto.render.letter import as_docx


def test_word_has_every_text_and_none_of_it_is_markup() -> None:
    """Headings are headings, so that a screen reader finds its way."""
    word = docx.Document(io.BytesIO(as_docx(LETTER)))
    text = "\n".join(p.text for p in word.paragraphs)
    assert WORDS.replace("\x07", "") in text
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"] == [LETTER.title]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["Persoon", "Bedrag"],
        ["Naam Één", "€ 1.500"],
    ]
    for each in ("Organisatie", 'Straat "1"', "Datum: 5 juli 2017", "Wie besloot"):
        assert each in text


def test_a_sign_that_no_document_can_hold_is_left_out() -> None:
    """U+FFFE and U+FFFF are no characters of XML."""
    word = docx.Document(io.BytesIO(as_docx(replace(LETTER, receiver=("A\x01mi\ufffena\uffff",)))))
    assert "Amina" in [p.text for p in word.paragraphs]
