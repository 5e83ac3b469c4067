"""The front page of a folder with several reports: what is there, in which languages, under which edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grutto.editions.record import FILE, read_record
from grutto.errors import InputError
from grutto.locale import language_named, translate, worded
from grutto.message import Message
from grutto.render.html import TEMPLATES, page_name, style
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.locale import Language

INDEX = "index.html"


class ListedReport(NamedTuple):
    """A report in a folder of reports, as the front page names it."""

    folder: str
    language: Language
    title: str
    subtitle: str
    note: str
    edition: str
    figures: int
    year: int
    pages: tuple[tuple[str, str, str], ...]


def reports_in(folder: Path) -> list[ListedReport]:
    """Return the reports in the folders of a folder: of the newest year first, then by their names."""
    found = [_listed(path.parent) for path in sorted(folder.glob(f"*/{FILE}")) if (path.parent / INDEX).is_file()]
    return sorted(found, key=lambda one: -one.year)


def _listed(folder: Path) -> ListedReport:
    edition = read_record(str(folder), Home(folder))
    first = edition.languages[0]
    title, subtitle, note = (texts.get(first, "") for texts in (edition.title, edition.subtitle, edition.note))
    pages = tuple((code, page_name(code, edition.languages), language_named(code).name) for code in edition.languages)
    return ListedReport(
        folder.name, language_named(first), title, subtitle, note, edition.id, len(edition.figures), edition.year, pages
    )


def front_page(folder: Path) -> str:
    """Return the page that leads to each report of a folder, in the first language of the newest; each in its own.

    Raises:
        InputError: there is none.
    """
    found = reports_in(folder)
    if not found:
        raise InputError(
            "There is no report here", where=folder, repair="make one", command="grutto report FRAMEWORK YEAR"
        )
    return TEMPLATES.get_template("front_page.html").render(
        found=found, language=found[0].language, style=style(), words=_words, counted=_counted
    )


def _words(text: str, language: Language) -> str:
    return translate(text, language.code)


def _counted(one: str, many: str, count: int, language: Language) -> str:
    return worded(Message(one, many, count=count), language)
