"""A kept edition written anew with all its pages, and those of the editions that it draws beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.stored import FILE as CONTENT
from grutto.editions.record import FILE, KeptEdition, kept_edition, record_json
from grutto.editions.render import rendered_again
from grutto.errors import InputError
from grutto.store.files import sha256_of, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.store.home import Home


def written_again(home: Home, kept_edition: KeptEdition, folder: Path) -> KeptEdition:
    """Write an edition from what the data folder keeps of it: content and record as they are, pages made again.

    Args:
        home: the data folder, with the editions beside it.
        kept_edition: the edition.
        folder: where to write.

    Raises:
        InputError: an edition beside it is not kept any more as it was.
    """
    _write(kept_edition, folder)
    for name, digest in kept_edition.edition.beside.items():
        _write(_with_record(home, digest, name), folder / name)
    return KeptEdition(kept_edition.edition, folder)


def _write(kept_edition: KeptEdition, folder: Path) -> None:
    content = {CONTENT: (kept_edition.folder / CONTENT).read_bytes()}
    for name, data in (content | rendered_again(kept_edition) | {FILE: record_json(kept_edition.edition)}).items():
        write_atomically(folder / name, data)


def _with_record(home: Home, digest: str, name: str) -> KeptEdition:
    """Return the edition whose record has a digest."""
    for record in sorted(home.editions.glob(f"*/{FILE}")):
        if sha256_of(record) == digest:
            return kept_edition(str(record), home)
    raise InputError(
        "The page of a chain that this edition draws is not kept any more as it was",
        where=name,
        repair="make the edition again",
    )
