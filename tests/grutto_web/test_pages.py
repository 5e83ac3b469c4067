"""Every page of the matrix in both languages: no barriers by axe-core, no error on the console, 320 pixels
suffice, and Dutch ones have no English of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import browsing
import pytest
from allauth.account.models import EmailAddress
from browsing import Tour, barriers, visiting
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
    "api-v1",
    "api-v1-description",
    "remittances:picture",
    "remittances:sitemap",
    "casework:calendar",
    "savings:download",
}
OF_ACCOUNTS = ("account_change_password", "mfa_index", "usersessions_list", "account_logout", "account_reset_password")


def is_of_machines(name: str) -> bool:
    """Return whether an address answers with a file: every register has a template to fill in, and gives its list."""
    return name in OF_MACHINES or name.endswith((":template", ":file"))


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


PAGE = """<!doctype html><html lang="en"><head><title>A page</title>
<meta name="viewport" content="width=device-width"><style>p { color: #000; background: #fff }</style></head><body>
<a href="#inside">Go on</a><nav aria-label="One"><a href="/a">A</a></nav><nav aria-label="Two"><a href="/b">B</a></nav>
<main id="inside"><h1>Head</h1><p>Words</p><img src="data:," alt="A house">
<label>Name <input name="q"></label><button>Press</button><ul><li>A</li><li>B</li><li>C</li></ul></main></body>
</html>"""
PLANTED = (
    ("image-alt", ' alt="A house"', ""),
    ("image-alt", ' alt="A house"', ' alt=" "'),
    ("image-alt", "<li>B</li>", '<li><img src="data:,"></li>'),
    ("label", "Name <input", "<input"),
    ("button-name", ">Press<", "><"),
    ("document-title", "A page", ""),
    ("html-lang-valid", 'lang="en"', 'lang="qqqq"'),
    ("landmark-unique", "Two", "One"),
    ("region", "#inside", "#nowhere"),
    ("meta-viewport", "width=device-width", "user-scalable=no"),
    ("color-contrast", "#000", "#eee"),
)


def test_what_keeps_people_out_is_found_in_a_page_that_else_equals_others(chromium: Path, tmp_path: Path) -> None:
    """A page is not looked at twice (see `browsing`): each of these differs from the first by one barrier."""
    (tmp_path / "good.html").write_text(PAGE)
    (tmp_path / "equal.html").write_text(PAGE.replace("Words", "Other words").replace("A house", "A tree"))
    found = []
    with visiting(chromium, (tmp_path / "good.html").as_uri()) as page:
        assert barriers(page) == []
        page.goto((tmp_path / "equal.html").as_uri())
        with patch.object(browsing, "BARRIERS", "not looked at"):
            assert barriers(page) == []
        for _rule, words, instead in PLANTED:
            (tmp_path / "planted.html").write_text(PAGE.replace(words, instead))
            page.goto((tmp_path / "planted.html").as_uri())
            found.append([rule for rule, _element in barriers(page)])
    assert found == [[rule] for rule, *_ in PLANTED]


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
