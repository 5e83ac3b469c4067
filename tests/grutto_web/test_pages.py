"""Every page of the matrix in both languages: no barriers by axe-core, no error on the console, 320 pixels
suffice, and Dutch ones have no English of ours.

Axe-core goes by elements and how they look: a page with the elements of one that it saw, as an English one mostly has
of the Dutch one, needs no second look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from browsing import barriers, visiting
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from dutch import english_of_ours
from web_matrix import lines

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import ConsoleMessage
    from pytest_django.live_server_helper import LiveServer
    from web_people import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What is no page for people to read, or only a part of one.
OF_MACHINES = {
    "healthz",
    "readyz",
    "metrics",
    "service-worker",
    "judgements:typed",
    "api-v1-description",
    "remittances:picture",
    "remittances:sitemap",
}
OF_ACCOUNTS = ("account_change_password", "mfa_index", "usersessions_list", "account_logout", "account_reset_password")


def is_of_machines(name: str) -> bool:
    """Return whether an address answers with a file: every register has a template to fill in."""
    return name in OF_MACHINES or name.endswith(":template")


def addresses(role: Role, language: str) -> list[str]:
    """Return the pages that a role may open; of an administrator those only that are closed to an officer."""
    with override(language):
        ours = [
            reverse(line.name, args=line.arguments)
            for line in lines().values()
            if role in line.may and not line.name.startswith("act ") and not is_of_machines(line.name)
            if role == Role.OFFICER or Role.OFFICER not in line.may
        ]
        return ours + [reverse(name) for name in OF_ACCOUNTS if role == Role.OFFICER]


ELEMENTS = """[...document.querySelectorAll("*")].map(each => [
    each.tagName, each.textContent.trim() ? "words" : "", ...each.getAttributeNames().map(name => {
        const value = each.getAttribute(name)
        return value && /^(action|alt|aria-label|content|href|hreflang|lang|placeholder|src|title|value)$/.test(name)
            ? name : `${name}=${value}`
    })].join(" ")).join("\\n")"""
"""The elements of a page, without the words in them and in attributes that hold words or addresses."""


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER])
def test_nobody_is_kept_out_of_a_page(
    role: Role, live_server: LiveServer, chromium: Path, person: People, client_of: Any
) -> None:
    user = person(role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client: Client = client_of(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    wrong: list[object] = []

    def told(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            wrong.append(message.text)

    seen: set[str] = set()
    with visiting(chromium, f"{live_server.url}/nl/", width=320) as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.context.on("console", told)
        for language in ("nl", "en"):
            for address in addresses(role, language):
                page.goto(live_server.url + address)
                if language == "nl":
                    wrong += [(address, text) for text in english_of_ours(page.inner_text("body"))]
                if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
                    wrong.append((address, f"{width} pixels wide"))
                if (elements := page.evaluate(ELEMENTS)) not in seen:
                    seen.add(elements)
                    page.set_viewport_size({"width": 1280, "height": 900})
                    wrong += [(address, *barrier) for barrier in barriers(page)]
                    page.set_viewport_size({"width": 320, "height": 640})
    assert wrong == []
