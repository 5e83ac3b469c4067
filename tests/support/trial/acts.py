"""What is done to a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from grutto_web.cases.casework.keys import pseudonym
from grutto_web.people.accounts.models import Organisation, User
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.roles import Role
from trial.models import Guest, Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

DONE: list[str] = []


class ProposalForm(ActForm):
    """Its fields."""

    organisation = forms.ModelChoiceField(Organisation.objects)
    title = forms.CharField(max_length=100)
    amount = forms.DecimalField(max_digits=12, decimal_places=2)
    contact = forms.CharField(required=False)


class AmountForm(ActForm):
    """Another amount."""

    amount = forms.DecimalField(max_digits=12, decimal_places=2)


def not_above_a_million(proposal: Proposal) -> str | None:
    """Guard the amount."""
    return "Nothing above a million." if proposal.amount > 1_000_000 else None


class Propose(Act[Proposal]):
    """A partner proposes something for their own organisation."""

    record, title, creates, after = Proposal, "Propose", True, "proposed"
    roles, form, guards = frozenset({Role.PARTNER}), ProposalForm, (not_above_a_million,)

    def organisation(self, record: Proposal | None, data: Mapping[str, Any]) -> Organisation | None:
        """Return the one that was filled in."""
        return record.organisation if record else data.get("organisation")

    def change(self, record: Proposal, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over all fields."""
        for name in ("organisation", "title", "amount", "contact"):
            setattr(record, name, data[name])


class Amend(Act[Proposal]):
    """The partner changes the amount."""

    record, title = Proposal, "Amend"
    states, roles, form = frozenset({"proposed"}), frozenset({Role.PARTNER}), AmountForm
    guards = (not_above_a_million,)

    def change(self, record: Proposal, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over the amount."""
        record.amount = data["amount"]


class Approve(Act[Proposal]):
    """Somebody of the ministry approves, who did not propose it."""

    record, title, reason = Proposal, "Approve", True
    days: ClassVar[int | None] = 5
    states, after, roles, apart_from = frozenset({"proposed"}), "approved", frozenset({Role.OFFICER}), (Propose, Amend)

    def organisation(self, record: Proposal | None, data: Mapping[str, Any]) -> None:
        """Ask for the role anywhere: the proposal is the partner's, the officer the ministry's."""

    def afterwards(self, record: Proposal, _actor: User | None) -> None:
        """Note that it is kept."""
        DONE.append(record.title)


class AmendInHaste(Amend):
    """The partner changes the amount: a kind of the act that approvers must not have done."""

    title = "Amend in haste"


class ApproveInHaste(Approve):
    """Somebody approves without a reason: apart from whom is as it was."""

    title, reason, days = "Approve in haste", False, None


class Lapse(Act[Proposal]):
    """The system lets it lapse."""

    record, title, by_system = Proposal, "Lapse", True
    states, after = frozenset({"proposed"}), "lapsed"


class GuestForm(ActForm):
    """A guest."""

    name = forms.CharField(max_length=100)
    phone = forms.CharField(max_length=100, required=False)
    nights = forms.IntegerField(min_value=1)


class Welcome(Act[Guest]):
    """A guest comes."""

    record, title, creates, after = Guest, "Welcome", True, "here"
    roles, form = frozenset({Role.CASEWORKER}), GuestForm

    def change(self, record: Guest, data: Mapping[str, Any], _actor: User | None) -> None:
        """Keep who came."""
        record.put(name=data["name"], phone=data["phone"])
        record.hash, record.nights = pseudonym("guest", data["name"]), data["nights"]


class Leave(Act[Guest]):
    """A guest goes."""

    record, title, roles = Guest, "Leave", frozenset({Role.CASEWORKER})
    states, after = frozenset({"here"}), "gone"


class Forget(Act[Guest]):
    """Who went is forgotten."""

    record, title, by_system = Guest, "Forget", True
    states = frozenset({"gone"})

    def change(self, record: Guest, _data: Mapping[str, Any], _actor: User | None) -> None:
        """Forget name and telephone."""
        record.erase()
        record.hash = ""
