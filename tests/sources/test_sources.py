"""Data flows: known by their first characters; fetched whole or not at all."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from grutto.errors import FetchError, InputError, UnknownNameError
from grutto.sources import recognise, source_named, sources
from grutto.sources.fetch import ATTEMPTS, fetched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<?xml version="1.0"?>\n<!-- a remark -->\n<iati-activities version="2.03">', "iati/activities"),
        (
            '<iati-activities version="2.03" note="sheet name, Sending Countries Code, Receiving Countries">',
            "iati/activities",
        ),
        ("Date, USD, JPY,", "ecb/rates"),
        ("\ufeffDate,USD,JPY,", "ecb/rates"),
    ],
)
def test_a_file_is_known_by_its_start(tmp_path: Path, head: str, source: str) -> None:
    path = tmp_path / "file"
    path.write_text(head, "utf-8")
    assert recognise(path).name == source
    path.write_text(head, "utf-16")
    assert recognise(path).name == source


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("", "is empty"),
        ("<html>", "is a web page"),
        ("a,b,c", "of no known kind; it starts with “a,b,c”"),
        ("PK", "This zip file holds no file of a known kind"),
        ("%PDF-1.7", "is a PDF document"),
        ("a\0b", "neither text"),
    ],
)
def test_an_unknown_file_is_refused_with_what_it_is(tmp_path: Path, head: str, told: str) -> None:
    path = tmp_path / "file"
    path.write_text(head, "utf-8")
    with pytest.raises(InputError, match=told) as caught:
        recognise(path)
    assert caught.value.repair
    assert caught.value.where == str(path)


def test_real_files_are_known(shared: Path) -> None:
    assert recognise(shared / "iati" / "unhcr-activities-2023.xml").name == "iati/activities"
    assert recognise(shared / "api-samples" / "fx" / "eurofxref-hist.zip").name == "ecb/rates"


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("Destination", "undesa/migrant-stock-total"),
        ("Origin", "undesa/migrant-stock-origin"),
        ("Destination and origin", "undesa/migrant-stock"),
    ],
)
def test_workbooks_with_the_same_sheets_are_known_by_their_title(tmp_path: Path, what: str, source: str) -> None:
    path = tmp_path / "stock.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Table of contents").write("B1", f"International Migrant Stock 2024: {what}")
        book.add_worksheet("Table 1")
        book.add_worksheet("Table 2")
    assert recognise(path).name == source


@pytest.mark.parametrize(
    ("text", "repair"),
    [("Data extracted on 01/02/2025 from [ESTAT]", "as SDMX-CSV or TSV"), ("x", "of a known source")],
)
def test_a_workbook_that_no_source_knows_is_told_by_its_sheets(tmp_path: Path, text: str, repair: str) -> None:
    path = tmp_path / "page_spreadsheet.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Summary").write("A1", text)
        book.add_worksheet("Sheet 1")
    with pytest.raises(InputError, match="its sheets are: Summary, Sheet 1") as caught:
        recognise(path)
    assert repair in caught.value.repair


def test_every_source_names_its_publisher_and_citation() -> None:
    for source in sources().values():
        assert source.title
        assert source.publisher
        assert source.citation
        assert source_named(source.name) is source
    with pytest.raises(UnknownNameError, match="There is no source"):
        source_named("none/none")


class _Server(ThreadingHTTPServer):
    """Answers with a list of statuses, one a request; 200 with a body of 10 bytes."""

    answers: list[int]
    cut = False


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        self.send_header("Content-Length", "20" if self.server.cut else "10")
        self.end_headers()
        self.wfile.write(b"0123456789")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _serving(*answers: int, cut: bool = False) -> Iterator[tuple[str, _Server]]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.answers, server.cut = list(answers), cut
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/file", server
        finally:
            server.shutdown()
            thread.join()


def test_a_source_is_fetched_whole() -> None:
    told: list[tuple[int, int]] = []
    with _serving() as (address, _), fetched(address, progress=lambda *now: told.append(now)) as stream:
        assert stream.read() == b"0123456789"
    assert told[-1] == (10, 10)


@pytest.mark.parametrize("failures", [(503,), (500, 429), (502, 503, 504)])
def test_a_passing_failure_is_tried_again(failures: tuple[int, ...]) -> None:
    with _serving(*failures) as (address, _), fetched(address, wait=0.001) as stream:
        assert stream.read() == b"0123456789"


def test_a_lasting_failure_is_told_after_some_attempts() -> None:
    with _serving(*[503] * 10) as (address, server):
        with pytest.raises(FetchError, match="The server answered 503") as caught, fetched(address, wait=0.001):
            pass
        assert len(server.answers) == 10 - ATTEMPTS
    assert caught.value.where == address


def test_a_missing_page_is_not_tried_again() -> None:
    with _serving(404, 404) as (address, server):
        with pytest.raises(FetchError, match="404"), fetched(address, wait=0.001):
            pass
        assert server.answers == [404]


def test_a_broken_off_answer_is_no_answer() -> None:
    with (
        _serving(cut=True) as (address, _),
        pytest.raises(FetchError, match="could not be reached"),
        fetched(address, wait=0.001),
    ):
        pass
