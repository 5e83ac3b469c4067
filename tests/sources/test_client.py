"""Clients against a server on this machine that replays the documented shapes and their traps."""

from __future__ import annotations

import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from local_server import running

from grutto.errors import FetchError, InputError
from grutto.sources import source_named
from grutto.sources.client import Client
from grutto.sources.fetch import seconds_asked
from grutto.store.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grutto.model.source import Source

UNHCR = source_named("unhcr/asylum-applications")
EUROSTAT = source_named("eurostat/asylum-applicants")
WORLDBANK = source_named("worldbank/indicators")
OECD = source_named("oecd/dac2a")
START = 1_800_000_000.0

Reply = tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class ProfileContext:
    """A request that the server got: its path, and all values of each parameter."""

    path: str
    query: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


def reply(content: Any, status: int = 200, **headers: str) -> Reply:
    """Return an answer; what is not bytes is written as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return status, {name.replace("_", "-"): text for name, text in headers.items()}, body


@contextmanager
def serving(answer: Callable[[ProfileContext], Reply]) -> Iterator[tuple[str, list[ProfileContext]]]:
    """Serve answers; give the address and the list of requests that came."""
    seen: list[ProfileContext] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = ProfileContext(parts.path, parse_qs(parts.query))
            seen.append(asked)
            status, headers, body = answer(asked)
            self.send_response(status)
            for name, text in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = "Content-Length" in headers

        def log_message(self, *_: object) -> None:
            pass

    with running(Handler) as address:
        yield f"{address}/", seen


class Clock:
    """A clock that stands still but for the waiting."""

    def __init__(self, now: float = START) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def client(folder: Path, clock: Clock | None = None, **more: Any) -> Client:
    clock = clock or Clock()
    return Client(Home(folder), wait=0, clock=clock, sleep=clock.sleep, **more)


def unhcr_page(asked: ProfileContext, pages: int = 3) -> Reply:
    number = int(asked.one("page"))
    item = {"year": 2000 + number, "coo_iso": asked.one("coo", "-"), "coa_iso": "NLD", "applied": number}
    return reply({"page": number, "maxPages": pages, "items": [item]})


def test_all_pages_are_asked_and_kept_as_received(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with serving(unhcr_page) as (base, seen):
        answer = client(tmp_path, progress=lambda *step: steps.append(step)).ask(UNHCR, {"coo": "AFG"}, base)
    assert [a.one("page") for a in seen] == ["1", "2", "3"]
    assert all(a.one("cf_type") == "ISO" for a in seen)
    assert (answer.pages, answer.name) == (3, "unhcr-asylum-applications.zip")
    assert steps == [(1, 3), (2, 3), (3, 3)]
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert json.loads(archive.read("page-0002.json"))["items"][0]["applied"] == 2


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    with serving(unhcr_page) as (base, _):
        first, second = (client(tmp_path / n).ask(UNHCR, {"coo": "AFG"}, base) for n in "ab")
    assert first.content == second.content


def test_a_misspelt_parameter_is_refused_before_asking(tmp_path: Path) -> None:
    with serving(unhcr_page) as (base, seen), pytest.raises(InputError, match="did you mean “coo”"):
        client(tmp_path).ask(UNHCR, {"cooo": "AFG"}, base)
    assert not seen


def test_world_totals_instead_of_the_country_asked_for_are_refused(tmp_path: Path) -> None:
    totals = {"page": 1, "maxPages": 1, "items": [{"year": 2010, "coo_iso": "-", "coa_iso": "-", "applied": 9}]}
    with serving(lambda _: reply(totals)) as (base, _), pytest.raises(FetchError, match="did not understand coo=AFGX"):
        client(tmp_path).ask(UNHCR, {"coo": "AFGX"}, base)


def test_a_passing_error_is_asked_again_and_the_server_sets_the_wait(tmp_path: Path) -> None:
    replies = [reply(b"", 503), reply(b"", 429, Retry_After="7"), reply({"maxPages": 1, "items": [{"year": 2010}]})]
    clock = Clock()
    with serving(lambda _: replies.pop(0)) as (base, seen):
        client(tmp_path, clock).ask(UNHCR, {}, base)
    assert len(seen) == 3
    assert 7 in clock.slept


def test_a_date_to_wait_for_counts_from_the_servers_clock() -> None:
    headers = {"date": "Wed, 01 Jan 2020 00:00:00 GMT", "retry-after": "Wed, 01 Jan 2020 01:00:30 +0100"}
    assert seconds_asked(httpx.Headers(headers)) == 30
    assert seconds_asked(httpx.Headers({"retry-after": "soon"})) == 0


def test_pages_received_are_not_asked_again(tmp_path: Path) -> None:
    broken = True

    def once_broken(asked: ProfileContext) -> Reply:
        return reply(b"", 404) if broken and asked.one("page") == "3" else unhcr_page(asked)

    with serving(once_broken) as (base, seen):
        with pytest.raises(FetchError):
            client(tmp_path).ask(UNHCR, {"coo": "AFG"}, base)
        broken = False
        assert client(tmp_path).ask(UNHCR, {"coo": "AFG"}, base).pages == 3
    assert [a.one("page") for a in seen] == ["1", "2", "3", "3"]


@pytest.mark.parametrize("later", [2 * 86_400.0, -3600.0])
def test_a_run_begun_long_ago_or_by_a_clock_ahead_is_not_gone_on_with(tmp_path: Path, later: float) -> None:
    broken = True

    def once_broken(asked: ProfileContext) -> Reply:
        return reply(b"", 404) if broken and asked.one("page") == "2" else unhcr_page(asked)

    with serving(once_broken) as (base, seen):
        with pytest.raises(FetchError):
            client(tmp_path).ask(UNHCR, {"coo": "AFG"}, base)
        broken = False
        client(tmp_path, Clock(START + later)).ask(UNHCR, {"coo": "AFG"}, base)
    assert [a.one("page") for a in seen] == ["1", "2", "1", "2", "3"]


def eurostat(asked: ProfileContext, *, as_error: bool) -> Reply:
    """Answer at most two years of one citizenship at a time, as the service does with larger questions."""
    years = int(asked.one("untilTimePeriod")) - int(asked.one("sinceTimePeriod")) + 1
    if len(asked.query["citizen"]) > 1 or years > 2:
        label = "EXTRACTION_TOO_BIG: The requested extraction is too big"
        if as_error:
            return reply({"error": [{"status": 413, "label": label}]}, 413)
        return reply({"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}})
    return reply({"class": "dataset", "id": [], "size": [], "value": {"0": 1}})


@pytest.mark.parametrize("as_error", [True, False])
def test_a_question_too_large_is_asked_in_parts(tmp_path: Path, *, as_error: bool) -> None:
    given = {"citizen": "AF,SO", "geo": "NL", "sinceTimePeriod": "2008", "untilTimePeriod": "2010"}
    with serving(lambda asked: eurostat(asked, as_error=as_error)) as (base, seen):
        answer = client(tmp_path).ask(EUROSTAT, given, base)
    good = [(a.query["citizen"], a.one("sinceTimePeriod"), a.one("untilTimePeriod")) for a in seen]
    assert answer.pages == 4
    assert [g for g in good if len(g[0]) == 1 and (g[1], g[2]) != ("2008", "2010")] == [
        (["AF"], "2008", "2009"),
        (["AF"], "2010", "2010"),
        (["SO"], "2008", "2009"),
        (["SO"], "2010", "2010"),
    ]


def test_a_question_that_cannot_be_divided_says_so(tmp_path: Path) -> None:
    with serving(lambda _: reply(b"", 413)) as (base, _), pytest.raises(FetchError, match="cannot be divided"):
        client(tmp_path).ask(EUROSTAT, {"citizen": "AF"}, base)


def test_an_error_inside_a_good_answer_is_an_error(tmp_path: Path) -> None:
    said = [{"message": [{"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}]}]
    with serving(lambda _: reply(said)) as (base, _), pytest.raises(FetchError, match="Invalid value"):
        client(tmp_path).ask(WORLDBANK, {"country": "XXX"}, base)


def test_xml_or_a_web_page_instead_of_json_is_an_error(tmp_path: Path) -> None:
    xml = b'<?xml version="1.0"?><wb:error xmlns:wb="x"><wb:message id="175">Not archived</wb:message></wb:error>'
    with serving(lambda _: reply(xml)) as (base, _), pytest.raises(FetchError, match="Not archived"):
        client(tmp_path).ask(WORLDBANK, {}, base)


def test_half_a_json_is_asked_again_and_then_an_error(tmp_path: Path) -> None:
    with serving(lambda _: reply(b'[{"page": 1, "pages"')) as (base, seen), pytest.raises(FetchError, match="cut off"):
        client(tmp_path).ask(WORLDBANK, {}, base)
    assert len(seen) == 4


def test_an_answer_shorter_than_it_says_is_asked_again(tmp_path: Path) -> None:
    replies = [reply(b'{"maxPages": 1,', Content_Length="999"), reply({"maxPages": 1, "items": [{"year": 2010}]})]
    with serving(lambda _: replies.pop(0)) as (base, seen):
        client(tmp_path).ask(UNHCR, {}, base)
    assert len(seen) == 2


def test_no_data_is_told_as_such(tmp_path: Path) -> None:
    with serving(lambda _: reply(b"NoRecordsFound", 404)) as (base, _), pytest.raises(FetchError, match="no data"):
        client(tmp_path).ask(OECD, {}, base)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (UNHCR, {"maxPages": 0, "items": []}),
        (WORLDBANK, [{"pages": 0}, None]),
        (EUROSTAT, {"class": "dataset", "id": [], "size": [], "value": {}}),
    ],
)
def test_an_answer_without_any_record_is_no_data(tmp_path: Path, source: Source, answer: Any) -> None:
    home = Home(tmp_path)
    with serving(lambda _: reply(answer)) as (base, _), pytest.raises(FetchError, match="no data for this question"):
        client(tmp_path).ask(source, {}, base)
    assert not list((home.path / "cache/runs").iterdir()), "the next run asks again"


def test_the_parts_of_a_key_are_asked_by_name(tmp_path: Path) -> None:
    with serving(lambda _: reply(b"STRUCTURE\n")) as (base, seen):
        client(tmp_path).ask(OECD, {"donor": "NLD+DEU", "recipient": "AFG"}, f"{base}{{donor}}.{{recipient}}.206.USD.V")
    assert seen[0].path == "/NLD+DEU.AFG.206.USD.V"


def test_sixty_downloads_an_hour_and_no_more(tmp_path: Path) -> None:
    clock = Clock()
    with serving(lambda _: reply(b"STRUCTURE\n")) as (base, seen):
        for year in range(60):
            client(tmp_path, clock).ask(OECD, {"startPeriod": str(1960 + year)}, base)
        with pytest.raises(FetchError, match="60 requests an hour"):
            client(tmp_path, clock).ask(OECD, {"startPeriod": "2021"}, base)
        clock.now += 3500
        client(tmp_path, clock).ask(OECD, {"startPeriod": "2021"}, base)
    assert len(seen) == 61
    assert clock.slept[-1] == pytest.approx(100)


def test_a_clock_set_back_does_not_lock_the_service(tmp_path: Path) -> None:
    with serving(lambda _: reply(b"STRUCTURE\n")) as (base, seen):
        for now in (START, START - 7200):
            for year in range(60):
                client(tmp_path, Clock(now)).ask(OECD, {"startPeriod": str(1960 + year)}, base)
    assert len(seen) == 120


def test_names_stand_in_the_path_and_values_are_kept_whole(tmp_path: Path) -> None:
    with serving(lambda _: reply([{"pages": 1}, [{"date": "2010"}]])) as (base, seen):
        given = {"country": "AFG", "indicator": "SP.POP.TOTL;SM.POP.NETM", "date": "2008:2010"}
        client(tmp_path).ask(WORLDBANK, given, f"{base}v2/country/{{country}}/indicator/{{indicator}}")
    assert seen[0].path == "/v2/country/AFG/indicator/SP.POP.TOTL;SM.POP.NETM"
    assert seen[0].one("date") == "2008:2010"
    assert seen[0].one("source") == "2"


def page(number: int, pages: int, records: list[Any]) -> Reply:
    return reply({"page": number, "maxPages": pages, "items": records})


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ({1: [{"applied": 1}], 2: [{"applied": 1}]}, "Page 2 is the same as page 1"),
        ({1: [{"applied": 1}], 2: [], 3: [{"applied": 3}]}, "Page 2 of 3 is empty"),
    ],
)
def test_pages_that_repeat_or_are_empty_are_refused(tmp_path: Path, records: dict[int, list[Any]], told: str) -> None:
    def answer(asked: ProfileContext) -> Reply:
        return page(int(asked.one("page")), len(records), records[int(asked.one("page"))])

    with serving(answer) as (base, _), pytest.raises(FetchError, match=told):
        client(tmp_path).ask(UNHCR, {}, base)
    with serving(unhcr_page) as (base, seen):
        client(tmp_path).ask(UNHCR, {}, base)
    assert len(seen) == 3, "nothing of the refused run is used"


def test_fewer_records_than_announced_are_refused(tmp_path: Path) -> None:
    said = [{"page": 1, "pages": 1, "total": 3}, [{"countryiso3code": "AFG", "date": "2010"}]]
    with serving(lambda _: reply(said)) as (base, _), pytest.raises(FetchError, match="announced 3 records and gave 1"):
        client(tmp_path).ask(WORLDBANK, {}, base)


@pytest.mark.parametrize(
    ("source", "question", "content"),
    [
        (WORLDBANK, {"country": "AFG"}, [{"pages": 1}, [{"countryiso3code": "ALB", "date": "2010"}]]),
        (EUROSTAT, {"geo": "NL"}, {"value": {"0": 1}, "dimension": {"geo": {"category": {"index": {"BE": 0}}}}}),
        (OECD, {"donor": "NLD", "recipient": "AFG"}, b"DONOR,RECIPIENT\nNLD,ALB\n"),
    ],
)
def test_an_answer_about_another_country_is_refused(
    tmp_path: Path, source: Source, question: dict[str, str], content: Any
) -> None:
    with serving(lambda _: reply(content)) as (base, _), pytest.raises(FetchError, match="did not understand"):
        client(tmp_path).ask(source, question, base)


def test_the_country_may_be_asked_for_by_either_code(tmp_path: Path) -> None:
    said = [{"pages": 1, "total": 1}, [{"countryiso3code": "AFG", "date": "2010"}]]
    with serving(lambda _: reply(said)) as (base, _):
        assert client(tmp_path).ask(WORLDBANK, {"country": "AF"}, base).pages == 1


def test_what_a_server_says_with_an_error_is_shown(tmp_path: Path) -> None:
    said = b"<html><body>The indicator\x1b[31m was archived</body></html>"
    with serving(lambda _: reply(said, 400)) as (base, _), pytest.raises(FetchError) as told:
        client(tmp_path).ask(WORLDBANK, {}, base)
    assert told.value.what == "The server answered 400: “The indicator [31m was archived”"


def test_a_question_has_a_time_limit(tmp_path: Path) -> None:
    with serving(unhcr_page) as (base, _), pytest.raises(FetchError, match="takes too long"):
        client(tmp_path, limit=-1).ask(UNHCR, {}, base)


def test_two_runs_of_one_question_do_not_clear_each_other(tmp_path: Path) -> None:
    inner: list[int] = []

    def answer(asked: ProfileContext) -> Reply:
        if asked.one("page") == "2" and not inner:
            inner.append(1)
            inner.append(client(tmp_path).ask(UNHCR, {}, base).pages)
        return unhcr_page(asked)

    with serving(answer) as (base, _):
        assert client(tmp_path).ask(UNHCR, {}, base).pages == 3
    assert inner == [1, 3]


def test_answers_of_a_broken_run_are_counted(tmp_path: Path) -> None:
    broken = True

    def once_broken(asked: ProfileContext) -> Reply:
        return reply(b"", 404) if broken and asked.one("page") == "3" else unhcr_page(asked)

    with serving(once_broken) as (base, _):
        with pytest.raises(FetchError):
            client(tmp_path).ask(UNHCR, {}, base)
        broken = False
        assert client(tmp_path).ask(UNHCR, {}, base).reused == 2
