"""Writing an edition to a folder: its content, the pages and tables made from it, and its record."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.content.stored import content_file, content_json
from grutto.editions.chains import chain_pages
from grutto.editions.record import write_record
from grutto.editions.render import rendered
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.editions.make import DraftEdition
    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.store.home import Home


def write_report(session: Session, draft: DraftEdition, folder: Path, home: Home) -> Edition:
    """Write an edition, and in folders beside it those of the chains that it draws; return it with its digests."""
    for name, chain in chain_pages(session, draft):
        write_edition(chain, folder / name, home)
    return write_edition(draft, folder, home)


def write_edition(draft: DraftEdition, folder: Path, home: Home) -> Edition:
    """Write content, pages, tables and record to a folder, and content and record into the data folder.

    Returns:
        the edition with the digests of its files.
    """
    content = {content_file(code): content_json(content) for code, content in draft.contents.items()}
    files = content | rendered(draft.contents) | draft.files
    edition = replace(draft.edition, files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()})
    for name, data in files.items():
        write_atomically(folder / name, data)
    write_record(edition, content, folder, home)
    return edition
