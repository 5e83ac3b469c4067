"""Writing a report to a folder: its pages, its tables as data, and the record of its edition."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.locale import language_named
from grutto.reports.data import WORKBOOK, csv_files, sheets, workbook
from grutto.reports.html import page_name, render
from grutto.reports.prose import check_page
from grutto.reports.record import write_record
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.edition import Edition
    from grutto.reports.edition import Made
    from grutto.store.home import Home


def write_report(made: Made, folder: Path, home: Home) -> Edition:
    """Write a page a language, its tables as XLSX and CSV, and `edition.json`; return the edition with their digests.

    Raises:
        VerificationError: a page shows a digit that leads nowhere; nothing is written.
    """
    edition = write_pages(made, folder)
    write_record(edition, folder, home)
    return edition


def write_pages(made: Made, folder: Path) -> Edition:
    """Write a page a language and the tables as data to a folder; return the edition with their digests.

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
    """Return file name to page, one a language."""
    languages = tuple(made.documents)
    return {page_name(code, languages): render(made, code) for code in languages}


def tables(made: Made) -> dict[str, bytes]:
    """Return file name to content of the tables as data, in the first language of the report."""
    code, document = next(iter(made.documents.items()))
    found = sheets(document, language_named(code))
    return {WORKBOOK: workbook(found), **csv_files(found)} if found else {}
