"""The pages of people: who has which role, who is invited, and taking an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from grutto_web.people.access import ANYONE, open_to, signed_in
from grutto_web.people.accounts.acts import (
    AcceptInvitation,
    EndRole,
    EnterOrganisation,
    GiveRole,
    Invite,
    WithdrawInvitation,
)
from grutto_web.people.accounts.forms import PasswordForm
from grutto_web.people.accounts.letters import invitation_in
from grutto_web.people.accounts.models import Invitation, Membership, Organisation, User
from grutto_web.people.acts.perform import may, perform
from grutto_web.people.acts.refusals import RefusalError
from grutto_web.people.acts.views import act_page
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to(Role.ADMINISTRATOR, Role.AUDITOR)
def people(request: HttpRequest) -> HttpResponse:
    """List people with their roles, invitations that wait, and organisations."""
    held = Membership.objects.seen_by(request.user).filter(state=Membership.HELD).select_related("user", "organisation")
    invited = Invitation.objects.seen_by(request.user)
    roles: dict[User, list[Membership]] = {}
    for membership in held.order_by("user__name", "organisation__name"):
        roles.setdefault(membership.user, []).append(membership)
    context = {
        "roles": roles,
        "invitations": invited.filter(state=Invitation.SENT).select_related("organisation"),
        "organisations": Organisation.objects.seen_by(request.user),
        "may_invite": may(Invite, None, signed_in(request)),
    }
    return render(request, "people/list.html", context)


@open_to(Role.ADMINISTRATOR, Role.AUDITOR)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody: the roles they have, and those that ended."""
    user = get_object_or_404(User, pk=pk)
    memberships = Membership.objects.seen_by(request.user).filter(user=user).select_related("organisation")
    context = {
        "person": user,
        "memberships": [(m, may(EndRole, m, signed_in(request))) for m in memberships],
        "may_give": may(Invite, None, signed_in(request)) and user != request.user,
    }
    return render(request, "people/person.html", context)


@open_to(Role.ADMINISTRATOR)
def invite(request: HttpRequest) -> HttpResponse:
    """Offer a role by letter."""
    return act_page(
        request, Invite, None, back=reverse("people:list"), initial={"language": get_language()},
        done=gettext("The invitation was sent."),
    )  # fmt: skip


@open_to(Role.ADMINISTRATOR)
def enter_organisation(request: HttpRequest) -> HttpResponse:
    """Enter an organisation."""
    return act_page(request, EnterOrganisation, None, back=reverse("people:list"))


@open_to(Role.ADMINISTRATOR)
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a further role."""
    user = get_object_or_404(User, pk=pk)
    back = reverse("people:person", args=[pk])
    return act_page(request, GiveRole, None, back=back, initial={"user": user.pk}, about=user.name)


@open_to(Role.ADMINISTRATOR)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    membership = get_object_or_404(Membership.objects.seen_by(request.user), pk=pk)
    back = reverse("people:person", args=[membership.user_id])
    return act_page(request, EndRole, membership, back=back, about=f"{membership.user}: {membership}")


@open_to(Role.ADMINISTRATOR)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    offered = get_object_or_404(Invitation.objects.seen_by(request.user), pk=pk)
    return act_page(request, WithdrawInvitation, offered, back=reverse("people:list"), about=offered.name)


@open_to(ANYONE)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: who is new chooses a password, who is known signs in first."""
    offered = Invitation.objects.filter(pk=invitation_in(token) or 0, state=Invitation.SENT).first()
    if offered is None:
        raise Http404(gettext("This invitation was used or withdrawn, or is too old. Ask for a new one."))
    known = User.objects.filter(email=offered.email).first()
    if known:
        return _accept_as_known(request, offered, known)
    form = PasswordForm(request.POST or None, initial={"name": offered.name}, email=offered.email)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/invitation.html", {"invitation": offered, "form": form})
    user = _new_person(offered, form.cleaned_data)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("mfa_index")


@transaction.atomic
def _new_person(offered: Invitation, data: dict[str, str]) -> User:
    """Make the person, whose address the letter proved, and accept in their name."""
    user = User.objects.create_user(offered.email, data["name"], data["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    perform(AcceptInvitation, offered, user)
    return user


def _accept_as_known(request: HttpRequest, offered: Invitation, known: User) -> HttpResponse:
    if request.user != known:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if request.method != "POST":
        return render(request, "people/invitation.html", {"invitation": offered})
    try:
        perform(AcceptInvitation, offered, known)
    except RefusalError as refusal:
        messages.error(request, str(refusal))
        return render(request, "people/invitation.html", {"invitation": offered}, status=409)
    return redirect("work")
