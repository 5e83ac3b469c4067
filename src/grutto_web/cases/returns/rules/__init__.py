"""The dated rules of return: what is paid, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - the codec reads it
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from grutto.locale import pick
from grutto.store.codec import declared
from grutto_web.cases.casework.rules import DatedRules, NoRuleError

if TYPE_CHECKING:
    from grutto_web.cases.casework.rules import DatedRow
    from grutto_web.cases.returns.models import Case, Member

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class GrantCondition:
    """A question about a case.

    Args:
        code: unique.
        text: language to words.
        schemes: in which it is asked.
        reference: language to where it was found.
        since: the first day of application for which it is asked, if a source says so.
        until: the last one.
    """

    code: str
    text: dict[str, str]
    schemes: tuple[str, ...]
    reference: dict[str, str]
    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> str:
        """The question in the language of the page."""
        return pick(self.text, get_language() or "en")

    @property
    def source(self) -> str:
        """Where it was found, in the language of the page."""
        return pick(self.reference, get_language() or "en")

    def applies_to(self, scheme: str, day: date) -> bool:
        """Tell whether it is asked of who applied for a scheme on a day."""
        within = (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
        return scheme in self.schemes and within


@dataclass(frozen=True, slots=True)
class Conditions:
    """The questions of a file."""

    condition: tuple[GrantCondition, ...] = field(default=())


@cache
def amounts() -> DatedRules:
    """Return what each scheme pays."""
    return DatedRules.load(FOLDER / "amounts.toml")


def title_of(rule: str) -> str:
    """Return what a rule is called in the language of the page; one that is no longer in the file, its code."""
    return next((row.words for row in amounts().row if row.id == rule), rule)


@cache
def conditions() -> tuple[GrantCondition, ...]:
    """Return every question."""
    return declared(FOLDER / "conditions.toml", Conditions).condition


def asked_of(case: Case) -> list[GrantCondition]:
    """Return the questions of a case."""
    return [each for each in conditions() if each.applies_to(case.scheme, case.applied_on)]


def row_for(case: Case, member: Member, born: date) -> tuple[DatedRow, str]:
    """Return the rule for a member, and the category that they have on the day that decides.

    Raises:
        NoRuleError: no rule decides, or several do.
    """
    days = {"applied_on": case.applied_on, "leaves_on": case.leaves_on, "departed_on": case.departed_on}
    keys = {"scheme": case.scheme, "return_kind": case.return_kind}
    found: dict[str, tuple[DatedRow, str]] = {}
    refusal = NoRuleError("")
    for name, day in days.items():
        if day is None:
            continue
        category = str(member.category_on(born, day))
        try:
            row = amounts().choose(keys | {"category": category}, days)
        except NoRuleError as error:
            refusal = error
        else:
            if row.decides_by == name:
                found[row.id] = (row, category)
    if len(found) != 1:
        raise refusal
    return next(iter(found.values()))
