"""Making an edition: the sections of a framework's outline, their figures, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from grutto.errors import VerificationError
from grutto.locale import language_named, msg, pick
from grutto.measures.trace import rows_digest, trace_rows
from grutto.model.edition import Edition
from grutto.model.figure import Derivation, Figure, Selection
from grutto.reports.content import Document, Facts, Label, Quote
from grutto.reports.context import Context
from grutto.reports.explain import unexplained
from grutto.reports.sections import section
from grutto.tables.extract import code_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import Entry
    from grutto.reports.content import Line
    from grutto.reports.scenario.figures import Results

MOST = 12
"""Source rows that a page lists of a figure; `grutto trace` lists all."""

ROOMS = (
    "model",
    "store",
    "sources",
    "readers",
    "tables",
    "codelists",
    "frameworks",
    "measures",
    "scenarios",
    "reports",
    "locale",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A report made, not yet written.

    Args:
        documents: language to content.
        edition: what it rests on; its pages are not written yet.
        session: the open release; none for a report that rests on no release, such as that of a scenario.
        rows: figure id to the first source rows behind it.
        files: further files to stand beside the pages, such as the tables of a scenario.
    """

    documents: dict[str, Document]
    edition: Edition
    session: Session | None
    rows: dict[str, list[dict[str, Any]]]
    files: dict[str, bytes] = field(default_factory=dict)


def code_version() -> str:
    """Return the version of Grutto, with a digest of its files."""
    return f"{version('grutto')}+{code_digest(*ROOMS)[:12]}"


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
) -> Made:
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
        code: Context(session, _framework(session), year, language_named(code), judgements, ledger, previous, scenarios)
        for code in languages
    }
    documents = documents_of(contexts)
    subject = ", ".join(each.subject for each in scenarios)
    made = assembled(session, year, documents, judgements_sha256=judgements_sha256, subject=subject)
    edition = replace(made.edition, open=still_open(next(iter(contexts.values()))))
    return replace(made, edition=edition, files={n: data for each in scenarios for n, data in each.files().items()})


def _framework(session: Session) -> Framework:
    if session.framework is None:
        raise VerificationError("A report needs a policy framework", repair="open the release with one")
    return session.framework


def documents_of(contexts: dict[str, Context]) -> dict[str, Document]:
    """Return language to content of a report, without the rows behind its figures.

    Args:
        contexts: language to what its sections are made from; all but the language is the same.

    Raises:
        VerificationError: prose holds a digit, or a judgement names no single figure or one that has changed.
    """
    documents = {code: _document(context) for code, context in contexts.items()}
    for context in contexts.values():
        _check_seen(context.session, context.judgements)
    return documents


def still_open(context: Context) -> tuple[str, ...]:
    """Return what the differences are about that must be explained and are not."""
    return tuple(difference.item.subject for difference in unexplained(context))


def assembled(
    session: Session,
    year: int,
    documents: dict[str, Document],
    *,
    judgements_sha256: str = "",
    subject: str = "",
) -> Made:
    """Return documents as a report made: with every figure they show, and the rows behind each.

    Args:
        session: the open release; its framework, if there is one, is named in the edition.
        year: calendar year reported on.
        documents: language to content.
        judgements_sha256: the version of the judgements.
        subject: what the documents are about, where that is not the framework alone.
    """
    figures = shown_figures(documents, session.book.figures)
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
    return Made(documents, edition, session, {name: found[:MOST] for name, found in rows.items()})


def _document(context: Context) -> Document:
    framework = context.framework
    release = context.session.release
    facts = (
        (context.say("Policy framework"), (Quote(framework.id), Label(f" · {framework.sha256[:16]}"))),
        (context.say("Release of the sources"), (Label(release.id),)),
        (context.say("Made by"), (Label(f"Grutto {code_version()}"),)),
        *_state(context),
    )
    return Document(
        title=context.say("Progress report {year}", year=context.this_year()),
        subtitle=(context.text(framework.title),),
        note=pick(framework.note, context.language.code),
        facts=Facts(facts),
        sections=tuple(section(name, context) for name in framework.outline),
    )


def _state(context: Context) -> list[tuple[Line, Line]]:
    """Tell whether the edition may be adopted, where the framework has thresholds that decide it."""
    if not context.framework.threshold:
        return []
    text = msg("every difference that must be explained is")
    if still_open(context):
        text = msg("draft: it may not be adopted, for a difference that must be explained is not")
    return [(context.say("State"), context.say(text))]


def _check_seen(session: Session, judgements: tuple[Judgement, ...]) -> None:
    """Refuse a judgement whose figure has another value now than its author saw."""
    for judgement in judgements:
        for name, value in judgement.seen.items():
            figure = session.book.figures.get(name)
            if figure is None or figure.value != value:
                now = figure.value if figure else "not in the report"
                raise VerificationError(
                    f"The judgement {judgement.id} is stale: its author saw {value}, now it is {now}",
                    where=name,
                    repair="let its author confirm it with the new value, or withdraw it",
                )


def shown_figures(documents: dict[str, Document], known: dict[str, Figure]) -> tuple[Figure, ...]:
    """Return every figure that the documents show, in the order of first appearance, then those they derive from."""
    found: dict[str, Figure] = {}
    for document in documents.values():
        found |= {figure.id: figure for figure in figures_in(document) if figure.id not in found}
    waiting = list(found.values())
    for figure in waiting:
        if isinstance(figure.lineage, Derivation):
            for name in figure.lineage.inputs:
                if name not in found:
                    found[name] = known[name]
                    waiting.append(known[name])
    return tuple(found.values())


def figures_in(content: object) -> Iterator[Figure]:
    """Yield the figures in a piece of content, in reading order."""
    if isinstance(content, Figure):
        yield content
    elif isinstance(content, tuple):
        for item in content:
            yield from figures_in(item)
    elif is_dataclass(content):
        for part in fields(content):
            yield from figures_in(getattr(content, part.name))
