"""Files of Office before 2007, as small as they come: a workbook, and one that is locked with a password."""

from __future__ import annotations

import struct

SECTOR = 512
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
LEAST = 4096
"""Bytes from which a stream has sectors of its own."""


def compound_file(**streams: bytes) -> bytes:
    """Return a compound file with some streams."""
    chain, names, body, at = [FAT, END], [_entry("Root Entry", 5, END, 0, child=1)], b"", 2
    for number, (name, content) in enumerate(streams.items(), start=1):
        size = max(LEAST, -(-len(content) // SECTOR) * SECTOR)
        count = size // SECTOR
        following = number + 1 if number < len(streams) else NONE
        names.append(_entry(name, 2, at, size, right=following))
        chain += [*range(at + 1, at + count), END]
        body += content.ljust(size, b"\0")
        at += count
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, LEAST, END, 0, END, 0, 0)
    fat = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    return head + b"\xff" * (SECTOR - len(head)) + fat + b"".join(names).ljust(SECTOR, b"\0") + body


def _entry(name: str, kind: int, start: int, size: int, *, right: int = NONE, child: int = NONE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    place = struct.pack("<HBBIII16xI16xIQ", len(text), kind, 1, NONE, right, child, 0, start, size)
    return text.ljust(64, b"\0") + place


def old_workbook(cell: float) -> bytes:
    """Return a workbook of Excel 97 with one number."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x203, struct.pack("<HHHd", 0, 0, 0, cell)) + _record(0x0A, b"")
    globals_ = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    name = b"x"
    length = len(globals_) + 4 + 8 + len(name) + 4
    globals_ += _record(0x85, struct.pack("<IHBB", length, 0, len(name), 0) + name) + _record(0x0A, b"")
    return compound_file(Workbook=globals_ + sheet)


def locked_workbook() -> bytes:
    """Return a container as Excel makes it of a workbook with a password."""
    return compound_file(EncryptedPackage=b"\1" * 100, EncryptionInfo=b"\2" * 100)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
