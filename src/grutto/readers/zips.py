"""Zip files that hold XML files: what is in them, and unpacking within bounds whatever size they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

BLOCK = 1 << 20
LARGEST_UNPACKED = 4 << 30
"""Bytes that one file may unpack to."""
LARGEST_RATIO = 300
"""Times that a file above `BLOCK` may grow when unpacked; IATI files grow 10 to 100 times, bombs 1,000 times."""
WORKBOOK = "[Content_Types].xml"
"""Stands in every workbook, whose parts are XML too."""

Fault = Literal["bomb", "damaged"]


class ZipError(Exception):
    """A file cannot be unpacked: it grows beyond bounds, or it is damaged, encrypted or packed in an unknown way."""

    def __init__(self, fault: Fault) -> None:
        """Name the fault."""
        super().__init__(fault)
        self.fault = fault


def is_zip(path: Path) -> bool:
    """Tell whether a file begins as zip files do."""
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def xml_members(path: Path) -> list[str]:
    """Return the names of the XML files in a zip file; none for a workbook.

    Raises:
        ZipError: it is damaged.
    """
    try:
        with zip_at(path) as archive:
            names = [i.filename for i in archive.infolist() if not i.is_dir()]
    except DAMAGE as error:
        raise ZipError("damaged") from error
    return [] if WORKBOOK in names else [name for name in names if name.lower().endswith(".xml")]


def unpack(path: Path, member: str, to: Path, most: int = LARGEST_UNPACKED) -> None:
    """Unpack one file of a zip file; stop as soon as it grows beyond bounds.

    Args:
        path: the zip file.
        member: name in it.
        to: where to write.
        most: bytes that it may unpack to.

    Raises:
        ZipError: see there; nothing is left behind.
    """
    try:
        with zip_at(path) as archive:
            _unpack(archive, member, to, most)
    except DAMAGE as error:
        to.unlink(missing_ok=True)
        raise ZipError("damaged") from error


def _unpack(archive: zipfile.ZipFile, member: str, to: Path, most: int) -> None:
    info, written = archive.getinfo(member), 0
    bound = min(most, max(BLOCK, info.compress_size * LARGEST_RATIO))
    with archive.open(info) as packed, to.open("wb") as out:
        while block := packed.read(BLOCK):
            written += len(block)
            if written > bound:
                to.unlink()
                raise ZipError("bomb")
            out.write(block)
