"""A letter as PDF: tagged, fit for everybody to read, and the same bytes again."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from a_letter import LETTER

from grutto.render.letter import LetterPart, LetterRows, as_docx, as_pdf

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is missing: scripts/system.sh documents")
def test_a_name_without_a_space_stays_in_its_column(tmp_path: Path) -> None:
    rows = LetterRows("Wat", ("Persoon", "Bedrag"), (("W" * 200, "1.500"),))
    file = tmp_path / "a.pdf"
    file.write_bytes(as_pdf(replace(LETTER, parts=(LetterPart("", (), rows),))))
    told = subprocess.run(["pdftotext", "-bbox", file, "-"], check=True, capture_output=True, text=True).stdout
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)" yMax="[^"]*">[W\u200b]+<', told)]
    (amount,) = re.findall(r'xMin="([\d.]+)"[^>]*>1\.500<', told)
    assert len(ends) > 1
    assert max(ends) < float(amount)
