"""What stands before the root of a file: which encodings and declarations are read, by a check and an import alike."""

from __future__ import annotations

import re

from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.store.file_kind import is_web_page, utf16_of

LARGEST_PROLOG = 1 << 20
"""Bytes within which the root element must have begun."""

BEFORE_ROOT = re.compile(rb"(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+>)*+", re.DOTALL)
"""Repetitions that give nothing back: a stranger's bytes are looked at once."""

_DECLARED = re.compile(rb"""^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_READ = re.compile(
    r"(utf-?8|utf-?16(-?[lb]e)?|iso-?8859-?\d{1,2}|latin-?\d|windows-?125\d|cp125\d|us-ascii|ascii|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc-(jp|kr))$",
    re.IGNORECASE,
)
"""Encodings that are read; the codecs of Python that are no text are not among them."""

_MARK = b"\xef\xbb\xbf"


def declared_encoding(head: bytes) -> str:
    """Return the encoding that the XML declaration names, in small letters; `utf-8` if it names none."""
    found = _DECLARED.match(head)
    encoding = found[1].decode("ascii").lower() if found else "utf-8"
    return "utf-8" if encoding == "utf8" else encoding


def is_read(encoding: str) -> bool:
    """Tell whether files in an encoding are read."""
    return _READ.match(encoding) is not None


def has_rules(head: bytes) -> bool:
    """Tell whether a document type declaration defines entities, elements or attributes of its own."""
    found = BEFORE_ROOT.match(head)
    return head.startswith(b"<!DOCTYPE", found.end() if found else 0)


def refuse_prolog(head: bytes, file: str) -> None:
    """Refuse a file by what stands before its root.

    Args:
        head: its first bytes, at most `LARGEST_PROLOG`.
        file: its name, for errors.

    Raises:
        InputError: it is a web page, in an encoding that is not read, or has a document type with rules of its own.
    """
    if is_web_page(head):
        repair = msg("open the address in a browser, then download the IATI file itself")
        raise InputError("This file is a web page", where=file, repair=repair)
    encoding = "utf-8" if head.startswith(_MARK) or utf16_of(head) else declared_encoding(head)
    if not is_read(encoding):
        raise InputError(
            "This file says it is encoded as “{encoding}”, which is not read",
            where=file,
            repair="save it as UTF-8",
            encoding=encoding,
        )
    if has_rules(head.replace(b"\0", b"").lstrip(_MARK + b"\xff\xfe")):
        raise InputError(
            "This file declares entities or rules of its own, which are not read",
            where=Message("{file}, DOCTYPE", file=file),
            repair="write the text itself instead of entities; no IATI file needs a DOCTYPE",
        )
