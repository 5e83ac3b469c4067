"""In a browser, three people take an edition from an order to its readers; each signs in for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from browsing import barriers, visiting
from django.core.management import call_command

from grutto_web.editions.models import Publication, State
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer
    from web_people import People

    from grutto.store.home import Home
    from grutto_web.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """A browser in which one person after the other signs in."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    def sign_in(self, user: User) -> None:
        """Sign in as somebody, whoever sat here before."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/en/account/login/")
        self.page.get_by_label("Email").fill(user.email)
        self.page.locator("input[type=password]").fill("a long enough password")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/en/work/")

    def does(self, address: str, act: str) -> None:
        """Do an act on the page of an edition, and see no barrier there."""
        self.page.goto(self.site + address)
        assert barriers(self.page) == []
        self.page.get_by_role("link", name=act, exact=True).click()
        self.page.get_by_role("button", name=act, exact=True).click()
        self.page.wait_for_url(f"**{address}")


def test_three_people_publish_an_edition(
    home: Home, live_server: LiveServer, chromium: Path, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop waits in this thread
    people = {role: person(role) for role in (Role.OFFICER, Role.REVIEWER, Role.ADOPTER)}
    for user in people.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    with visiting(chromium, f"{live_server.url}/en/") as page:
        desk = Desk(page, live_server.url)
        desk.sign_in(people[Role.OFFICER])
        page.goto(f"{live_server.url}/en/work/editions/order/")
        page.get_by_label("Policy framework").select_option("nl-2008")
        page.get_by_label("Year reported on").fill("2010")
        page.get_by_role("button", name="Order an edition").click()
        page.wait_for_url("**/jobs/**")
        call_command("work", "--batch")
        page.get_by_role("link", name="Go on").click()
        made = Publication.objects.get()
        assert made.state == State.DRAFT, made.fault
        address = f"/en/work/editions/{made.pk}/"
        page.get_by_role("link", name="Read it").click()
        assert "Progress report 2010" in page.locator("h1").inner_text()
        desk.does(address, "Submit for review")
        assert page.get_by_role("link", name="Review", exact=True).count() == 0
        for role, act in ((Role.REVIEWER, "Review"), (Role.ADOPTER, "Adopt"), (Role.OFFICER, "Publish")):
            desk.sign_in(people[role])
            assert str(made) in page.locator("main").inner_text()
            desk.does(address, act)
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/en/reports/")
        page.get_by_role("link", name="Progress report 2010").click()
        assert made.edition in page.locator("main").inner_text()
