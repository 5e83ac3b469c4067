"""The report as PDF: tagged, for archives (PDF/A-2a) and for everybody (PDF/UA-1), by Typst.

The text is composed here and laid out by `report.typ`; Typst refuses what is not accessible, such as a picture without
an alternative text. Its tables know no row headers, so `tags` adds them. The same content, fonts and libraries give
the same bytes.
"""

from __future__ import annotations

from grutto.extras import required

required("documents")

from pathlib import Path
from typing import TYPE_CHECKING

import typst

from grutto.render.fonts import lettering
from grutto.render.pdf.composition import Composition
from grutto.render.pdf.tags import with_row_headers

if TYPE_CHECKING:
    from grutto.content.reading import Reading

__all__ = ["render"]

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
LAYOUT = Path(__file__).parent / "report.typ"


def render(content: Reading) -> bytes:
    """Return the report in one language; its long tables and the register of its figures are annexes.

    Args:
        content: what the edition says in that language.
    """
    letters = lettering(content.letters)
    text = Composition(content, letters).text()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(p.parent) for p in letters.files]
    )
    source = f"{LAYOUT.read_text('utf-8')}\n{text}".encode()
    return with_row_headers(typst.compile(source, font_paths=fonts, pdf_standards=STANDARDS))
