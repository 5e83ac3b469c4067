"""The report as PDF: tagged, in its language, and the same bytes for the same content."""

from __future__ import annotations

import io

import pikepdf
from small_content import FIGURES, ONE_EACH, content_of, registered

from grutto.render.pdf import render

REGISTER = tuple(registered(number, figure) for number, figure in enumerate(FIGURES, start=1))


def test_it_is_tagged_says_its_language_and_has_all_kinds_of_blocks() -> None:
    content = content_of(*ONE_EACH, register=REGISTER, language="nl")
    written = render(content)
    with pikepdf.open(io.BytesIO(written)) as opened:
        assert str(opened.Root.Lang) == "nl"
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
    assert render(content) == written
