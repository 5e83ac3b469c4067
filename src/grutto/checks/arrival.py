"""What kind of file this is, before any XML parser sees it: plain UTF-8 XML goes on, everything else is named.

A file in another encoding is written out anew as UTF-8, a zip is unpacked within bounds, and an error page, a
spreadsheet or a picture with the ending `.xml` is called what it is.
"""

from __future__ import annotations

import codecs
import re
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from grutto.checks.refusal import Refusal, remark
from grutto.readers.iati.prolog import declared_encoding, is_read
from grutto.readers.zips import LARGEST_UNPACKED, ZipError, is_zip, unpack, xml_members
from grutto.store.file_kind import is_binary, is_web_page, other_kind, utf16_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.finding import Finding

HEAD = 4096
BLOCK = 1 << 20


@contextmanager
def arrived(path: Path, name: str) -> Iterator[tuple[Path, list[Finding]]]:
    """Give a UTF-8 XML file without byte-order mark or declared encoding in the way, and what was remarked on the way.

    Args:
        path: the file as received; it is not changed.
        name: its name, for findings.

    Raises:
        Refusal: it is empty, binary, a web page, or in an encoding that cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    _refuse_other_kinds(head, name)
    encoding = _encoding(head, name)
    with ExitStack() as stack:
        if encoding in {"utf-8", "utf-8-sig"}:
            found = [remark("xml.byte-order-mark", name)] if encoding == "utf-8-sig" else []
            yield path, found
            return
        rewritten = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".xml"))
        _rewrite(path, encoding, rewritten.file, name)
        rewritten.flush()
        yield Path(rewritten.name), [remark("xml.encoding", name, value=encoding)]


def _refuse_other_kinds(head: bytes, name: str) -> None:
    """Raise `Refusal` for what is plainly not XML."""
    if not head.strip():
        raise Refusal("file.empty", name)
    if kind := other_kind(head):
        raise Refusal("file.other-kind", name, kind=kind)
    if is_web_page(head):
        raise Refusal("file.web-page", name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        raise Refusal("file.other-kind", name, kind="JSON")


def _encoding(head: bytes, name: str) -> str:
    """Return the encoding: by byte-order mark, else by the pattern of zeros, else as declared, else UTF-8.

    The order is that of the XML recommendation, appendix F.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refusal("xml.encoding-unknown", name, value="UTF-32")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if wide := utf16_of(head):
        return wide
    if is_binary(head):
        raise Refusal("file.binary", name)
    if not head.lstrip().startswith(b"<"):
        raise Refusal("file.not-xml", name, value=head[:60].decode("utf-8", "replace").strip())
    return _declared(head, name)


def _declared(head: bytes, name: str) -> str:
    """Return the encoding that the XML declaration names."""
    encoding = declared_encoding(head)
    if not is_read(encoding):
        raise Refusal("xml.encoding-unknown", name, value=encoding)
    return encoding


def _rewrite(path: Path, encoding: str, out: IO[bytes], name: str) -> None:
    """Write a file anew in UTF-8, block by block, its XML declaration blanked out so that lines stay where they are."""
    first = True
    try:
        with path.open("r", encoding=encoding, newline="") as text:
            while block := text.read(BLOCK):
                body = re.sub(r"^\ufeff?<\?xml[^>]*\?>", "", block) if first else block
                out.write(body.encode("utf-8"))
                first = False
    except (UnicodeError, LookupError) as error:
        raise Refusal("xml.encoding-wrong", name, value=encoding) from error


@contextmanager
def unpacked(path: Path) -> Iterator[list[tuple[str, Path | Refusal]]]:
    """Give the XML files that a path stands for, by name: itself, or those in a zip, each unpacked within bounds.

    A member that may not or cannot be unpacked comes as its `Refusal`.
    """
    if not is_zip(path):
        yield [(path.name, path)]
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _members(path, Path(folder))


def _members(path: Path, folder: Path) -> list[tuple[str, Path | Refusal]]:
    found: list[tuple[str, Path | Refusal]] = []
    try:
        left = LARGEST_UNPACKED
        for number, member in enumerate(xml_members(path)):
            name = f"{path.name}/{PurePosixPath(member).name}"
            found.append((name, _unpacked(path, member, folder / str(number), name, left)))
            left -= sum(file.stat().st_size for file in folder.glob(str(number)))
    except ZipError:
        return [(path.name, Refusal("zip.damaged", path.name))]
    return found or [(path.name, Refusal("zip.no-xml", path.name))]


def _unpacked(path: Path, member: str, to: Path, name: str, left: int) -> Path | Refusal:
    try:
        unpack(path, member, to, left)
    except ZipError as error:
        return Refusal(f"zip.{error.fault}", name)
    return to
