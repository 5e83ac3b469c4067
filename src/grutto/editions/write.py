"""Writing a report to a folder: its pages, its tables as data, and the record of its edition."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.content.digits import check_page
from grutto.editions.chains import chain_pages
from grutto.editions.record import write_record
from grutto.locale import language_named, msg, translate
from grutto.render.html import render
from grutto.render.sheets import WORKBOOK, csv_files, sheets
from grutto.render.workbook import workbook
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.editions.make import DraftEdition
    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.store.home import Home


def write_report(session: Session, draft: DraftEdition, folder: Path, home: Home) -> Edition:
    """Write the pages of each language, the tables as data, and `edition.json`; return the edition with their digests.

    The chains that a report draws have pages of their own, each an edition in a folder beside it.

    Raises:
        VerificationError: a page shows a digit that leads nowhere; nothing is written.
    """
    for name, chain in chain_pages(session, draft):
        write_report(session, chain, folder / name, home)
    edition = write_pages(draft, folder)
    write_record(edition, folder, home)
    return edition


def write_pages(draft: DraftEdition, folder: Path) -> Edition:
    """Write the pages of each language and the tables as data to a folder; return the edition with their digests.

    Raises:
        VerificationError: a page shows a digit that leads nowhere; nothing is written.
    """
    pages = rendered(draft)
    for name, page in pages.items():
        check_page(page, name)
    files = {name: page.encode() for name, page in pages.items()} | tables(draft) | draft.files
    for name, data in files.items():
        write_atomically(folder / name, data)
    return replace(draft.edition, pages={name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def rendered(draft: DraftEdition) -> dict[str, str]:
    """Return file name to page: the report and its register in each language."""
    languages = draft.edition.languages
    return {name: page for content in draft.contents.values() for name, page in render(content, languages).items()}


def tables(draft: DraftEdition) -> dict[str, bytes]:
    """Return file name to content of the tables as data, in the first language of the report."""
    code, content = next(iter(draft.contents.items()))
    found = sheets(content.document, language_named(code))
    if not found:
        return {}
    return {WORKBOOK: workbook(found, translate(msg("Contents"), code)), **csv_files(found)}
