"""Writing a report to a folder: its pages, its tables as data, and the record of its edition."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.locale import language_named, msg, translate
from grutto.reports.chain_page import chain_pages
from grutto.reports.data import WORKBOOK, csv_files, sheets
from grutto.reports.html import render
from grutto.reports.prose import check_page
from grutto.reports.record import write_record
from grutto.reports.workbook import workbook
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.edition import Edition
    from grutto.reports.edition import Made
    from grutto.store.home import Home


def write_report(made: Made, folder: Path, home: Home) -> Edition:
    """Write the pages of each language, the tables as data, and `edition.json`; return the edition with their digests.

    The chains that a report draws have pages of their own, each an edition in a folder beside it.

    Raises:
        VerificationError: a page shows a digit that leads nowhere; nothing is written.
    """
    for name, chain in chain_pages(made):
        write_report(chain, folder / name, home)
    edition = write_pages(made, folder)
    write_record(edition, folder, home)
    return edition


def write_pages(made: Made, folder: Path) -> Edition:
    """Write the pages of each language and the tables as data to a folder; return the edition with their digests.

    Raises:
        VerificationError: a page shows a digit that leads nowhere; nothing is written.
    """
    pages = rendered(made)
    for name, content in pages.items():
        check_page(content, name)
    files = {name: content.encode() for name, content in pages.items()} | tables(made) | made.files
    for name, data in files.items():
        write_atomically(folder / name, data)
    return replace(made.edition, pages={name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def rendered(made: Made) -> dict[str, str]:
    """Return file name to page: the report and its register in each language."""
    return {name: page for code in made.documents for name, page in render(made, code).items()}


def tables(made: Made) -> dict[str, bytes]:
    """Return file name to content of the tables as data, in the first language of the report."""
    code, document = next(iter(made.documents.items()))
    found = sheets(document, language_named(code))
    if not found:
        return {}
    return {WORKBOOK: workbook(found, translate(msg("Contents"), code)), **csv_files(found)}
