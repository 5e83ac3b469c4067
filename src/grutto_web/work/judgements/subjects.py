"""What judgements are about, as the last survey of the figures found it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grutto.locale import pick
from grutto_web.work.judgements.models import Survey, named, side_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from grutto_web.work.judgements.models import Judgement

TOKEN = re.compile(r"\[\[(.+?)\]\]")
NAMES: dict[str, str | Promise] = {
    "spent": _("Spent"),
    "spent_once": _("Spent"),
    "budgeted": _("Budgeted"),
    "budgeted_once": _("Budgeted"),
    "voted": _("Voted"),
    "realised": _("Realised"),
    "difference": _("Difference"),
    "active": _("Activities under way"),
}
"""Measure to what a figure of it is called where figures are chosen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure that can be put into a text.

    Args:
        query: how a text names it: `spent year=2010`.
        id: of the figure.
        value: as it is now; none if unknown.
        texts: language to the value as it stands in a report.
    """

    query: str
    id: str
    value: Decimal | None
    texts: dict[str, str]

    @property
    def name(self) -> str:
        """What it is called, with its year."""
        measure, *conditions = self.query.split()
        year = next((c.partition("=")[2] for c in conditions if c.startswith("year=")), "")
        return f"{NAMES[measure]} {year}".strip()

    @property
    def text(self) -> str:
        """The value in the language of the page."""
        return pick(self.texts, get_language() or "en")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that people say something about.

    Args:
        about: as a judgement names it.
        asks: kind of judgement that it asks for.
        title: language to name; may be empty.
        required: without it, no edition is adopted.
        figures: that a text about it can name.
        basis: the figure that the judgement explains: when it moves, the judgement is stale.
    """

    about: str
    asks: str
    title: dict[str, str]
    required: bool
    figures: tuple[Choice, ...]
    basis: Choice | None

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        if not self.title:
            return named(self.about)
        return ": ".join(filter(None, (pick(self.title, get_language() or "en"), side_of(self.about))))


def survey_of(framework: str, year: int) -> Survey | None:
    """Return the last survey of a framework's year."""
    return Survey.objects.filter(framework=framework, year=year).first()


def subjects_of(survey: Survey | None) -> list[Subject]:
    """Return what a survey found."""
    return [_subject(tree) for tree in survey.subjects] if survey else []


def name_of(framework: str, year: int, about: str) -> str:
    """Return the name of what is judged, in the language of the page, as far as the last survey of its year has it."""
    return next((s.name for s in subjects_of(survey_of(framework, year)) if s.about == about), named(about))


def _subject(tree: dict[str, Any]) -> Subject:
    figures = tuple(_choice(figure) for figure in tree["figures"])
    basis = _choice(tree["basis"]) if tree["basis"] else None
    return Subject(tree["about"], tree["asks"], tree["title"], tree["required"], figures, basis)


def _choice(tree: dict[str, Any]) -> Choice:
    value = None if tree["value"] is None else Decimal(tree["value"])
    return Choice(tree["query"], tree["id"], value, tree["shown"])


def choices(framework: str, year: int, about: str) -> list[Choice]:
    """Return the figures that a text about something can name."""
    found = (s.figures for s in subjects_of(survey_of(framework, year)) if s.about == about)
    return list({choice.query: choice for figures in found for choice in figures}.values())


def figures_of(judgement: Judgement) -> list[Choice]:
    """Return the figures that a judgement rests on: those it names, and the one it explains; as they are now."""
    own = [s for s in subjects_of(survey_of(judgement.framework, judgement.year)) if s.about == judgement.about]
    named = {query for text in judgement.texts.values() for query in TOKEN.findall(text)}
    found = [choice for subject in own for choice in subject.figures if choice.query in named]
    found += [s.basis for s in own if s.basis and s.asks == judgement.kind]
    return list({choice.id: choice for choice in found}.values())
