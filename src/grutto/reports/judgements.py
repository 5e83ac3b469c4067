"""Judgements as the report shows them: what was said, by whom, when and in which document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.bare_digits import DIGIT
from grutto.content.blocks import Label, Quote, Sentence, SignedText
from grutto.errors import GruttoError, JudgementProblem
from grutto.measures.account import ITEMS
from grutto.measures.scope import is_activity
from grutto.message import Message, msg
from grutto.reports.context import FIGURE, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.scope import Scope
    from grutto.model.judgement import Judgement
    from grutto.reports.context import Context

KINDS = {
    "attribution": msg("Attribution"),
    "cause": msg("Cause"),
    "assessment": msg("Assessment"),
    "finding": msg("Finding"),
    "narrative": msg("Narrative"),
}

CAUSES = {
    "late-start": msg("late start"),
    "volume": msg("fewer units than planned"),
    "duration": msg("shorter than planned"),
    "price": msg("other price than planned"),
    "exchange-rate": msg("exchange rate"),
    "lower-uptake": msg("lower uptake than planned"),
    "cancelled": msg("cancelled"),
    "administrative": msg("administrative"),
    "other": msg("other"),
}
"""Causes of underspending, with their names."""
CRITERIA = {
    "relevance": msg("relevance"),
    "coherence": msg("coherence"),
    "effectiveness": msg("effectiveness"),
    "efficiency": msg("efficiency"),
    "impact": msg("impact"),
    "sustainability": msg("sustainability"),
}
"""Criteria of assessments, with their names."""
EVIDENCE = {
    "strong": msg("strong"),
    "moderate": msg("moderate"),
    "weak": msg("weak"),
    "none": msg("none"),
}
"""What assessments rest on, with its names."""


def signed(context: Context, judgement: Judgement) -> SignedText:
    """Return a judgement with its signature."""
    kind = say(KINDS[judgement.kind])
    if judgement.cause:
        kind = say("Cause: {cause}", cause=Sentence(CAUSES[judgement.cause]))
    if judgement.criterion:
        criterion = Sentence(CRITERIA[judgement.criterion])
        kind = say("Assessment: {criterion}", criterion=criterion)
    if judgement.evidence:
        evidence = Sentence(EVIDENCE[judgement.evidence])
        kind = (*kind, *say("; evidence: {evidence}", evidence=evidence))
    by = (Quote(judgement.author),)
    if judgement.reference:
        source = context.framework.reference.get(judgement.reference)
        document, place = (source.document, source.place) if source else (judgement.reference, "")
        by = (*by, Label(" · "), Quote(document), *((Label(", "), Quote(place)) if place else ()))
    return SignedText(context.prose(judgement), by, kind)


def unresolved(scope: Scope) -> list[JudgementProblem]:
    """Return what is wrong with judgements: about nothing there is, a figure named that is not one, a bare digit."""
    found = [problem for judgement in scope.judgements for problem in _about_nothing(scope, judgement)]
    found += [
        problem
        for judgement in scope.judgements
        for text in judgement.text.values()
        for problem in _problems(scope, judgement, text)
    ]
    return list(dict.fromkeys(found))  # a figure stands in the text of each language


def _about_nothing(scope: Scope, judgement: Judgement) -> Iterator[JudgementProblem]:
    """Tell that the framework has no such priority, difference or section, or that there is no such kind of thing.

    An activity may be in another release.
    """
    if is_activity(judgement.about):
        return
    kind, _, name = judgement.about.partition(":")
    known: set[str] = set()
    match kind:
        case "priority":
            known = {priority.code for priority in scope.framework.priority}
        case "section":
            known = set(scope.framework.outline)
        case "line":
            known = {f"{line.code}/{item}" for line in scope.framework.budget_line for item in ITEMS}
            name, _, year = name.rpartition("/")
            if not year.isdecimal():
                known.clear()
    if name not in known:
        what = msg("is about something that the framework does not have")
        repair = Message(
            "name an activity, priority:CODE, section:NAME of the outline, or line:CODE/ITEM/YEAR, where ITEM is one of"
            " {items}",
            items=", ".join(ITEMS),
        )
        yield JudgementProblem(judgement.id, "unresolved", what, judgement.about, repair)


def _problems(scope: Scope, judgement: Judgement, text: str) -> Iterator[JudgementProblem]:
    for number, part in enumerate(FIGURE.split(text)):
        if number % 2 == 0:
            if DIGIT.search(part):
                what = msg("has a bare digit in its text")
                repair = msg("put the figure in as [[measure dimension=value …]]")
                yield JudgementProblem(judgement.id, "digit", what, f"“{part.strip()[:120]}”", repair)
            continue
        try:
            scope.named(part, judgement)
        except GruttoError as error:
            what = msg("names a figure that does not exist or is several")
            yield JudgementProblem(judgement.id, "unresolved", what, f"[[{part}]]", error.repair or error.what)


def stale(scope: Scope) -> list[JudgementProblem]:
    """Return the judgements whose figure has another value now than their author saw; the report is made before."""
    found = []
    for judgement in scope.judgements:
        for name, seen in judgement.seen.items():
            figure = scope.book.figures.get(name)
            if figure is None or figure.value != seen:
                now = figure.value if figure else None
                value_text = msg("not in the report") if figure is None else msg("unknown") if now is None else str(now)
                what = Message(
                    "is stale: its author saw {seen}, now it is {now}",
                    seen=str(seen),
                    now=Message("{text}", text=value_text) if now is not None else Message(value_text),
                )
                repair = msg("let its author confirm it with the new value, or withdraw it")
                found.append(JudgementProblem(judgement.id, "stale", what, name, repair, seen, now))
    return found
