"""What a file is by how it begins, when it is not what it should be: a web page, a document, a packed file."""

from __future__ import annotations

import codecs
import re

from grutto.message import msg

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a zip file begins, among them newer documents of Office; and how those before 2007 begin, such as XLS."""
MAGIC = {
    b"%PDF": msg("a PDF document"),
    b"\x89PNG": msg("a picture (PNG)"),
    b"\xff\xd8\xff": msg("a picture (JPEG)"),
    b"GIF8": msg("a picture (GIF)"),
    b"\x1f\x8b": msg("a file packed with gzip"),
    OLD_OFFICE: msg("an old Office document"),
    b"7z\xbc\xaf": msg("a file packed with 7-Zip"),
    b"Rar!": msg("a file packed with RAR"),
    b"PAR1": msg("a Parquet file"),
    b"SQLite format 3": msg("a database"),
}
_HTML = re.compile(
    rb"\s*+(?><\?xml[^>]*+>\s*+)?+(?><!--.*?-->\s*+)*+(<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL
)
"""Repetitions give nothing back: thirty comments before the root took minutes."""
_MARK = re.compile(b"^(" + b"|".join([codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE]) + b")")


def other_kind(head: bytes) -> str:
    """Return what a file plainly is, by its first bytes: a document, picture, packed file or database; else nothing."""
    return next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "")


def is_web_page(head: bytes) -> bool:
    """Tell whether a file is a web page, by its first bytes."""
    return _HTML.match(_MARK.sub(b"", head).replace(b"\0", b"")) is not None


def is_binary(head: bytes) -> bool:
    """Tell whether these bytes are no text of any encoding that IATI files have: zeros that are not those of UTF-16."""
    return b"\0" in head and not utf16_of(head)


def utf16_of(head: bytes) -> str:
    """Return the name of the codec of a file in UTF-16, by its byte-order mark or, as XML says, by its first zeros."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[:2] in {b"<\0", b"\0<"} and head[2:4] != b"\0\0":
        return "utf-16-le" if head[0] else "utf-16-be"
    return ""
