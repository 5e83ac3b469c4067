"""Fetching: whole or not at all, with retries where trying again may help."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest
from local_server import running

from grutto.errors import FetchError
from grutto.locale import language_named, problem
from grutto.sources.fetch import ATTEMPTS, fetched

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def server(answers: list[tuple[int, bytes]]) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server that answers in turn, the last answer again and again, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = answers[min(len(asked), len(answers) - 1)]
            asked.append(self.headers["User-Agent"])
            self.send_response(status)
            self.send_header("Content-Length", str(len(content) + (10 if status == 206 else 0)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with running(Handler) as address:
        yield f"{address}/rates.csv", asked


def test_content_is_given_whole_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    with (
        server([(200, b"Date,USD\n")]) as (address, asked),
        fetched(address, progress=lambda *at: told.append(at)) as stream,
    ):
        assert stream.read() == b"Date,USD\n"
    assert told[-1] == (9, 9)
    assert asked[0].startswith("grutto")


def test_a_passing_fault_is_tried_again() -> None:
    with server([(503, b"busy"), (429, b"slow down"), (200, b"right")]) as (address, asked):
        with fetched(address, wait=0.01) as stream:
            assert stream.read() == b"right"
        assert len(asked) == 3


def test_a_lasting_refusal_is_told_at_once() -> None:
    with server([(404, b"gone")]) as (address, asked):
        with pytest.raises(FetchError, match="The server answered 404") as caught, fetched(address, wait=0.01):
            pass
        assert len(asked) == 1
        assert caught.value.where == address


def test_a_broken_off_answer_is_no_answer() -> None:
    with server([(206, b"half")]) as (address, asked):
        with pytest.raises(FetchError, match="could not be reached"), fetched(address, wait=0.01):
            pass
        assert len(asked) == ATTEMPTS


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(FetchError, match="could not be reached") as caught, fetched("http://127.0.0.1:9/", wait=0.01):
        pass
    told, _, _ = problem(caught.value, language_named("nl"), command=True)
    assert told == "De bron was niet te bereiken: de machine neemt daar geen verbindingen aan"


@pytest.mark.parametrize("trusted", ["no-such-machine.invalid", ""])
def test_a_name_that_no_machine_has(trusted: str) -> None:
    """The same is told whether our own look-up fails, or that of the client."""
    address = "http://no-such-machine.invalid/"
    with pytest.raises(FetchError) as caught, fetched(address, wait=0.01, trusted=trusted):
        pass
    told, _, _ = problem(caught.value, language_named("nl"), command=True)
    assert told == "De bron was niet te bereiken: de naam van deze machine is niet gevonden"
