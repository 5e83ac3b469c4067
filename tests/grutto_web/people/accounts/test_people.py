"""Invitations, roles and sessions: who may, what the log tells, and what stays impossible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from web_people import MINISTRY, PARTNER

from grutto_web.people.accounts.acts import AcceptInvitation, EndRole, GiveRole, Invite, TakeRole, WithdrawInvitation
from grutto_web.people.accounts.letters import invitation_in, invitation_link
from grutto_web.people.accounts.models import Invitation, Membership, Organisation, User
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError, NotApartError, NotPermittedError
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_people import People

pytestmark = pytest.mark.django_db
PASSWORD = "heron marsh reed 2026"  # noqa: S105 - of tests


@pytest.fixture
def administrator(person: People) -> User:
    """The administrator of the ministry."""
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def offered(organisation: Callable[[str], Organisation]) -> dict[str, Any]:
    """An invitation as it is filled in."""
    place = organisation(PARTNER).pk
    return {
        "name": "Zahra N.",
        "email": "Zahra@Partner.example",
        "organisation": place,
        "role": "partner",
        "language": "nl",
    }


def test_from_the_letter_to_the_role(
    administrator: User, client_of: Any, offered: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(administrator).post("/en/work/people/invite/", offered)
    assert (answer.status_code, answer.headers["location"]) == (302, "/en/work/people/")
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["zahra@partner.example"], "Een uitnodiging voor Grutto")
    link = re.search(r"http://localhost:8010(/nl/invitation/\S+/)", str(letter.body))
    assert link
    new = Client()
    page = new.get(link[1])
    assert "biedt u de rol van Partner aan" in page.text
    weak = new.post(link[1], {"name": "Zahra N.", "password": "zahra"})
    assert "te kort" in weak.text
    assert not User.objects.filter(email="zahra@partner.example").exists()
    assert new.post(link[1], {"name": "Zahra N.", "password": PASSWORD}).status_code == 302
    user = User.objects.get(email="zahra@partner.example")
    assert user.roles == {Role.PARTNER}
    assert user.roles_in(Organisation.objects.get(identifier=PARTNER)) == {Role.PARTNER}
    acts = Entry.objects.order_by("-number").values_list("act", "actor__name")[:3]
    assert list(acts) == [
        ("people.AcceptInvitation", "Zahra N."),
        ("people.TakeRole", "Zahra N."),
        ("people.Invite", "administrator"),
    ]
    assert not any("zahra" in entry.text().lower() for entry in Entry.objects.all())
    assert new.get(link[1]).status_code == 404


def test_who_is_known_signs_in_and_accepts(
    administrator: User, person: People, offered: dict[str, Any], client_of: Any
) -> None:
    officer = person(Role.OFFICER)
    offer = perform(Invite, None, administrator, offered | {"email": officer.email, "role": "reviewer"})
    link = invitation_link(offer).removeprefix("http://localhost:8010")
    assert "login" in Client().get(link).headers["location"]
    assert client_of(officer).post(link).status_code == 302
    assert User.objects.get(pk=officer.pk).roles == {Role.OFFICER, Role.REVIEWER}


def test_a_link_that_was_changed_or_is_old_opens_nothing(
    offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = perform(Invite, None, None, offered)
    token = invitation_link(offer).split("/")[-2]
    assert invitation_in(token) == offer.pk
    assert invitation_in(token.replace(token[0], "9", 1)) is None
    monkeypatch.setattr("time.time", lambda: offer.since.timestamp() + 8 * 24 * 60 * 60)
    assert invitation_in(token) is None


def test_nobody_gives_a_role_to_themselves(administrator: User, offered: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        perform(Invite, None, administrator, offered | {"email": administrator.email})
    assert refused.value.form.errors["email"] == ["You cannot offer a role to yourself."]
    with pytest.raises(NotPermittedError):
        perform(
            GiveRole,
            None,
            administrator,
            {"user": administrator.pk, "organisation": offered["organisation"], "role": "officer"},
        )
    own = Membership.objects.get(user=administrator)
    with pytest.raises(NotPermittedError):
        perform(EndRole, own, administrator, {"reason": "mine"})


def test_only_who_was_invited_takes_the_role(administrator: User, person: People, offered: dict[str, Any]) -> None:
    other, offer = person(Role.READER), perform(Invite, None, administrator, offered)
    with pytest.raises(NotPermittedError):
        perform(AcceptInvitation, offer, other)
    with pytest.raises(NotPermittedError):
        perform(TakeRole, None, other, {"user": other.pk, "organisation": offered["organisation"], "role": "partner"})
    withdrawn = perform(WithdrawInvitation, offer, administrator, {"reason": "wrong address"})
    assert withdrawn.state == Invitation.WITHDRAWN


def test_who_invites_does_not_accept(administrator: User, offered: dict[str, Any]) -> None:
    offer = perform(Invite, None, administrator, offered)
    administrator.email = offer.email
    with pytest.raises(NotApartError):
        perform(AcceptInvitation, offer, administrator)


@pytest.mark.parametrize(("first", "second"), [(Role.AUDITOR, Role.OFFICER), (Role.OFFICER, Role.AUDITOR)])
def test_an_auditor_has_no_other_role(first: Role, second: Role, person: People, offered: dict[str, Any]) -> None:
    user = person(first)
    role = {"user": user.pk, "organisation": offered["organisation"], "role": second}
    with pytest.raises(GuardError, match="An auditor has no other role"):
        perform(GiveRole, None, None, role)
    with pytest.raises(GuardError, match="An auditor has no other role"):
        perform(Invite, None, None, offered | {"email": user.email, "role": second})


def test_a_role_is_held_once_and_again_after_its_end(administrator: User, person: People) -> None:
    user = person(Role.OFFICER)
    membership = Membership.objects.get(user=user)
    role = {"user": user.pk, "organisation": membership.organisation_id, "role": "officer"}
    with pytest.raises(GuardError, match="has this role"):
        perform(GiveRole, None, administrator, role)
    perform(EndRole, membership, administrator, {"reason": "left"})
    perform(GiveRole, None, administrator, role)
    assert Membership.objects.filter(user=user).count() == 2


def test_whoever_loses_a_role_is_signed_out_everywhere(
    administrator: User, person: People, django_capture_on_commit_callbacks: Any
) -> None:
    user = person(Role.OFFICER)
    browser = Client()
    browser.post("/en/account/login/", {"login": user.email, "password": "a long enough password"})
    assert browser.get("/en/work/").status_code == 200
    assert UserSession.objects.filter(user=user).count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        perform(EndRole, Membership.objects.get(user=user), administrator, {"reason": "left"})
    assert browser.get("/en/work/").status_code == 302


def test_lists_are_narrowed_in_the_database(administrator: User, person: People) -> None:
    partner = person(Role.PARTNER, PARTNER)
    assert [o.identifier for o in Organisation.objects.seen_by(partner)] == [PARTNER]
    assert {o.identifier for o in Organisation.objects.seen_by(administrator)} == {MINISTRY, PARTNER}
    assert {m.user for m in Membership.objects.seen_by(partner)} == {partner}
    assert not Invitation.objects.seen_by(partner).exists()


def test_an_account_is_locked_after_wrong_passwords(administrator: User, settings: Any) -> None:
    client = Client()
    sent = {"login": administrator.email, "password": "wrong"}
    for _ in range(5):
        assert client.post("/en/account/login/", sent).status_code == 200
    locked = client.post("/en/account/login/", sent | {"password": "a long enough password"})
    assert "Too many failed login attempts" in locked.text
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up() -> None:
    page = Client().post("/nl/account/signup/", {"email": "a@b.example", "password1": PASSWORD})
    assert "Een account krijgt u op uitnodiging" in page.text
    assert not User.objects.exists()


def test_changed_meanwhile_shows_both_versions(administrator: User, person: People, client_of: Any) -> None:
    membership = Membership.objects.get(user=person(Role.OFFICER))
    page = client_of(administrator).post(
        f"/nl/work/people/role/{membership.pk}/end/", {"version": "7", "reason": "weg"}
    )
    assert page.status_code == 409
    assert "Intussen gewijzigd" in page.text
    assert "weg" in page.text
