"""A letter as PDF: tagged, fit for everybody to read, and the same bytes again."""

from __future__ import annotations

import io

import pikepdf
import pytest
from a_letter import LETTER

from grutto.render.letter import as_docx, as_pdf


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    """The letter as PDF."""
    return pikepdf.open(io.BytesIO(as_pdf(LETTER)))


def test_pdf_is_tagged_in_its_language_with_title_and_row_heads(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as about:
        assert about["dc:title"] == LETTER.title
        assert about["pdfuaid:part"] == "1"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert as_pdf(LETTER) == as_pdf(LETTER)
    assert as_docx(LETTER) == as_docx(LETTER)
