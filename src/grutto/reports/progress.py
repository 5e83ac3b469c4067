"""The progress report of a year: the sections of a framework's outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Document, Facts, Label, Quote
from grutto.errors import VerificationError
from grutto.locale import msg, pick
from grutto.measures.explain import unexplained
from grutto.reports.code import code_version
from grutto.reports.sections import section

if TYPE_CHECKING:
    from grutto.content.blocks import Line
    from grutto.measures.scope import Scope
    from grutto.measures.session import Session
    from grutto.model.judgement import Judgement
    from grutto.reports.context import Context


def progress_report(contexts: dict[str, Context]) -> dict[str, Document]:
    """Return language to document of the report, without the rows behind its figures.

    Args:
        contexts: language to what its sections are made from; all but the language is the same.

    Raises:
        DeclarationError: the outline names a section that does not exist.
        VerificationError: prose holds a digit, or a judgement names no single figure or one that has changed.
    """
    documents = {code: _document(context) for code, context in contexts.items()}
    for context in contexts.values():
        _check_seen(context.session, context.judgements)
    return documents


def still_open(scope: Scope) -> tuple[str, ...]:
    """Return what the differences are about that must be explained and are not."""
    return tuple(difference.item.subject for difference in unexplained(scope))


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
