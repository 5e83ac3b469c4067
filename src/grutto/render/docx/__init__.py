"""The report as a Word document for who edits it: styles, real headings, and each figure a link to its register.

The same content, fonts and libraries give the same bytes.
"""

from __future__ import annotations

from grutto.extras import required

required("documents")

import io
import zipfile
from typing import TYPE_CHECKING

from grutto.render.docx.writing import Manuscript
from grutto.render.fonts import lettering

if TYPE_CHECKING:
    from grutto.content.reading import Reading

__all__ = ["render", "without_times"]

DATE = (2000, 1, 1, 0, 0, 0)
"""Of the files within, so that the same content gives the same bytes."""


def render(content: Reading) -> bytes:
    """Return the report in one language, its register of figures as an annex.

    Args:
        content: what the edition says in that language.
    """
    document = Manuscript(content, lettering(content.letters)).document()
    out = io.BytesIO()
    document.save(out)
    return without_times(out.getvalue())


def without_times(data: bytes) -> bytes:
    """Return a document whose files within have no day of their own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return out.getvalue()
