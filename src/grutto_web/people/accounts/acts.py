"""What is done about people: organisations entered, roles offered, taken, given and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grutto_web.people.accounts.letters import send_invitation
from grutto_web.people.accounts.models import Invitation, Membership, Organisation, User
from grutto_web.people.accounts.sessions import end_sessions
from grutto_web.people.acts.act import Act
from grutto_web.people.acts.form import ActForm
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
MIXED = _("An auditor has no other role: who checks the work does not do it.")


def auditor_changes_nothing(record: Membership) -> Promise | None:
    """Hold the role of auditor without any other, and any other without it."""
    roles = set(Membership.objects.filter(user=record.user, state=Membership.HELD).values_list("role", flat=True))
    roles.add(record.role)
    return MIXED if _mixed(roles) else None


def _mixed(roles: set[str]) -> bool:
    return Role.AUDITOR in roles and len(roles) > 1


def no_mix_offered(record: Invitation) -> Promise | None:
    """Offer no role that the person could not take."""
    held = Membership.objects.filter(user__email=record.email, state=Membership.HELD).values_list("role", flat=True)
    return MIXED if _mixed({*held, record.role}) else None


def held_once(record: Membership) -> Promise | None:
    """Hold a role in an organisation once."""
    held = Membership.objects.filter(user=record.user, organisation=record.organisation, role=record.role)
    again = held.filter(state=Membership.HELD).exclude(pk=record.pk).exists()
    return _("This person has this role in this organisation already.") if again else None


class OrganisationForm(ActForm):
    """An organisation."""

    name = forms.CharField(label=_("Name"), max_length=300)
    identifier = forms.RegexField(
        r"^[^\s/&|?]+$",
        label=_("IATI identifier"),
        max_length=200,
        help_text=_("As in IATI files: XM-DAC-7, NL-KVK-41150298."),
    )

    def clean_identifier(self) -> str:
        """Refuse an identifier that is known."""
        identifier = str(self.cleaned_data["identifier"])
        if Organisation.objects.filter(identifier__iexact=identifier).exists():
            raise forms.ValidationError(_("There is an organisation with this identifier already."))
        return identifier


class EnterOrganisation(Act[Organisation]):
    """Enter an organisation."""

    record, title, creates = Organisation, _("Enter an organisation"), True
    roles, by_system, form = ADMINISTRATOR, True, OrganisationForm

    def change(self, record: Organisation, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over name and identifier."""
        record.name, record.identifier = data["name"], data["identifier"]


class RoleForm(ActForm):
    """A role in an organisation."""

    organisation = forms.ModelChoiceField(Organisation.objects, label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class InvitationForm(RoleForm):
    """Somebody, and the role offered."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.SITE_LANGUAGES)
    field_order = ("name", "email", "organisation", "role", "language")

    def clean_email(self) -> str:
        """Write addresses in small letters; nobody offers a role to themselves."""
        email = str(self.cleaned_data["email"]).lower()
        if self.actor and self.actor.email == email:
            raise forms.ValidationError(_("You cannot offer a role to yourself."))
        return email


class Invite(Act[Invitation]):
    """Offer a role by letter."""

    record, title, creates, after = Invitation, _("Invite somebody"), True, Invitation.SENT
    roles, by_system, form = ADMINISTRATOR, True, InvitationForm
    guards = (no_mix_offered,)

    def change(self, record: Invitation, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over who is invited to what."""
        record.name, record.email, record.language = data["name"], data["email"], data["language"]
        record.organisation, record.role = data["organisation"], data["role"]

    def afterwards(self, record: Invitation, _actor: User | None) -> None:
        """Send the letter."""
        send_invitation(record)


class WithdrawInvitation(Act[Invitation]):
    """Take an offer back before it is taken."""

    record, title = Invitation, _("Withdraw")
    states, after, roles, reason = frozenset({Invitation.SENT}), Invitation.WITHDRAWN, ADMINISTRATOR, True


class AcceptInvitation(Act[Invitation]):
    """Take a role that was offered: only who was invited can."""

    record, title = Invitation, _("Accept")
    states, after, apart_from = frozenset({Invitation.SENT}), Invitation.ACCEPTED, (Invite,)

    def permits(self, actor: User | None, record: Invitation | None, _data: Mapping[str, Any]) -> bool:
        """Admit who was invited."""
        return bool(actor and record and actor.email == record.email)

    def change(self, record: Invitation, _data: Mapping[str, Any], actor: User | None) -> None:
        """Take the role, as an act of its own in the log."""
        taken = {"user": actor and actor.pk, "organisation": record.organisation_id, "role": record.role}
        perform(TakeRole, None, actor, taken)


class MembershipForm(RoleForm):
    """A person, and the role they get."""

    user = forms.ModelChoiceField(User.objects, widget=forms.HiddenInput)


def _take_over(record: Membership, data: Mapping[str, Any]) -> None:
    record.user, record.organisation, record.role = data["user"], data["organisation"], data["role"]


class TakeRole(Act[Membership]):
    """Get the role that one was invited to; done as part of accepting."""

    record, title, creates, after = Membership, _("Take the role"), True, Membership.HELD
    form, guards = MembershipForm, (auditor_changes_nothing, held_once)

    def permits(self, actor: User | None, _record: Membership | None, data: Mapping[str, Any]) -> bool:
        """Admit who has an open invitation to exactly this role."""
        offered = Invitation.objects.filter(state=Invitation.SENT, role=data.get("role"))
        mine = offered.filter(organisation=data.get("organisation"), email=actor.email if actor else "")
        return actor == data.get("user") and mine.exists()

    def change(self, record: Membership, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over who has which role where."""
        _take_over(record, data)


class GiveRole(Act[Membership]):
    """Give somebody who can sign in already a further role."""

    record, title, creates, after = Membership, _("Give a role"), True, Membership.HELD
    roles, by_system, form = ADMINISTRATOR, True, MembershipForm
    guards = (auditor_changes_nothing, held_once)

    def permits(self, actor: User | None, record: Membership | None, data: Mapping[str, Any]) -> bool:
        """Nobody gives a role to themselves."""
        return super().permits(actor, record, data) and (actor is None or actor != data.get("user"))

    def change(self, record: Membership, data: Mapping[str, Any], _actor: User | None) -> None:
        """Take over who has which role where."""
        _take_over(record, data)


class EndRole(Act[Membership]):
    """End a role; whoever holds it is signed out everywhere."""

    record, title, reason = Membership, _("End the role"), True
    states, after, roles = frozenset({Membership.HELD}), Membership.ENDED, ADMINISTRATOR

    def permits(self, actor: User | None, record: Membership | None, data: Mapping[str, Any]) -> bool:
        """Nobody ends a role of their own: the last administrator cannot lock everybody out."""
        return super().permits(actor, record, data) and (record is None or actor != record.user)

    def afterwards(self, record: Membership, _actor: User | None) -> None:
        """Sign the person out, so that no page opened earlier still acts."""
        end_sessions(record.user)
