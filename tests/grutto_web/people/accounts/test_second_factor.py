"""Signing in with a second factor, in a browser, under the strict policy of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from browsing import barriers, visiting

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.live_server_helper import LiveServer
    from web_people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_password_app_and_key(live_server: LiveServer, chromium: Path, person: People) -> None:
    user = person(Role.OFFICER)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    with visiting(chromium, f"{live_server.url}/nl/account/login/?next=/nl/account/2fa/") as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        assert barriers(page) == []
        page.get_by_label("E-mail").fill(user.email)
        page.get_by_label("Wachtwoord").fill("a long enough password")
        page.get_by_role("button", name="Aanmelden", exact=True).click()
        page.goto(f"{live_server.url}/nl/account/2fa/totp/activate/")
        page.get_by_label("Wachtwoord").fill("a long enough password")
        page.locator("main").get_by_role("button").first.click()
        page.wait_for_url("**/totp/activate/")
        assert barriers(page) == []
        assert page.locator("img.code").evaluate("image => image.naturalWidth") > 0
        page.locator("#id_code").fill(_code(page.locator("#authenticator_secret").input_value()))
        page.locator("form[action$='activate/'] button").click()
        page.wait_for_url("**/recovery-codes/")
        assert barriers(page) == []
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
        page.goto(f"{live_server.url}/nl/account/2fa/webauthn/add/")
        page.locator("#id_name").fill("Sleutel")
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url("**/account/2fa/")
        assert said == []
    kinds = set(user.authenticator_set.values_list("type", flat=True))  # type: ignore[attr-defined]
    assert {"totp", "webauthn"} <= kinds
