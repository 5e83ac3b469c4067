"""What every section needs: the scope of its figures, the language, and the words to say things with."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.content.blocks import FigureText, Inline, Label, Line, Quote, Words
from grutto.locale import Language, country_name, day, pick, translate
from grutto.locale.reasons import reason_text
from grutto.measures.scope import Scope
from grutto.model.figure import Period

if TYPE_CHECKING:
    from datetime import date

    from grutto.model.framework import Text
    from grutto.model.judgement import Judgement
    from grutto.reports.scenario.figures import Results

_PLACE = re.compile(r"\{(\w+)\}")
FIGURE = re.compile(r"\[\[(.+?)\]\]")
"""A figure that the text of a judgement names."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts of the program in one language."""

    language: Language

    def say(self, text: str, /, **places: Inline | Line) -> Line:
        """Return a text in the language, its `{places}` filled with figures, quotes and labels."""
        return fill(translate(text, self.language.code), places)

    def words(self, text: str, /) -> Words:
        """Return a text without places in the language."""
        return Words(translate(text, self.language.code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Scope):
    """A scope, told in one language.

    Args:
        language: language written.
        scenarios: results of scenarios of migration flows.
    """

    language: Language
    scenarios: tuple[Results, ...] = ()

    def say(self, text: str, /, **places: Inline | Line) -> Line:
        """Return a text in the language of the report, its `{places}` filled with figures, quotes and labels."""
        return Wording(self.language).say(text, **places)

    def words(self, text: str, /) -> Words:
        """Return a text without places in the language of the report."""
        return Wording(self.language).words(text)

    def text(self, texts: Text) -> Quote:
        """Return a text of the framework in the language of the report."""
        return Quote(pick(texts, self.language.code))

    def this_year(self) -> Label:
        """Return the year reported on."""
        return Label(str(self.year))

    def date(self, value: date) -> Label:
        """Return a day."""
        return Label(day(value, self.language))

    def period(self, period: Period | None) -> Inline:
        """Return a year, or a first and last day."""
        if period is None:
            return self.words("days unknown")
        if period == Period.year(period.start.year):
            return Label(str(period.start.year))
        return Label(f"{day(period.start, self.language, short=True)} – {day(period.end, self.language, short=True)}")

    def reason(self, text: str) -> Line:
        """Return why something is unknown or not counted."""
        return (Quote(reason_text(text, self.language)),)

    def country(self, code: str) -> Inline:
        """Return the name of a country."""
        return Label(country_name(code, self.language)) if code != "unspecified" else self.words("not specified")

    def country_name(self, code: str) -> str:
        """Return the name of a country as text, for sorting."""
        return country_name(code, self.language)

    def prose(self, judgement: Judgement) -> Line:
        """Return the text of a judgement, its figures filled in."""
        text = pick(judgement.text, self.language.code)
        parts = FIGURE.split(text)
        line: list[Inline] = []
        for number, part in enumerate(parts):
            if number % 2:
                line.append(FigureText(self.named(part, judgement)))
            elif part:
                line.append(Words(part))
        return tuple(line)


def fill(text: str, places: dict[str, Any]) -> Line:
    """Return a text as a line, its `{places}` filled; a tuple fills in several parts."""
    line: list[Inline] = []
    for number, part in enumerate(_PLACE.split(text)):
        if number % 2:
            inline = places[part]
            line.extend(inline if isinstance(inline, tuple) else (inline,))
        elif part:
            line.append(Words(part))
    return tuple(line)


def group_by[K, V](pairs: list[tuple[K, V]]) -> dict[K, list[V]]:
    """Return values by key, both in the order given."""
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
