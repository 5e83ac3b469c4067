"""The files of an edition, made from its content alone: by the command that makes it, and again at any time after."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from grutto.errors import UnknownNameError
from grutto.locale import language_named, msg, translate
from grutto.render.csv_files import WORKBOOK, csv_files, sheets
from grutto.render.html import chapter, page_name, render
from grutto.render.workbook import workbook
from grutto.render.xbrl import account_xbrl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grutto.content.reading import Reading
    from grutto.editions.order import DocumentKind
    from grutto.editions.record import KeptEdition
    from grutto.model.edition import Edition


def rendered(readings: Mapping[str, Reading]) -> dict[str, bytes]:
    """Return file name to bytes: the report and its register in each language, and the tables as data.

    Args:
        readings: language to what the edition says, in the order of the edition's languages.
    """
    return pages(readings) | tables(next(iter(readings.values())))


def rendered_again(kept_edition: KeptEdition) -> dict[str, bytes]:
    """Return the pages and tables of an edition as its content gives them; no release is needed.

    Raises:
        DeclarationError: its content is missing or damaged.
        VerificationError: prose in it holds a digit.
    """
    return rendered(kept_edition.readings())


def chapter_again(kept_edition: KeptEdition, anchor: str, language: str = "") -> dict[str, bytes]:
    """Return one chapter of an edition as a page of its own.

    Args:
        kept_edition: the edition.
        anchor: of a section of its document.
        language: code; without it, the first of the edition.

    Raises:
        UnknownNameError: the edition has no such chapter, or Grutto does not write that language.
        DeclarationError: its content is missing or damaged.
    """
    content = kept_edition.read_in(language)
    return {name: page.encode() for name, page in chapter(content, kept_edition.edition.languages, anchor).items()}


def documents(readings: Mapping[str, Reading], kinds: Iterable[DocumentKind]) -> dict[str, bytes]:
    """Return file name to bytes of the report as PDF or Word, one a language.

    Args:
        readings: language to what the edition says, in the order of the edition's languages.
        kinds: what to make.
    """
    languages = tuple(readings)
    return {
        document_name(kind, code, languages): _document(kind, content)
        for kind in kinds
        for code, content in readings.items()
    }


def documents_again(kept_edition: KeptEdition, kinds: Iterable[DocumentKind]) -> dict[str, bytes]:
    """Return an edition as PDF or Word, as its content gives it; no release is needed.

    Raises:
        DeclarationError: its content is missing or damaged.
    """
    return documents(kept_edition.readings(), kinds)


def account_again(kept_edition: KeptEdition, language: str = "") -> dict[str, bytes]:
    """Return the account of an edition as inline XBRL, in a language or its first; no release is needed.

    Raises:
        UnknownNameError: the edition has no account, or Grutto does not write that language.
    """
    files = account_xbrl(kept_edition.read_in(language), kept_edition.edition.framework)
    if not files:
        raise UnknownNameError("The edition has no account of a budget", where=kept_edition.edition.id)
    return files


def document_name(kind: DocumentKind, language: str, languages: tuple[str, ...]) -> str:
    """Return the file name of a document: the first language needs no code in it."""
    return f"report.{kind}" if language == languages[0] else f"report.{language}.{kind}"


def is_document(name: str) -> bool:
    """Tell whether a file of an edition is its PDF or Word document."""
    return name.endswith((".pdf", ".docx"))


def _document(kind: DocumentKind, content: Reading) -> bytes:
    match kind:
        case "pdf":
            from grutto.render import pdf  # noqa: PLC0415 - heavy, not always asked for

            return pdf.render(content)
        case "docx":
            from grutto.render import docx  # noqa: PLC0415 - heavy, not always asked for

            return docx.render(content)
        case _:
            assert_never(kind)


def index_pages(edition: Edition) -> list[str]:
    """Return the file names of the report's pages, one a language."""
    return [page_name(code, edition.languages) for code in edition.languages]


def pages(readings: Mapping[str, Reading]) -> dict[str, bytes]:
    """Return file name to page: the report and its register in each language."""
    languages = tuple(readings)
    return {name: page.encode() for content in readings.values() for name, page in render(content, languages).items()}


def tables(content: Reading) -> dict[str, bytes]:
    """Return file name to bytes of the tables as data, in the language of the content."""
    found = sheets(content.document, language_named(content.language))
    if not found:
        return {}
    return {
        WORKBOOK: workbook(found, translate(msg("Contents"), content.language)),
        **csv_files(found, content.language),
    }
