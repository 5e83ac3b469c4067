"""Files are known by their first bytes, and within a size."""

from __future__ import annotations

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from grutto_web.cases.casework.files import KINDS, MOST_BYTES, media_of


@pytest.mark.parametrize("ending", KINDS)
def test_what_its_name_says_is_taken(ending: str) -> None:
    start, media = KINDS[ending]
    file = SimpleUploadedFile(f"A.{ending.upper()}", start + b"rest")
    assert media_of(file) == media
    assert file.read() == start + b"rest", "it is read from its beginning afterwards"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.svg", b"<svg>", "not taken"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "not what its name says"),
        ("a.docx", b"%PDF-", "not what its name says"),
        ("a.pdf", b"%PDF-" + b"x" * MOST_BYTES, "10 MB"),
        ("noending", b"%PDF-", "not taken"),
    ],
)
def test_what_is_something_else_is_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(forms.ValidationError, match=says):
        media_of(SimpleUploadedFile(name, content))
