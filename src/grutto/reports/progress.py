"""The progress report of a year: the sections of a framework's outline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.content.blocks import Callout, Document, Facts, Label, Quote, Reason
from grutto.errors import JudgementsError
from grutto.measures.emptiness import emptiness
from grutto.measures.explain import differences, unexplained
from grutto.message import msg
from grutto.reports.code import code_version
from grutto.reports.context import authored, say
from grutto.reports.judgements import signed, stale, unresolved
from grutto.reports.sections import section
from grutto.reports.silence import without_empty_parts

if TYPE_CHECKING:
    from grutto.content.blocks import Line, Section
    from grutto.measures.scope import Scope
    from grutto.reports.context import Context


def progress_report(context: Context) -> Document:
    """Return the report, without the rows behind its figures.

    Args:
        context: what its sections are made from.

    Raises:
        DeclarationError: the outline names a section that does not exist.
        JudgementsError: judgements name no single figure, hold a digit or are stale; with all of them.
        VerificationError: prose of the framework holds a digit.
    """
    problems = unresolved(context)
    faulty = {problem.judgement for problem in problems}
    sound = tuple(judgement for judgement in context.judgements if judgement.id not in faulty)
    document = _document(replace(context, judgements=sound))
    problems += stale(context)
    if problems:
        raise JudgementsError(tuple(problems))
    return document


def still_open(scope: Scope) -> tuple[str, ...]:
    """Return what the differences are about that must be explained and are not."""
    return tuple(difference.item.subject for difference in unexplained(scope))


def _document(context: Context) -> Document:
    framework = context.framework
    release = context.session.release
    facts = (
        (say("Policy framework"), (Quote(framework.id), Label(f" · {framework.sha256[:16]}"))),
        (say("Release of the sources"), (Label(release.id),)),
        (say("Made by"), (Label(f"Grutto {code_version()}"),)),
        *_state(context),
    )
    return Document(
        title=say("Progress report {year}", year=context.this_year()),
        subtitle=(authored(framework.title),),
        note=(authored(framework.note),),
        facts=Facts(facts),
        sections=tuple(_section(name, context) for name in framework.outline),
    )


def _section(name: str, context: Context) -> Section:
    """Return a section, begun with what people tell about it; what the sources do not give is told once."""
    draft = section(name, context)
    signed_texts = tuple(signed(context, judgement) for judgement in context.about(f"section:{name}"))
    warning = _warning(context) if name == context.framework.outline[0] else ()
    return without_empty_parts(context, replace(draft, blocks=(*warning, *signed_texts, *draft.blocks)))


def _warning(context: Context) -> tuple[Callout, ...]:
    """Tell before all else that nothing of the release is about this year of the framework."""
    if not (empty := emptiness(context)):
        return ()
    text = msg("This edition is without data, and cannot be adopted: {reason}.")
    return (Callout((say(text, reason=Reason(empty)),), "warning"),)


def _state(context: Context) -> list[tuple[Line, Line]]:
    """Tell whether the edition may be adopted, where it is without data or the framework has thresholds."""
    if emptiness(context):
        return [(say("State"), say("draft: it may not be adopted, for it is without data"))]
    if not context.framework.threshold:
        return []
    text = msg("every difference that must be explained is")
    if all(difference.required is None for difference in differences(context)):
        text = msg("no difference of this year could be compared with a threshold")
    elif still_open(context):
        text = msg("draft: it may not be adopted, for a difference that must be explained is not")
    return [(say("State"), say(text))]
