"""Every page of the matrix in both languages: no barriers by axe-core, no error on the console, 320 pixels
suffice, and Dutch ones have no English of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from browsing import Tour, visiting
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from dutch import english_of_ours
from web_matrix import lines

from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
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


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OFFICER])
def test_nobody_is_kept_out_of_a_page(
    role: Role, live_server: LiveServer, chromium: Path, person: People, client_of: Any
) -> None:
    user = person(role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client: Client = client_of(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    english: list[object] = []
    with visiting(chromium, f"{live_server.url}/nl/") as page:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        tour = Tour(page)
        for address in addresses(role, "nl"):
            tour.visit(live_server.url + address)
            english += [(address, text) for text in english_of_ours(page.evaluate("document.body.innerText"))]
        for address in addresses(role, "en"):
            tour.visit(live_server.url + address)
    assert tour.wrong + english == []
