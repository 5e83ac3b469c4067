"""What is computed about a year: an open release, a framework, and what people add to it; in no language."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import VerificationError
from grutto.locale.reasons import reason
from grutto.measures.account import EXPENDITURE, account
from grutto.measures.question import Question
from grutto.message import Message
from grutto.model.figure import Figure, Period, Statement

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.measures.book import Book
    from grutto.measures.session import Session
    from grutto.model.edition import Edition
    from grutto.model.framework import Framework
    from grutto.model.judgement import Judgement
    from grutto.model.ledger import LedgerEntry


OF_LINE = ("voted", "realised", "difference")
"""Figures of a budget line that a text can name: `[[realised line=CODE year=2010]]`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The year of a framework, asked of a release.

    Args:
        session: the open release.
        framework: the policy.
        year: calendar year reported on.
        judgements: what people say about figures and activities.
        ledger: the savings ledger, if there is one.
        previous: the edition before, to compare with.
    """

    session: Session
    framework: Framework
    year: int
    judgements: tuple[Judgement, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    previous: Edition | None = None

    @property
    def book(self) -> Book:
        """The figures."""
        return self.session.book

    def stated(
        self, name: str, value: Decimal | None, unit: str, reference: str, year: int, *, inferred: bool = False
    ) -> Figure:
        """Return a figure that the framework states, with the document it stands in."""
        source = self.framework.reference[reference]
        statement = Statement(self.framework.own_title, source.date, str(source))
        return self.book.state(name, value, unit, statement, period=Period.year(year), inferred=inferred)

    def about(self, subject: str, *kinds: str) -> list[Judgement]:
        """Return the judgements about an activity or priority, of some kinds or of all."""
        return [j for j in self.judgements if j.about == subject and (not kinds or j.kind in kinds)]

    def named(self, query: str, judgement: Judgement) -> Figure:
        """Return the figure that a judgement names: `actual indicator=returnees year=2010`.

        Raises:
            VerificationError: the text does not name exactly one figure.
        """
        return self.figure_about(query, judgement.about, f"judgement {judgement.id}")

    def figure_about(self, query: str, about: str, where: str = "") -> Figure:
        """Return the figure that a text about an activity, a priority, a line or a section names.

        Raises:
            VerificationError: the text does not name exactly one figure.
        """
        question = question_in(query)
        if question.measure in OF_LINE:
            return self._of_line(question.measure, question.where, query)
        if "iati_identifier" not in question.where and is_activity(about):
            question.where["iati_identifier"] = about
        return self._found(question, query, where)

    def traced(self, query: str, entry: str) -> Figure:
        """Return the figure that an entry of the ledger names: `spent iati_identifier=… year=2011`.

        Raises:
            VerificationError: the text does not name exactly one figure.
        """
        return self._found(question_in(query), query, Message("ledger entry {entry}", entry=entry))

    def _of_line(self, which: str, dimensions: dict[str, str], query: str) -> Figure:
        """Return what was voted or realised of a budget line, or the difference: of expenditure or another item."""
        lines = {line.code: line for line in self.framework.budget_line}
        code, year, name = dimensions.get("line", ""), dimensions.get("year", ""), dimensions.get("item", EXPENDITURE)
        items = account(self, lines[code], int(year)) if code in lines and year.isdecimal() else []
        item = next((item for item in items if item.item == name), None)
        if item is None:
            raise VerificationError(
                "This names no amount of a budget line: [[{query}]]",
                repair="[[{which} line=CODE year={year}]] with one of: {lines}",
                query=query,
                which=which,
                year=str(self.year),
                lines=", ".join(sorted(lines)),
            )
        figure: Figure = getattr(item, which)
        return figure

    def _found(self, question: Question, query: str, where: str) -> Figure:
        figure = self.book.measure(question.measure, **question.conditions)
        if figure.rows == 0 or (figure.value is None and not figure.unknown):
            raise VerificationError(
                "A judgement names a figure that does not exist or is several: [[{query}]]",
                where=where,
                repair=reason(figure.reasons[0][0]) if figure.reasons else "",
                query=query,
            )
        return figure


def is_activity(about: str) -> bool:
    """Tell whether a judgement is about an activity; other things have a word of ours before their name: `priority:3`.

    The identifier of an activity begins with the code of a list of organisations, in capitals.
    """
    kind, colon, _ = about.partition(":")
    return not (colon and kind.isalpha() and kind.islower())


def question_in(query: str) -> Question:
    """Return what a text asks for: `spent year=2011`.

    Raises:
        VerificationError: it is no measure with conditions.
    """
    try:
        name, *pairs = shlex.split(query)
        return Question(name, where=dict(pair.split("=", 1) for pair in pairs))
    except ValueError:
        raise VerificationError(
            "This does not name a figure: [[{query}]]", repair="write it as [[measure dimension=value …]]", query=query
        ) from None
