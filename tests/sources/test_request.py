"""Requests: within bounds, never to a place inside our network that a stranger chose, never from https to http."""

from __future__ import annotations

import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import httpx
import pytest
from local_server import running

from grutto.errors import FetchError
from grutto.sources import request
from grutto.sources.fetch import fetched
from grutto.sources.request import AnswerBounds, host_of, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator


class Leading(BaseHTTPRequestHandler):
    """Leads on from /to?ADDRESS, gives 1 MiB at /large, and half a byte a second at /slow."""

    def do_GET(self) -> None:
        where = "/circle" if self.path == "/circle" else self.path.partition("?")[2]
        self.send_response(302 if where else 200)
        if where:
            self.send_header("Location", where)
        self.end_headers()
        if self.path == "/large":
            self.wfile.write(bytes(1 << 20))
        while self.path == "/slow":
            self.wfile.write(b".")
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def base() -> Iterator[str]:
    with running(Leading) as address:
        yield address


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:9/",
        "http://[::1]:9/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost:9/",
    ],
)
def test_a_redirect_does_not_lead_into_a_private_network(base: str, place: str) -> None:
    with pytest.raises(FetchError, match="private network"), fetched(f"{base}/to?{place}", wait=0):
        pass


def test_a_redirect_on_the_host_that_the_user_named_is_followed(base: str) -> None:
    with fetched(f"{base}/to?{base}/large", wait=0) as stream:
        assert len(stream.read()) == 1 << 20


def test_an_address_that_a_catalogue_gave_does_not_lead_into_a_private_network(base: str) -> None:
    with pytest.raises(FetchError, match="private network"), fetched(f"{base}/large", wait=0, trusted=""):
        pass


def test_a_name_is_looked_up_once_and_what_it_stands_for_is_checked(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = httpx.URL(base).port
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))])
    with (
        pytest.raises(FetchError, match=r"private network \(127.0.0.1\)"),
        fetched("http://example.org/", wait=0, trusted=""),
    ):
        pass


def test_a_secure_address_does_not_lead_to_one_that_is_not() -> None:
    with pytest.raises(FetchError, match="not"):
        request._next(httpx.URL("https://example.org/a"), "http://example.org/b")
    assert str(request._next(httpx.URL("https://example.org/a"), "/b")) == "https://example.org/b"


def test_too_many_redirects_are_no_answer(base: str) -> None:
    with pytest.raises(FetchError, match="on and on"), fetched(f"{base}/circle", wait=0):
        pass


def test_an_answer_is_bounded_in_size_and_time(base: str) -> None:
    with pytest.raises(FetchError, match="larger than"), fetched(f"{base}/large", wait=0, bounds=AnswerBounds(1 << 19)):
        pass
    begin = time.monotonic()
    with (
        pytest.raises(FetchError, match="too long"),
        fetched(f"{base}/slow", wait=0, bounds=AnswerBounds(until=begin + 0.3)),
    ):
        pass
    assert time.monotonic() - begin < 30


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://me:pass@example.org/a", "https://example.org/a"),
        ("https://example.org/a?api_key=abc&geo=NL", "https://example.org/a?api_key=hidden&geo=NL"),
        ("https://example.org/a?geo=NL,BE", "https://example.org/a?geo=NL,BE"),
        ("https://example.org/a?X-Amz-Signature=1", "https://example.org/a?X-Amz-Signature=hidden"),
    ],
)
def test_secrets_are_not_told_on(address: str, told: str) -> None:
    assert without_secrets(address) == told


def test_host_and_port_of_an_address() -> None:
    assert host_of("http://me@127.0.0.1:80/a") == "127.0.0.1"
    assert host_of("https://example.org:8443/a") == "example.org:8443"
