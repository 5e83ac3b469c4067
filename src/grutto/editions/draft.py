"""Making an edition: documents, the figures they show, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.content.blocks import Number
from grutto.content.figures import shown_figures
from grutto.content.reading import read_in
from grutto.content.stored import Content
from grutto.content.wording import text_of
from grutto.errors import VerificationError
from grutto.locale import language_named
from grutto.measures.emptiness import emptiness
from grutto.measures.trace import evidence_of
from grutto.model.edition import Edition
from grutto.model.figure import Selection
from grutto.reports.chain import chain_document
from grutto.reports.code import code_version
from grutto.reports.context import Context
from grutto.reports.profile import profile_document
from grutto.reports.progress import progress_report, still_open

if TYPE_CHECKING:
    from grutto.content.blocks import Document
    from grutto.content.reading import Reading
    from grutto.content.register import Cell
    from grutto.editions.order import Order
    from grutto.measures.session import Session
    from grutto.model.framework import Framework

MOST = 12
"""Source rows that a page lists of a figure; `grutto trace` lists all."""


@dataclass(frozen=True, slots=True)
class DraftEdition:
    """An edition made, not yet written.

    Args:
        content: what it says.
        edition: what it rests on; its files are not written yet.
        files: further files to stand beside the pages, such as the tables of a scenario.
    """

    content: Content
    edition: Edition
    files: dict[str, bytes] = field(default_factory=dict)

    def readings(self) -> dict[str, Reading]:
        """Return language to what it says, in each of its languages."""
        return {code: read_in(self.content, self.edition.figures, code) for code in self.edition.languages}


def make(session: Session, order: Order, judgements_sha256: str = "") -> DraftEdition:
    """Make the progress report of a year.

    Args:
        session: a release, opened with the framework whose outline names the sections.
        order: year, languages, and what people and models add.
        judgements_sha256: the version of the judgements and the ledger.

    Raises:
        DeclarationError: the outline names a section that does not exist.
        JudgementsError: judgements name no single figure, hold a digit or are stale; with all of them.
    """
    inputs = (order.judgements, order.ledger, order.previous)
    context = Context(session, _framework(session), order.year, *inputs, scenarios=order.scenarios)
    document = progress_report(context)
    subject = ", ".join(each.subject for each in order.scenarios)
    draft = assembled(
        session, order.year, document, order.written_in, judgements_sha256=judgements_sha256, subject=subject
    )
    previous = order.previous.id if order.previous else ""
    edition = replace(draft.edition, open=still_open(context), empty=emptiness(context), previous=previous)
    files = {name: data for each in order.scenarios for name, data in each.files().items()}
    return replace(draft, edition=edition, files=files)


def _framework(session: Session) -> Framework:
    if session.framework is None:
        raise VerificationError("A report needs a policy framework", repair="open the release with one")
    return session.framework


def make_profile(
    session: Session, countries: tuple[str, ...], observer: str, year: int, languages: tuple[str, ...]
) -> DraftEdition:
    """Make the profile of one country, or of several side by side: see `profile_document`."""
    document = profile_document(session, countries, observer, year)
    return assembled(session, year, document, languages, subject=f"profile {'+'.join(countries)} from {observer}")


def make_chain(session: Session, identifier: str, languages: tuple[str, ...], year: int | None = None) -> DraftEdition:
    """Make the page of an activity's chain: see `chain_document`."""
    year_of_page, document = chain_document(session, identifier, year)
    return assembled(session, year_of_page, document, languages, subject=f"chain {identifier}")


def assembled(
    session: Session,
    year: int,
    document: Document,
    languages: tuple[str, ...],
    *,
    judgements_sha256: str = "",
    subject: str = "",
) -> DraftEdition:
    """Return a document as an edition made: with every figure it shows, and the rows behind each.

    Args:
        session: the open release; its framework, if there is one, is named in the edition.
        year: calendar year reported on.
        document: what it says.
        languages: that it is written in, at least one.
        judgements_sha256: the version of the judgements.
        subject: what the document is about, where that is not the framework alone.
    """
    figures = shown_figures(document, session.book.figures)
    found = evidence_of(session.engine, figures, MOST)
    behind = {f.id: found[f.lineage] for f in figures if isinstance(f.lineage, Selection)}
    edition = Edition(
        framework=session.framework.id if session.framework else "",
        year=year,
        languages=languages,
        release=session.release.id,
        framework_sha256=session.framework.sha256 if session.framework else "",
        judgements_sha256=judgements_sha256,
        code=code_version(),
        figures=figures,
        rows_sha256={name: each.digest for name, each in behind.items()},
        files={},
        subject=subject,
    )
    listed = {name: tuple(_named(session, row) for row in each.first) for name, each in behind.items()}
    return draft_of(Content(document, listed), edition)


def _named(session: Session, row: dict[str, Any]) -> dict[str, Cell]:
    """Return a source row with the name of its file, as content keeps it."""
    return {column: _cell(value) for column, value in row.items()} | {"file": session.file_name(row["snapshot"])}


def _cell(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return Number(value)
    return value if value is None or isinstance(value, int) else str(value)


def draft_of(content: Content, edition: Edition, files: dict[str, bytes] | None = None) -> DraftEdition:
    """Return an edition with its content, and its title and note in each of its languages in its record.

    Args:
        content: what it says.
        edition: what it rests on, with all figures and the languages that it is written in.
        files: further files to stand beside the pages.
    """
    title, subtitle, note = (
        {code: str(text_of(line, language_named(code))) for code in edition.languages if line}
        for line in (content.document.title, content.document.subtitle, content.document.note)
    )
    titled = replace(edition, title=title, subtitle=subtitle, note={code: text for code, text in note.items() if text})
    return DraftEdition(content, titled, files or {})
