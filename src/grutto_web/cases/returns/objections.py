"""Objections, against a refusal or against what was granted: decided by somebody who did not decide before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.workplace import CASEWORKER, DECIDER
from grutto_web.cases.returns.acts import (
    GrantCase,
    TakeWaiver,
    all_waivers_approved,
    named_days,
)
from grutto_web.cases.returns.forms import AmendForm, ObjectionForm
from grutto_web.cases.returns.models import Case, State, Waiver
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.duty import Duty
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from grutto_web.people.accounts.models import User

ANSWER_WITHIN = 42
"""Days: six weeks, as the General Administrative Law Act (Awb), article 7:10, gives."""
STANDS = frozenset({State.GRANTED, State.DEPARTED})
"""States in which an objection against a grant leaves the case: what was granted holds meanwhile (Awb, 6:16)."""


class Object(Act[Case]):
    """Enter an objection against a refusal."""

    record, title, reason, form = Case, _("Enter an objection"), True, ObjectionForm
    states, roles = frozenset({State.REFUSED}), CASEWORKER
    after: ClassVar[str] = State.OBJECTION

    def change(self, record: Case, data: Mapping[str, Any], _actor: User | None) -> None:
        """Refuse one that came too late, however soon it is entered, or after the decision on another."""
        came, decided_on = data["received_on"], record.refused_on or record.granted_on
        if record.object_by is None or came > record.object_by:
            raise GuardError([gettext("The period for objections has passed.")])
        if decided_on and came < decided_on:
            raise GuardError([gettext("This is before the day of the decision.")])
        record.objected_on = came


class ObjectToGrant(Object):
    """Enter an objection against what was granted, such as the amounts or the day to leave; the grant holds."""

    title, states, after = _("Enter an objection to the grant"), STANDS, ""

    def permits(self, actor: User | None, record: Case | None, data: Mapping[str, Any]) -> bool:
        """Offer it where one can object here, and none waits."""
        open_to_it = record is None or (record.object_by is not None and record.objected_on is None)
        return open_to_it and super().permits(actor, record, data)


class OnAnObjection:
    """What is done about an objection that waits for its decision."""

    def permits(self, actor: User | None, record: Case | None, data: Mapping[str, Any]) -> bool:
        """Offer it while one waits."""
        return (record is None or record.objected_on is not None) and super().permits(actor, record, data)  # type: ignore[misc]

    def waits_since(self, record: Case) -> datetime:
        """Return when it was entered."""
        return record.objection_since


def decided(case: Case) -> None:
    """Close the way to objection: the next is a court."""
    case.object_by = case.objected_on = None


class GrantAfterObjection(GrantCase):
    """Grant after all: decided by somebody who did not refuse."""

    duty: ClassVar[Duty] = Duty.REVIEW
    title, states, days = _("Grant after the objection"), frozenset({State.OBJECTION}), ANSWER_WITHIN

    def change(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Grant as otherwise; there is no further objection here."""
        super().change(record, data, actor)
        decided(record)


class UpholdRefusal(Act[Case]):
    """Refuse again: decided by somebody who did not refuse before; there is no further objection here."""

    duty: ClassVar[Duty] = Duty.REVIEW
    record, title, reason, days = Case, _("Uphold the refusal"), True, ANSWER_WITHIN
    states, after, roles = frozenset({State.OBJECTION}), State.REFUSED, DECIDER

    def change(self, record: Case, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Close the way to objection."""
        decided(record)


class AmendGrant(OnAnObjection, Act[Case]):
    """Grant otherwise: amounts that two people set since, or more time to leave; nobody gets less."""

    duty: ClassVar[Duty] = Duty.REVIEW
    record, title, reason, form, days = Case, _("Grant otherwise after the objection"), True, AmendForm, ANSWER_WITHIN
    states, roles = STANDS, DECIDER

    def change(self, record: Case, data: Mapping[str, Any], actor: User | None) -> None:
        """Take what was approved, and the new day."""
        if reason := all_waivers_approved(record):
            raise GuardError([reason])
        set_by_two = record.members.filter(state=Waiver.APPROVED, proposed_eur__isnull=False)
        for member in set_by_two:
            perform(TakeWaiver, member, actor)
        if not set_by_two and not data["leave_by"]:
            raise GuardError([gettext("Nothing would change: propose other amounts first, or keep the grant.")])
        if data["leave_by"]:
            record.leave_by = _later(record, data["leave_by"])
        decided(record)


def _later(case: Case, until: date) -> date:
    """Return the new day to leave; refuse where they left, an earlier one, and one later than a rule allows."""
    named = min(named_days(case), default=None)
    if case.state == State.DEPARTED:
        raise GuardError([gettext("They left already: the day by which they must leave does not change.")])
    if case.leave_by and until < case.leave_by:
        raise GuardError([gettext("This is before the day that was granted: an objection does not make it worse.")])
    if named and until > named:
        text = gettext("A rule by which somebody gets their amount says that they leave by %(day)s.")
        raise GuardError([text % {"day": day(named)}])
    return until


class KeepGrant(OnAnObjection, Act[Case]):
    """Leave the grant as it is: decided by somebody who did not grant; there is no further objection here."""

    duty: ClassVar[Duty] = Duty.REVIEW
    record, title, reason, days = Case, _("Keep the grant after the objection"), True, ANSWER_WITHIN
    states, roles = STANDS, DECIDER

    def change(self, record: Case, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Refuse while other amounts are proposed: they are dropped first, or granted."""
        if record.members.filter(proposed_eur__isnull=False).exists():
            raise GuardError([gettext("Other amounts are proposed: drop them first, or grant otherwise.")])
        decided(record)


class WithdrawObjection(OnAnObjection, Act[Case]):
    """They do not object any more; until the last day they may do so again."""

    record, title, reason = Case, _("Objection withdrawn"), True
    states, roles = STANDS, CASEWORKER

    def change(self, record: Case, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Nothing waits any more."""
        record.objected_on = None


OBJECTION_ACTS: dict[str, type[Act[Any]]] = {
    "object": Object,
    "grant-after-objection": GrantAfterObjection,
    "uphold": UpholdRefusal,
    "object-to-grant": ObjectToGrant,
    "amend": AmendGrant,
    "keep": KeepGrant,
    "withdraw-objection": WithdrawObjection,
}
