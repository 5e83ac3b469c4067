"""What keeps an edition from being adopted: codes with parameters, worded and linked when they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from grutto import locale
from grutto.locale.reasons import reason_text
from grutto_web.ground.components import EntryView
from grutto_web.ground.wording import language
from grutto_web.work.judgements.subjects import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grutto.errors import JudgementsError
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto_web.work.editions.models import Publication

type Check = dict[str, Any]


def of_judgements(error: JudgementsError) -> list[Check]:
    """Return what is wrong with judgements: those that are stale, name no single figure or hold a digit."""
    return [
        {
            "code": problem.code,
            "judgement": problem.judgement,
            "where": problem.where,
            "seen": None if problem.seen is None else str(problem.seen),
            "now": None if problem.now is None else str(problem.now),
        }
        for problem in error.problems
    ]


def of_edition(edition: Edition, framework: Framework, judgements: Sequence[Judgement]) -> list[Check]:
    """Return what is missing in an edition: data, causes of differences, and texts in one of its languages."""
    empty: list[Check] = [{"code": "empty", "reason": edition.empty}] if edition.empty else []
    unexplained: list[Check] = [{"code": "unexplained", "about": about} for about in edition.open]
    return [*empty, *unexplained, *_untranslated(edition.languages, framework, judgements)]


def _untranslated(languages: tuple[str, ...], framework: Framework, judgements: Sequence[Judgement]) -> Iterator[Check]:
    for code in languages:
        for judgement in judgements:
            if not judgement.text.get(code, "").strip():
                yield {"code": "untranslated", "judgement": judgement.id, "about": judgement.about, "language": code}
        texts = [("title", framework.title), *((f"priority {p.code}", p.name) for p in framework.priority)]
        yield from (
            {"code": "untranslated", "about": f"{framework.id}: {name}", "language": code}
            for name, text in texts
            if not text.get(code)
        )


def entries(publication: Publication) -> list[EntryView]:
    """Return the checks of a publication in words, each with the page on which it is settled."""
    return [
        EntryView(_words(publication, check), _address(publication, check), _more(check)) for check in publication.found
    ]


def _words(publication: Publication, check: Check) -> str:
    about = name_of(publication.framework, publication.year, check.get("about") or check.get("judgement", ""))
    match check["code"]:
        case "empty":
            reason = reason_text(check["reason"], language())
            return gettext("The edition is without data: %(reason)s") % {"reason": reason}
        case "unexplained":
            return gettext("A difference must be explained and is not: %(about)s") % {"about": about}
        case "stale":
            return gettext("A judgement is stale: its figure has moved since it was signed")
        case "digit":
            return gettext("A judgement has a typed number in its text")
        case "unresolved":
            return gettext("A judgement names a figure, priority or line that does not exist")
        case _:
            written = locale.languages()[check["language"]].name
            return gettext("A text is missing in %(language)s: %(about)s") % {"language": written, "about": about}


def _more(check: Check) -> str:
    if check["code"] == "stale":
        unknown = gettext("unknown")
        values = {"figure": check["where"], "seen": check["seen"] or unknown, "now": check["now"] or unknown}
        return gettext("%(figure)s: %(seen)s when it was signed, %(now)s now") % values
    return str(check.get("where", ""))


def _address(publication: Publication, check: Check) -> str:
    """Return the page of the judgement concerned, or the form for the one that is missing."""
    name = check.get("judgement", "")
    if name.startswith("judgement-"):
        return reverse("judgements:judgement", args=[name.removeprefix("judgement-")])
    if check["code"] == "unexplained":
        query = {"framework": publication.framework, "year": publication.year, "about": check["about"]}
        return f"{reverse('judgements:write', args=['cause'])}?{urlencode(query)}"
    return publication.get_absolute_url()
