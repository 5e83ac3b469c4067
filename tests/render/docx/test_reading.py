"""Paragraphs of Word documents as editors leave them: links, fields, tracked changes, moved bookmarks."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from grutto.errors import InputError
from grutto.render.docx.reading import FigureMark, read_passages

LINK = '<w:hyperlink w:anchor="figure_3"><w:r><w:t>1,2</w:t></w:r><w:r><w:t>34</w:t></w:r></w:hyperlink>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK \\l "figure_3" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1,234</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
TRACKED = (
    '<w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="x"><w:r><w:delText>old</w:delText></w:r></w:del>'
)


def made(*inner: str) -> bytes:
    """Return a document with paragraphs of this markup."""
    document, out = docx.Document(), io.BytesIO()
    for markup in inner:
        document.element.body.insert(-1, parse_xml(re.sub(r"^<w:\w+", rf"\g<0> {nsdecls('w')}", markup)))
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("figure", [LINK, FIELD])
def test_figures_are_told_from_text(figure: str) -> None:
    """As a link or as a field, in one piece or several."""
    text = f'<w:p><w:r><w:t xml:space="preserve">It is </w:t></w:r>{figure}<w:r><w:t>.</w:t></w:r></w:p>'
    (found,) = read_passages(made(text))
    assert found.parts == ("It is ", FigureMark(3, "1,234"), ".")
    assert found.text == "It is 1,234."


def test_tracked_changes_count_as_made_and_bookmarks_are_of_the_paragraph_after_them() -> None:
    """As Word tracks, and as LibreOffice moves bookmarks."""
    mark = '<w:bookmarkStart w:id="9" w:name="text_1"/>'
    found = read_passages(made(mark, f"<w:p>{TRACKED}</w:p>", f"<w:p>{mark.replace('_1', '_2')}</w:p>"))
    assert [(passage.text, passage.names) for passage in found] == [("new", ("text_1",)), ("", ("text_2",))]


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\5\6" + bytes(18)])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    """Empty, text, an empty zip."""
    with pytest.raises(InputError, match="not a Word document"):
        read_passages(data)


def test_documents_that_unpack_to_too_much_are_refused() -> None:
    """A few kilobytes of zeros that would fill the memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(201 << 20))
    with pytest.raises(InputError, match="too large"):
        read_passages(out.getvalue())
