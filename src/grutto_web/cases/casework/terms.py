"""Terms: until when something is to be done, by which dated rule, and what it brings when the day passes.

No term decides anything: it brings a notice, a task or a penalty, and a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto_web.cases.casework.days_off import is_day_off, moved
from grutto_web.cases.casework.rules import DatedRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from django.utils.functional import Promise

    from grutto_web.cases.casework.rules import DatedRow
    from grutto_web.people.acts.record import Record

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which a term stands still: from the first to the last one; none if it stands still yet."""

    first: date
    last: date | None = None

    def days_until(self, day: date) -> int:
        """Return how many days of it there were until a day, which counts."""
        end = min(self.last or day, day)
        return max((end - self.first).days + 1, 0)


@dataclass(frozen=True, slots=True)
class TermEnd:
    """Until when something is to be done.

    Args:
        day: the last day; none while the term stands still.
        rule: the row by which it was found, with its source.
        still: days on which it stood still.
        longer: days by which it was extended.
        was: the day before it was moved from a day off; the same if it was not.
    """

    day: date | None
    rule: DatedRow
    still: int = 0
    longer: int = 0
    was: date | None = None

    def passed(self, today: date) -> bool:
        """Tell whether the day has passed."""
        return self.day is not None and today > self.day


@cache
def term_rules() -> DatedRules:
    """Return the terms of general law."""
    return DatedRules.load(Path(__file__).with_suffix(".toml"))


@dataclass(frozen=True, slots=True)
class Term[R: Record]:
    """A deadline of a record.

    Args:
        title: what is to be done.
        rule: the key of the dated rows that say how long: `decision`, `objection`.
        begins: returns the day after which it runs, none if it does not.
        still: returns the days on which it stands still, such as while an applicant must complete (4:15).
        longer: returns by how many days it was extended, said before its end (4:14).
        rules: the rows; those of general law if a scheme has none of its own.
    """

    title: str | Promise
    rule: str
    begins: Callable[[R], date | None]
    still: Callable[[R], Iterable[Span]] | None = None
    longer: Callable[[R], int] | None = None
    rules: Callable[[], DatedRules] = term_rules

    def end(self, record: R) -> TermEnd | None:
        """Return until when it is to be done, none if it does not run.

        Raises:
            NoRuleError: no row holds on the day on which it begins.
        """
        begun = self.begins(record)
        if begun is None:
            return None
        still = tuple(self.still(record)) if self.still else ()
        return ends(self.rule, begun, still, self.longer(record) if self.longer else 0, self.rules())


def ends(
    rule: str, begun: date, still: Iterable[Span] = (), longer: int = 0, rules: DatedRules | None = None
) -> TermEnd:
    """Return when a term ends that runs from the day after one.

    Args:
        rule: the key of the rows that say how long.
        begun: the day after which it runs.
        still: days on which it stands still.
        longer: days by which it was extended.
        rules: the rows; those of general law by default.

    Raises:
        NoRuleError: no row holds on that day.
    """
    row = (rules or term_rules()).choose({"term": rule}, {"begins": begun})
    spans = tuple(still)
    if any(span.last is None for span in spans):
        return TermEnd(None, row, longer=longer)
    stood = sum(span.days_until(date.max) for span in spans)
    plain = begun + _length(row) + timedelta(days=stood + longer)
    last = moved(plain) if row.values.get("moves") and is_day_off(plain) else plain
    return TermEnd(last, row, stood, longer, plain)


def _length(row: DatedRow) -> timedelta:
    return int(row.values.get("weeks", 0)) * WEEK + int(row.values.get("days", 0)) * DAY


@dataclass(frozen=True, slots=True)
class Penalty:
    """What an authority owes for deciding late.

    Args:
        first: the first day for which it is owed.
        days: for how many.
        amount_eur: the sum.
        rule: the row that says the amounts, with its source.
    """

    first: date
    days: int
    amount_eur: Decimal
    rule: DatedRow


def penalty(deadline: date, default: date, decided: date) -> Penalty | None:
    """Return what is owed up to a day, none if nothing is (Awb, article 4:17).

    Args:
        deadline: the last day on which it should have been decided.
        default: the day on which the notice of default came; one that came too early counts from the deadline.
        decided: the day of the decision, for which nothing is owed any more; today while there is none.

    Raises:
        NoRuleError: nobody has entered the amounts of the time in which it begins.
    """
    from_day = max(deadline, default)
    grace = term_rules().choose({"term": "default"}, {"begins": from_day})
    first = from_day + _length(grace) + DAY
    if decided <= first:
        return None
    row = term_rules().choose({"term": "penalty"}, {"begins": first})
    days = min((decided - first).days, int(row.values["most_days"]))
    return Penalty(first, days, _sum(row, days), row)


def _sum(row: DatedRow, days: int) -> Decimal:
    stretch = int(row.values["stretch"])
    early, middle = min(days, stretch), min(max(days - stretch, 0), stretch)
    late = max(days - 2 * stretch, 0)
    return early * row.values["first"] + middle * row.values["second"] + late * row.values["rest"]
