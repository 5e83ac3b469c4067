"""Mutations of files of every kind: bytes and tokens changed, parts repeated, dropped and exchanged, packed or not."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

BYTES = rb"""< > & ' " || { } [ ] , ; : = - . 0 9 e5 % \ / ../ $1 # * @ + true null NaN 1e999 -0 9999-12-31""".split()
ODD = [
    *(
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\n",
        b"\r",
        b"\t",
        b"\xe2\x80\x8f",
        b"\xed\xa0\x80",
        b"\x1b[2J",
    ),
    *(b"9" * 40, b"-" * 30, b"[" * 2000, b'{"a":' * 500, b"(" * 300, b"\n" * 40, b" " * 300),
]
XML = rb"""<!--|-->|<![CDATA[|]]>|<?p ?>|<!DOCTYPE a>|<!DOCTYPE a [<!ENTITY x "y">]>|&x;|&#0;|&#xD800;|&#160;|&nbsp;
<a/>|</iati-activity>|<iati-activity>|<iati-identifier/>| xmlns="u"| a:b="c"| version="1.03"|<value/>|<budget/>
<value value-date="2010-01-01">1</value>|<sector code="1" percentage="1e9"/>|<row r="1048576"/>|<c r="XFD1048576"/>"""
XML_PIECES = XML.replace(b"\n", b"|").split(b"|")
JSON = [b"{}", b"[]", b'""', b"1e400", b"-1", b'{"a":1}', b"[[]]", b"false", b'"\\ud800"', b'"x"', b"1" * 30]
NAMES = ["../../a.xml", "a.xml", "", "/etc/passwd", "xl/workbook.xml", "x" * 300, "a\x00b.xml", "[Content_Types].xml"]
NUMBERS = [b"0", b"-1", b"1e308", b"99999999999999999999", b"0.1", b"NaN", b"", b"\xd9\xa1"]
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
TOKEN = re.compile(rb"<[^<>]*+>|[^<>\s\"',:;{}\[\]=]++")
LARGEST = 400_000
"""Bytes that a mutated file may grow to."""


def mutated(content: bytes, chance: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Return a file with one to four changes; what is packed is changed inside, or as it is packed.

    Args:
        content: the file.
        chance: decides.
        others: files of the same kind, of which a part may be taken over.
    """
    if content.startswith(b"PK") and chance.random() < 0.85:
        return _repacked(content, chance, others)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        content = chance.choice(CHANGES)(content, chance, others)[:LARGEST]
    return content


def _replaced(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    at = chance.randint(0, len(content))
    piece = chance.choice(chance.choice([BYTES, ODD, XML_PIECES, JSON, [chance.randbytes(3)]]))
    return content[:at] + piece + content[at + chance.randint(0, 4) :]


def _number(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    return _at(content, chance, NUMBER, chance.choice(NUMBERS))


def _token(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    return _at(content, chance, TOKEN, chance.choice([b"", *BYTES, *XML_PIECES, *JSON, *ODD]))


def _at(content: bytes, chance: Random, pattern: re.Pattern[bytes], piece: bytes) -> bytes:
    start = chance.randint(0, max(len(content) - 1, 0))
    found = pattern.search(content, start) or pattern.search(content)
    return content[: found.start()] + piece + content[found.end() :] if found else content + piece


def _dropped(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + content[at + chance.randint(1, max(len(content) // 4, 1)) :]


def _repeated(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    at = chance.randint(0, len(content))
    part = content[at : at + chance.randint(1, 300)]
    return content[:at] + part * chance.choice([2, 3, 50]) + content[at:]


def _moved(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    lines = content.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _flipped(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    if not content:
        return content
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def _cut(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    return content[: chance.randint(0, len(content))]


def _crossed(content: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    other = chance.choice(others or (content,))
    here, there = chance.randint(0, len(content)), chance.randint(0, len(other))
    return content[:here] + other[there:]


def _encoded(content: bytes, chance: Random, _others: tuple[bytes, ...]) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(["utf-16", "utf-16-be", "utf-8-sig", "utf-32"]))


CHANGES = [*(_replaced, _number, _token) * 3, _dropped, _repeated, _moved, _flipped, _cut, _crossed, _encoded]


def _repacked(content: bytes, chance: Random, others: tuple[bytes, ...]) -> bytes:
    """Return a zip with one member changed, dropped, repeated or renamed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = chance.randrange(len(members))
    name, data = members[at]
    kind = chance.random()
    if kind < 0.7:
        members[at] = (name, mutated(data, chance))
    elif kind < 0.8:
        members.pop(at)
    elif kind < 0.9:
        members[at] = (chance.choice(NAMES), data)
    else:
        members.append((name, chance.choice([data, *others, b"", b"x" * 100_000])))
    out = io.BytesIO()
    packing = chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", packing) as archive:
        for member, inside in members:
            archive.writestr(zipfile.ZipInfo(member), inside)
    return out.getvalue()
