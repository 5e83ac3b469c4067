"""A letter as PDF and Word: the same words in both, nothing taken for markup, fit for everybody to read."""

from __future__ import annotations

import io

import docx
import pikepdf
import pytest

from grutto.render.letter import Letter, Part, Rows, as_docx, as_pdf

WORDS = "#strong[x] \\ *no* $m$ <tag> & “quoted” \x07"
LETTER = Letter(
    "nl",
    "Organisatie",
    ("Naam Één", 'Straat "1"'),
    (("Datum", "5 juli 2017"),),
    "Besluit: u krijgt hulp",
    (
        Part("", ("Geachte mevrouw, meneer,", WORDS)),
        Part("Wat u krijgt", ("Dit.",), Rows("Per persoon", ("Persoon", "Bedrag"), (("Naam Één", "€ 1.500"),))),
    ),
    ("Met vriendelijke groet,", "Wie besloot"),
)


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    """The letter as PDF."""
    return pikepdf.open(io.BytesIO(as_pdf(LETTER)))


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


def test_pdf_is_tagged_in_its_language_with_title_and_row_heads(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as about:
        assert about["dc:title"] == LETTER.title
        assert about["pdfuaid:part"] == "1"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert as_pdf(LETTER) == as_pdf(LETTER)
    assert as_docx(LETTER) == as_docx(LETTER)
