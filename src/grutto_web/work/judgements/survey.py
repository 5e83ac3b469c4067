"""Surveying a year: which differences, activities and priorities ask people for a judgement, and their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.tasks import TaskContext, task
from django.utils.translation import gettext

from grutto.content.display import figure_text
from grutto.errors import GruttoError
from grutto.frameworks import in_force
from grutto.locale import language_named
from grutto.measures.account import EXPENDITURE
from grutto.measures.attribution import NONE, SEVERAL
from grutto.measures.emptiness import emptiness
from grutto.measures.explain import differences
from grutto.measures.facts import activities
from grutto.measures.pool import pool_of
from grutto.measures.scope import OF_LINE, Scope
from grutto.measures.underspending import gaps
from grutto.model.figure import Period
from grutto.store.home import Home
from grutto_web.people.acts.perform import perform
from grutto_web.people.jobs.progress import report_step, start
from grutto_web.work.judgements.acts import Outdate
from grutto_web.work.judgements.models import Judgement, State, Survey
from grutto_web.work.judgements.subjects import figures_of
from grutto_web.work.policies.folders import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.explain import Difference
    from grutto.measures.facts import ReportedActivity
    from grutto.measures.underspending import Gap
    from grutto.model.figure import Figure
    from grutto_web.people.accounts.models import User
    from grutto_web.people.jobs.models import Job

LANGUAGES = ("en", "nl")
MOST = 200
"""Activities that are listed of each kind; the largest difference first."""
NOT_SECTIONS = frozenset({"priorities", "method", "attribution", "scenarios"})
"""Sections of an outline that no narrative stands in: priorities have their own, the others say how it was made."""

type Tree = dict[str, Any]


def start_survey(framework: str, year: int, *, owner: User, back: str) -> Job:
    """Start the survey of a framework's year in a task; its owner sees the progress."""
    title = gettext("Looking at the figures of %(framework)s %(year)s") % {"framework": framework, "year": year}
    return start(look, framework, year, owner=owner, title=title, back=back)


@task(takes_context=True)
def look(context: TaskContext[Any, Any], framework: str, year: int) -> None:
    """Survey a year, keep what was found, and mark the judgements whose figure has moved."""
    report_step(context, gettext("Computing the figures"), done=0, total=2)
    with pool_of(Home()).session(load(framework)) as session:
        scope = Scope(session, load(framework), year)
        found = {"release": session.release.id, "subjects": surveyed(scope), "empty": emptiness(scope)}
    Survey.objects.update_or_create(framework=framework, year=year, defaults=found)
    report_step(context, gettext("Comparing with what was signed"), done=1, total=2)
    for judgement in Judgement.objects.filter(framework=framework, year=year, state=State.SIGNED):
        if moved(judgement):
            perform(Outdate, judgement, None)


def moved(judgement: Judgement) -> bool:
    """Tell whether a figure that a signed judgement rests on has another value now than its author saw."""
    now = {choice.id: choice.value for choice in figures_of(judgement)}
    return any(name in now and str(now[name]) != seen for name, seen in judgement.seen_values.items())


def surveyed(scope: Scope) -> list[Tree]:
    """Return what asks people for a judgement in a year, in the order of a work list."""
    known = {a.identifier: a for a in activities(scope.session)}
    return [
        *_causes(scope),
        *_underspent(scope, known),
        *_unattributed(scope, known),
        *_priorities(scope),
        *_sections(scope),
    ]


def _causes(scope: Scope) -> Iterator[Tree]:
    """Yield the differences of the account; those beyond a threshold must be explained."""
    for difference in differences(scope):
        if difference.item.difference.value:
            yield _of_line(scope, difference)


def _of_line(scope: Scope, difference: Difference) -> Tree:
    item = difference.item
    line = next(line for line in scope.framework.budget_line if line.code == item.line)
    other = "" if item.item == EXPENDITURE else f" item={item.item}"
    figures = _figures(scope, item.subject, *(f"{w} line={item.line} year={scope.year}{other}" for w in OF_LINE))
    return _tree(item.subject, "cause", line.name, figures, item.difference, required=bool(difference.required))


def _underspent(scope: Scope, known: dict[str, ReportedActivity]) -> Iterator[Tree]:
    """Yield the activities on which less was spent than budgeted, the largest first."""
    for gap in gaps(scope, "iati_identifier", MOST):
        if gap.difference.value is not None and gap.difference.value < 0:
            yield _of_activity(scope, str(gap.at), "cause", known, gap)


def _unattributed(scope: Scope, known: dict[str, ReportedActivity]) -> Iterator[Tree]:
    """Yield the activities that the rules attribute to no priority, or to several."""
    open_ = [a.identifier for a in known.values() if a.counted and a.priority in {NONE, SEVERAL}]
    for identifier in open_[:MOST]:
        yield _of_activity(scope, identifier, "attribution", known)


def _of_activity(
    scope: Scope, identifier: str, asks: str, known: dict[str, ReportedActivity], gap: Gap | None = None
) -> Tree:
    texts = known[identifier].title if identifier in known else ()
    title = {code: dict(texts).get(code, texts[0][1]) for code in LANGUAGES if texts}
    queries = [f"{measure} year={scope.year}" for measure in ("budgeted", "spent")]
    return _tree(identifier, asks, title, _figures(scope, identifier, *queries), gap.difference if gap else None)


def _priorities(scope: Scope) -> Iterator[Tree]:
    for priority in in_force(scope.framework.priority, Period.year(scope.year).end):
        about = f"priority:{priority.code}"
        measures = ("budgeted_once", "spent_once", "active")
        figures = _figures(scope, about, *(f"{m} priority={priority.code} year={scope.year}" for m in measures))
        for asks in ("assessment", "narrative"):
            yield _tree(about, asks, priority.name, figures)


def _sections(scope: Scope) -> Iterator[Tree]:
    figures = _figures(scope, "section:", *(f"{measure} year={scope.year}" for measure in ("spent_once", "active")))
    for name in scope.framework.outline:
        if name not in NOT_SECTIONS:
            yield _tree(f"section:{name}", "narrative", {}, figures)


def _figures(scope: Scope, about: str, *queries: str) -> list[Tree]:
    """Return the figures of some questions, as far as each names one with a value."""
    found = []
    for query in queries:
        try:
            figure = scope.figure_about(query, about)
        except GruttoError:
            continue
        if figure.value is not None:
            found.append(_figure(figure, query))
    return found


def _figure(figure: Figure, query: str = "") -> Tree:
    texts = {code: figure_text(figure, language_named(code)) for code in LANGUAGES}
    value = None if figure.value is None else str(figure.value)
    return {"query": query, "id": figure.id, "value": value, "shown": texts}


def _tree(
    about: str,
    asks: str,
    title: dict[str, str],
    figures: list[Tree],
    basis: Figure | None = None,
    *,
    required: bool = False,
) -> Tree:
    return {
        "about": about,
        "asks": asks,
        "title": title,
        "required": required,
        "figures": figures,
        "basis": _figure(basis) if basis else None,
    }
