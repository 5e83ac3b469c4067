"""Pages say who may open them; one that says nothing is open to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from grutto_web.people.access import ANYONE, SIGNED_IN, AccessMiddleware, Audience, audience_of, open_to, signed_in
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django.test import Client
    from web_people import People

pytestmark = pytest.mark.django_db


def _view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_view_that_says_nothing_is_open_to_nobody(person: People, caplog: pytest.LogCaptureFixture) -> None:
    request = HttpRequest()
    request.user = person(Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        AccessMiddleware(_view).process_view(request, _view, (), {})
    assert "test_access._view does not say who may open it" in caplog.text


def test_an_audience_admits_its_roles_only(person: People) -> None:
    officer, reader = person(Role.OFFICER), person(Role.READER)
    of_officers = audience_of(open_to(Role.OFFICER, Role.AUDITOR)(lambda _request: HttpResponse()))
    assert of_officers == Audience(roles=frozenset({Role.OFFICER, Role.AUDITOR}))
    assert [a.admits(u) for a in (of_officers, SIGNED_IN, ANYONE) for u in (officer, reader, AnonymousUser())] == [
        True, False, False, True, True, False, True, True, True,
    ]  # fmt: skip


def test_a_view_knows_who_signed_in() -> None:
    request = HttpRequest()
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        signed_in(request)


def test_who_works_here_needs_a_second_factor_in_production(person: People, client_of: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    officer = person(Role.OFFICER)
    browser = client_of(officer)
    answer = browser.get("/nl/work/", follow=True)
    assert answer.redirect_chain == [("/nl/account/2fa/", 302)]
    assert "Uw rol vraagt om een tweede factor" in answer.text
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert browser.get("/nl/work/").status_code == 200


def test_nothing_that_one_may_not_do_is_shown(person: People, client_of: Any) -> None:
    shown = {role: client_of(person(role)).get("/en/work/").text for role in (Role.OFFICER, Role.AUDITOR)}
    assert 'href="/en/work/log/"' in shown[Role.AUDITOR]
    assert 'href="/en/work/log/"' not in shown[Role.OFFICER]
    assert "Invite somebody" not in client_of(person(Role.AUDITOR, name="second")).get("/en/work/people/").text


def test_whose_session_ended_signs_in_again_on_a_page_of_its_own(visitor: Client) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://localhost/nl/work/log/?page=2"}
    answer = visitor.get("/nl/work/log/", headers=asked)
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["HX-Redirect"] == "/nl/account/login/?next=/nl/work/log/"
