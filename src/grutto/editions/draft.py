"""Making an edition: documents, the figures they show, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grutto.content.display import text_of
from grutto.content.figures import shown_figures
from grutto.content.register import Rows, register
from grutto.content.stored import Content
from grutto.errors import VerificationError
from grutto.locale import language_named
from grutto.measures.emptiness import emptiness
from grutto.measures.trace import evidence_of
from grutto.model.edition import Edition
from grutto.model.figure import Selection
from grutto.reports.chain import chain_documents
from grutto.reports.code import code_version
from grutto.reports.context import Context
from grutto.reports.profile import profile_documents
from grutto.reports.progress import progress_report, still_open

if TYPE_CHECKING:
    from grutto.content.blocks import Document
    from grutto.editions.order import Order
    from grutto.measures.session import Session
    from grutto.model.framework import Framework

MOST = 12
"""Source rows that a page lists of a figure; `grutto trace` lists all."""


@dataclass(frozen=True, slots=True)
class DraftEdition:
    """An edition made, not yet written.

    Args:
        contents: language to what it says.
        edition: what it rests on; its files are not written yet.
        files: further files to stand beside the pages, such as the tables of a scenario.
    """

    contents: dict[str, Content]
    edition: Edition
    files: dict[str, bytes] = field(default_factory=dict)


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
    contexts = {
        code: Context(
            session,
            _framework(session),
            order.year,
            *inputs,
            language=language_named(code),
            scenarios=order.scenarios,
        )
        for code in order.written_in
    }
    documents = progress_report(contexts)
    subject = ", ".join(each.subject for each in order.scenarios)
    draft = assembled(session, order.year, documents, judgements_sha256=judgements_sha256, subject=subject)
    previous = order.previous.id if order.previous else ""
    scope = next(iter(contexts.values()))
    edition = replace(draft.edition, open=still_open(scope), empty=emptiness(scope), previous=previous)
    files = {name: data for each in order.scenarios for name, data in each.files().items()}
    return replace(draft, edition=edition, files=files)


def _framework(session: Session) -> Framework:
    if session.framework is None:
        raise VerificationError("A report needs a policy framework", repair="open the release with one")
    return session.framework


def make_profile(
    session: Session, countries: tuple[str, ...], observer: str, year: int, languages: tuple[str, ...]
) -> DraftEdition:
    """Make the profile of one country, or of several side by side: see `profile_documents`."""
    documents = profile_documents(session, countries, observer, year, languages)
    return assembled(session, year, documents, subject=f"profile {'+'.join(countries)} from {observer}")


def make_chain(session: Session, identifier: str, languages: tuple[str, ...], year: int | None = None) -> DraftEdition:
    """Make the page of an activity's chain: see `chain_documents`."""
    year_of_page, documents = chain_documents(session, identifier, languages, year)
    return assembled(session, year_of_page, documents, subject=f"chain {identifier}")


def assembled(
    session: Session,
    year: int,
    documents: dict[str, Document],
    *,
    judgements_sha256: str = "",
    subject: str = "",
) -> DraftEdition:
    """Return documents as an edition made: with every figure they show, and the rows behind each.

    Args:
        session: the open release; its framework, if there is one, is named in the edition.
        year: calendar year reported on.
        documents: one a language.
        judgements_sha256: the version of the judgements.
        subject: what the documents are about, where that is not the framework alone.
    """
    figures = shown_figures(documents.values(), session.book.figures)
    found = evidence_of(session.engine, figures, MOST)
    behind = {f.id: found[f.lineage] for f in figures if isinstance(f.lineage, Selection)}
    edition = Edition(
        framework=session.framework.id if session.framework else "",
        year=year,
        languages=tuple(documents),
        release=session.release.id,
        framework_sha256=session.framework.sha256 if session.framework else "",
        judgements_sha256=judgements_sha256,
        code=code_version(),
        figures=figures,
        rows_sha256={name: each.digest for name, each in behind.items()},
        files={},
        subject=subject,
    )
    listed = {name: [_named(session, row) for row in each.first] for name, each in behind.items()}
    return draft_of(documents, edition, listed)


def _named(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """Return a source row with the name of its file."""
    return row | {"file": session.file_name(row["snapshot"])}


def draft_of(
    documents: dict[str, Document], edition: Edition, rows: dict[str, Rows], files: dict[str, bytes] | None = None
) -> DraftEdition:
    """Return an edition with its documents, each with its register, and their titles and notes in its record.

    Args:
        documents: one a language.
        edition: what they rest on, with all figures.
        rows: id of a figure to the first source rows behind it, for the register.
        files: further files to stand beside the pages.
    """
    known = {code: language_named(code) for code in documents}
    titled = replace(
        edition,
        title={code: text_of(document.title, known[code]) for code, document in documents.items()},
        subtitle={code: text_of(document.subtitle, known[code]) for code, document in documents.items()},
        note={code: document.note for code, document in documents.items() if document.note},
    )
    contents = {
        code: Content(code, document, register(edition.figures, rows, known[code]))
        for code, document in documents.items()
    }
    return DraftEdition(contents, titled, files or {})
