"""Writing a report to a folder: its pages and the record of its edition."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

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
    """Write a page a language and `edition.json` to a folder; return the edition with the digests of its pages.

    Raises:
        VerificationError: a page shows a digit that leads nowhere; nothing is written.
    """
    pages = rendered(made)
    for name, content in pages.items():
        check_page(content, name)
    for name, content in pages.items():
        write_atomically(folder / name, content.encode())
    edition = replace(made.edition, pages={name: _digest(content) for name, content in pages.items()})
    write_record(edition, folder, home)
    return edition


def rendered(made: Made) -> dict[str, str]:
    """Return file name to page, one a language."""
    languages = tuple(made.documents)
    return {page_name(code, languages): render(made, code) for code in languages}


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
