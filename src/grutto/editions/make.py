"""Making an edition: documents, the figures they show, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grutto.content.figures import shown_figures
from grutto.content.register import register
from grutto.content.stored import Content
from grutto.editions.inputs import FRAMEWORK
from grutto.errors import VerificationError
from grutto.locale import language_named
from grutto.measures.trace import rows_digest, trace_rows
from grutto.model.edition import Edition
from grutto.model.figure import Selection
from grutto.reports.chain import chain_documents
from grutto.reports.code import code_version
from grutto.reports.context import Context
from grutto.reports.profile import profile_documents
from grutto.reports.progress import progress_report, still_open

if TYPE_CHECKING:
    from grutto.content.blocks import Document
    from grutto.measures.session import Session
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import Entry
    from grutto.reports.scenario.figures import Results

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


def make(  # noqa: PLR0913 - a release, then what people and models add to it, by keyword
    session: Session,
    year: int,
    languages: tuple[str, ...],
    judgements: tuple[Judgement, ...] = (),
    judgements_sha256: str = "",
    *,
    ledger: tuple[Entry, ...] = (),
    previous: Edition | None = None,
    scenarios: tuple[Results, ...] = (),
) -> DraftEdition:
    """Make the report of a year.

    Args:
        session: a release, opened with the framework whose outline names the sections.
        year: calendar year reported on.
        languages: at least one; the figures are the same in all.
        judgements: what people say.
        judgements_sha256: the version of those, and of the ledger.
        ledger: signed entries of the savings ledger.
        previous: the edition before, to compare with.
        scenarios: results of scenarios, for the section that shows them.

    Raises:
        DeclarationError: the outline names a section that does not exist.
        VerificationError: prose holds a digit, or a judgement names no single figure or one that has changed.
    """
    contexts = {
        code: Context(
            session,
            _framework(session),
            year,
            judgements,
            ledger,
            previous,
            language=language_named(code),
            scenarios=scenarios,
        )
        for code in languages
    }
    documents = progress_report(contexts)
    subject = ", ".join(each.subject for each in scenarios)
    draft = assembled(session, year, documents, judgements_sha256=judgements_sha256, subject=subject)
    edition = replace(draft.edition, open=still_open(next(iter(contexts.values()))))
    return replace(draft, edition=edition, files={n: data for each in scenarios for n, data in each.files().items()})


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


def make_chain(
    session: Session, identifier: str, languages: tuple[str, ...], beside: Edition | None = None
) -> DraftEdition:
    """Make the page of an activity's chain: see `chain_documents`.

    Args:
        session: the open release, with a framework.
        identifier: the activity.
        languages: at least one.
        beside: edition of the report that it stands beside, if any.
    """
    year, documents = chain_documents(session, identifier, languages, beside.year if beside else None)
    draft = assembled(session, year, documents, subject=f"chain {identifier}")
    kept = {name: sha for name, sha in beside.inputs.items() if name.startswith(FRAMEWORK)} if beside else {}
    return replace(draft, edition=replace(draft.edition, inputs=kept))


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
    rows = {f.id: trace_rows(session.engine, f.lineage) for f in figures if isinstance(f.lineage, Selection)}
    edition = Edition(
        framework=session.framework.id if session.framework else "",
        year=year,
        languages=tuple(documents),
        release=session.release.id,
        framework_sha256=session.framework.sha256 if session.framework else "",
        judgements_sha256=judgements_sha256,
        code=code_version(),
        figures=figures,
        rows_sha256={name: rows_digest(found) for name, found in rows.items()},
        pages={},
        subject=subject,
    )
    listed = {name: [_named(session, row) for row in found[:MOST]] for name, found in rows.items()}
    return DraftEdition(contents_of(documents, edition, listed), edition)


def _named(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """Return a source row with the name of its file."""
    return row | {"file": session.file_name(row["snapshot"])}


def contents_of(
    documents: dict[str, Document], edition: Edition, rows: dict[str, list[dict[str, Any]]]
) -> dict[str, Content]:
    """Return language to content: each document with its register."""
    return {
        code: Content(code, document, register(edition.figures, rows, language_named(code)))
        for code, document in documents.items()
    }
