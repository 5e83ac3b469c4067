"""The comparison in a browser, in each language: no barrier by axe-core, 320 pixels, the keyboard, no third party."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import Tour, visiting
from django.conf import settings
from django.utils import timezone

from grutto_web.public.remittances.demo import demo_prices

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("", "NLD/NGA/?amount=250&sort=speed", "trust/", "trust/check/", "use/")


def test_nobody_is_kept_out_in_any_language(live_server: LiveServer, chromium: Path) -> None:
    demo_prices(timezone.localdate(), ("NGA",))
    with visiting(chromium, f"{live_server.url}/en/remittances/") as page:
        tour, asked = Tour(page), set[str]()
        page.on("request", lambda request: asked.add(request.url.split("/")[2]))
        for code, _name in settings.LANGUAGES:
            for name in PAGES:
                tour.visit(f"{live_server.url}/{code}/remittances/{name}")
        assert asked == {live_server.url.split("/")[2]}, "no third party learns who compares"
        assert page.context.cookies() == []
    assert tour.wrong == []


def test_by_keyboard_alone_and_without_script(live_server: LiveServer, chromium: Path) -> None:
    demo_prices(timezone.localdate(), ("GHA", "NGA"))
    with visiting(chromium, f"{live_server.url}/en/remittances/") as first:
        browser = first.context.browser
        assert browser
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{live_server.url}/en/remittances/")
        page.focus("#to")
        page.keyboard.type("Gha")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("150")
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/remittances/NLD/GHA/?amount=150")
        assert page.locator(".offers .best").count() >= 1
