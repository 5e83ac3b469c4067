"""What every section needs: the year, the language, the book of figures, and the words to say things with."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.errors import VerificationError
from grutto.locale import Language, country_name, day, pick, translate
from grutto.measures import dimension_value, measure_named
from grutto.model.figure import Figure, Period, Statement
from grutto.reports.content import Inline, Label, Line, Quote, Shown, Words

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from grutto.measures.book import Book
    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework, Text
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import Entry
    from grutto.model.measure import Measure
    from grutto.reports.scenario.figures import Results

_PLACE = re.compile(r"\{(\w+)\}")
_FIGURE = re.compile(r"\[\[(.+?)\]\]")


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


@dataclass(frozen=True, slots=True)
class Context:
    """One report in the making.

    Args:
        session: the open release.
        framework: the policy.
        year: calendar year reported on.
        language: language written.
        judgements: what people say about figures and activities.
        ledger: the savings ledger, if there is one.
        previous: the edition before, to compare with.
        scenarios: results of scenarios of migration flows.
    """

    session: Session
    framework: Framework
    year: int
    language: Language
    judgements: tuple[Judgement, ...] = ()
    ledger: tuple[Entry, ...] = ()
    previous: Edition | None = None
    scenarios: tuple[Results, ...] = ()

    @property
    def book(self) -> Book:
        """The figures of the report."""
        return self.session.book

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

    def country(self, code: str) -> Inline:
        """Return the name of a country."""
        return Label(country_name(code, self.language)) if code != "unspecified" else self.words("not specified")

    def country_name(self, code: str) -> str:
        """Return the name of a country as text, for sorting."""
        return country_name(code, self.language)

    def stated(self, name: str, value: Decimal | None, unit: str, reference: str, year: int) -> Figure:
        """Return a figure that the framework states, with the document it stands in."""
        source = self.framework.reference[reference]
        statement = Statement(pick(self.framework.title, "en"), source.date, str(source))
        return self.book.state(name, value, unit, statement, period=Period.year(year))

    def voted(self, code: str, year: int) -> Figure:
        """Return the voted budget of a budget line in a year; unknown if the framework gives none."""
        name = f"voted.line-{code}.year-{year}"
        line = next(b for b in self.framework.budget_line if b.code == code)
        amount = next((a for a in line.voted if a.year == year), None)
        if amount:
            return self.stated(name, amount.amount, amount.currency, amount.reference, year)
        statement = Statement(self.framework.id, self.framework.since, "no voted budget in the framework for this year")
        return self.book.state(name, None, "EUR", statement, period=Period.year(year))

    def about(self, subject: str, *kinds: str) -> list[Judgement]:
        """Return the judgements about an activity or priority, of some kinds or of all."""
        return [j for j in self.judgements if j.about == subject and (not kinds or j.kind in kinds)]

    def prose(self, judgement: Judgement) -> Line:
        """Return the text of a judgement, its figures filled in."""
        text = pick(judgement.text, self.language.code)
        parts = _FIGURE.split(text)
        line: list[Inline] = []
        for number, part in enumerate(parts):
            if number % 2:
                line.append(Shown(self.named(part, judgement)))
            elif part:
                line.append(Words(part))
        return tuple(line)

    def named(self, query: str, judgement: Judgement) -> Figure:
        """Return the figure that a judgement names: `actual indicator=returnees year=2010`.

        Raises:
            VerificationError: the text does not name exactly one figure.
        """
        name, *pairs = shlex.split(query)
        given = dict(pair.split("=", 1) for pair in pairs)
        if name == "voted":
            return self.voted(given["line"], int(given["year"]))
        measure = measure_named(name)
        if "iati_identifier" not in given and not judgement.about.startswith(("priority:", "figure:")):
            given["iati_identifier"] = judgement.about
        return self._found(measure, given, query, f"judgement {judgement.id}")

    def traced(self, query: str, entry: str) -> Figure:
        """Return the figure that an entry of the ledger names: `spent iati_identifier=… year=2011`.

        Raises:
            VerificationError: the text does not name exactly one figure.
        """
        name, *pairs = shlex.split(query)
        given = dict(pair.split("=", 1) for pair in pairs)
        return self._found(measure_named(name), given, query, f"ledger entry {entry}")

    def _found(self, measure: Measure, given: dict[str, str], query: str, where: str) -> Figure:
        typed = {key: dimension_value(measure, key, text) for key, text in given.items()}
        figure = self.book.measure(measure.name, **typed)
        if figure.rows == 0 or (figure.value is None and not figure.unknown):
            raise VerificationError(
                f"A judgement names a figure that does not exist or is several: [[{query}]]",
                where=where,
                repair="; ".join(reason for reason, _ in figure.reasons),
            )
        return figure


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
