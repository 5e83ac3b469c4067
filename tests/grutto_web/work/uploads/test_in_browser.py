"""The pages of an upload in a browser, at each step: no barriers, no error on the console, 320 pixels suffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import Tour, visiting
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


def test_nobody_is_kept_out(desk: Desk, live_server: LiveServer, chromium: Path, client_of: Any) -> None:
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
    with visiting(chromium, f"{live_server.url}/en/") as page:
        tour = Tour(page)
        for session, addresses in seen.items():
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
            for address in addresses:
                for language in ("en", "nl"):
                    tour.visit(live_server.url + address.replace("/en/", f"/{language}/"))
    assert tour.wrong == []
