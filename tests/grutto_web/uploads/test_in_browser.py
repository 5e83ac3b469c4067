"""The pages of an upload in a browser, at each step: no barriers, no error on the console, 320 pixels suffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import barriers, visiting
from django.conf import settings
from django.urls import reverse
from small_iati import activity, document, paid
from web_people import PARTNER

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.live_server_helper import LiveServer
    from web_uploads import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _file(*values: int) -> bytes:
    made = (activity(f"{PARTNER}-{n}", paid(value), org=PARTNER) for n, value in enumerate(values))
    return document(*made, activity("XM-DAC-7-1", org="XM-DAC-7")).encode()


def _session(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nobody_is_kept_out(desk: Desk, live_server: LiveServer, chromium: Path, client_of: Any, language: str) -> None:
    refused, released = desk.send(b"none"), desk.publish(_file(100, 50))
    previewed, submitted = desk.send(_file(1, 60)), desk.submit(desk.send(_file(2, 70)), confirmed="on")
    seen = {
        _session(client_of(desk.partner)): [u.get_absolute_url() for u in (refused, released, previewed)]
        + [reverse("uploads:new"), reverse("uploads:list"), reverse("uploads:activity", args=[previewed.pk, 0])],
        _session(client_of(desk.officer)): [
            submitted.get_absolute_url(),
            reverse("uploads:accept", args=[submitted.pk]),
        ],
    }
    wrong: list[object] = []
    with visiting(chromium, f"{live_server.url}/{language}/") as page:
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        for session, addresses in seen.items():
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
            for address in addresses:
                page.set_viewport_size({"width": 1280, "height": 900})
                page.goto(live_server.url + address.replace("/en/", f"/{language}/"))
                wrong += [(address, *barrier) for barrier in barriers(page)]
                page.set_viewport_size({"width": 320, "height": 640})
                if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
                    wrong.append((address, f"{width} pixels wide"))
    assert wrong == []
