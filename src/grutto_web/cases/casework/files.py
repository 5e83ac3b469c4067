"""Files that people attach to records: known by their first bytes, within a size, never opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 10 << 20
MOST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (b"PK\x03\x04", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (b"PK\x03\x04", f"{_OFFICE}.spreadsheetml.sheet"),
    "odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
}
"""Ending of the name to the first bytes of such a file, and its media type."""


def media_of(file: UploadedFile[Any]) -> str:
    """Return the media type of a file.

    Raises:
        ValidationError: it is larger than may be, of no kind that is taken, or not what its name says.
    """
    name, size = file.name or "", file.size or 0
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if size > MOST_BYTES:
        raise forms.ValidationError(gettext("A file may have %(most)s MB at most.") % {"most": MOST_BYTES >> 20})
    if ending not in KINDS:
        text = gettext("Files of this kind are not taken. Those are: %(kinds)s.")
        raise forms.ValidationError(text % {"kinds": ", ".join(KINDS)})
    start, media = KINDS[ending]
    file.seek(0)
    if file.read(len(start)) != start:
        text = gettext("The file is not what its name says: it does not begin as a %(kind)s does.")
        raise forms.ValidationError(text % {"kind": ending})
    file.seek(0)
    return media
