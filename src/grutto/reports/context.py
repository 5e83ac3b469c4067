"""What every section needs: the scope of its figures, and what sentences are made with; in no language."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.content.blocks import (
    AuthoredText,
    Country,
    FigureText,
    Inline,
    Label,
    Line,
    Quote,
    Sentence,
    Time,
    Words,
)
from grutto.content.register import period_line
from grutto.measures.facts import titles
from grutto.measures.scope import Scope
from grutto.message import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from datetime import date

    from grutto.measures.facts import Texts
    from grutto.model.figure import Period
    from grutto.model.framework import Text
    from grutto.model.judgement import Judgement
    from grutto.reports.scenario.figures import Results

_PLACE = re.compile(r"\{(\w+)\}")
FIGURE = re.compile(r"\[\[(.+?)\]\]")
"""A figure that the text of a judgement names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Scope):
    """A scope to be told.

    Args:
        scenarios: results of scenarios of migration flows.
    """

    scenarios: tuple[Results, ...] = ()

    def this_year(self) -> Label:
        """Return the year reported on."""
        return Label(str(self.year))

    def period(self, period: Period | None) -> Line:
        """Return a year, or a first and last day."""
        return period_line(period, short=True) or say("days unknown")

    def country(self, code: str) -> Inline:
        """Return a country by its code, or that none is named."""
        return Country(code) if code != "unspecified" else Sentence("not specified")

    def title(self, identifier: str) -> Inline:
        """Return the title of an activity; of one that is in no file its identifier."""
        texts = titles(self.session).get(identifier)
        return published(texts) if texts else Quote(identifier)

    def prose(self, judgement: Judgement) -> Line:
        """Return the text of a judgement in each language it has, its figures filled in."""
        texts = _source_first(judgement.text).items()
        return (AuthoredText(tuple((code, self._prose(text, judgement)) for code, text in texts)),)

    def _prose(self, text: str, judgement: Judgement) -> Line:
        parts = enumerate(FIGURE.split(text))
        return tuple(FigureText(self.named(p, judgement)) if n % 2 else Words(p) for n, p in parts if n % 2 or p)


def say(text: str, /, **places: Inline | Line) -> Line:
    """Return a text of Grutto, its `{places}` filled with figures, quotes and labels."""
    filled = {name: places[name] for name in _PLACE.findall(text)}
    return (Sentence(text, tuple((n, p if isinstance(p, tuple) else (p,)) for n, p in filled.items())),)


def authored(texts: Text) -> AuthoredText:
    """Return what a framework or a source says in several languages; English stands in for those it lacks."""
    return AuthoredText(tuple((code, (Quote(text),)) for code, text in _source_first(texts).items()))


def published(texts: Texts) -> Inline:
    """Return what a publisher wrote; its own language stands in for those it lacks."""
    if len(texts) == 1 and not texts[0][0]:
        return Quote(texts[0][1])
    return AuthoredText(tuple((code, (Quote(text),)) for code, text in texts))


def _source_first(texts: Text) -> Text:
    """Return texts with the one first that stands in for the languages that are lacking: English, if there is one."""
    return {code: texts[code] for code in sorted(texts, key=lambda code: code != SOURCE_LANGUAGE) if texts[code]}


def day(value: date, *, short: bool = False) -> Time:
    """Return a day."""
    return Time(value.isoformat(), short)


def group_by[K, V](pairs: list[tuple[K, V]]) -> dict[K, list[V]]:
    """Return values by key, both in the order given."""
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
