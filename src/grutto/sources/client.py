"""Asking a service: page by page, at its pace, going on where a broken run stopped."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import time
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from grutto.errors import FetchError
from grutto.sources.fetch import AGENT, BrokenAnswerError, retrying, told
from grutto.sources.pace import Pace
from grutto.sources.question import Question, address_of, halves, question_of, service_of
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grutto.model.source import Service, Source
    from grutto.store.home import Home

DAY = 86_400.0
"""Seconds for which the answers of a broken run are still used."""
TOO_LARGE = 413
SUFFIX = {"json-records": "json", "json-stat": "json", "eurostat": "json", "sdmx-csv": "csv", "csv-records": "csv"}


class _TooLargeError(Exception):
    """The service wants a smaller question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered to a whole question.

    Args:
        address: of the question, the identity of the dataset.
        content: the only answer as received, or a zip with all of them; the same answers give the same bytes.
        name: of the file.
        pages: number of answers.
    """

    address: str
    content: bytes
    name: str
    pages: int


@dataclass(slots=True)
class Client:
    """Asks services.

    Args:
        home: the data folder, for unfinished runs and the pace.
        progress: called with answers received and answers expected so far.
        wait: seconds before the second attempt; doubled for each further one.
        clock: seconds since 1970, UTC.
        sleep: waits some seconds.
    """

    home: Home
    progress: Callable[[int, int], None] = lambda _done, _total: None
    wait: float = 1
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    _done: int = field(default=0, init=False)
    _expected: int = field(default=1, init=False)

    def ask(self, source: Source, given: Question, base: str = "") -> Answer:
        """Return the answer to a question, whole.

        Args:
            source: the data flow.
            given: parameters beside those that it declares.
            base: the address to use instead of the declared one.

        Raises:
            InputError: a parameter that the service does not know.
            FetchError: no whole answer; what was received is kept for a day, so that the next run goes on from there.
        """
        question = question_of(source, given)
        address = address_of(source, question, base)
        folder = self._folder(address)
        self._done, self._expected = 0, 1
        with httpx.Client(follow_redirects=True, timeout=60, headers={"User-Agent": AGENT}) as http:
            run = _Run(self, source, base, folder, http)
            answers = list(run.answers(question))
        shutil.rmtree(folder)
        if not any(_holds_data(source, content) for content in answers):
            raise _no_data(address)
        suffix = SUFFIX[source.reader]
        name = f"{source.name.replace('/', '-')}.{suffix if len(answers) == 1 else 'zip'}"
        return Answer(address, _bundle(answers, suffix), name, len(answers))

    def _folder(self, address: str) -> Path:
        """Return where the answers of a run are kept until it is whole; those of an old run are dropped."""
        folder = self.home.path / "cache" / "runs" / hashlib.sha256(address.encode()).hexdigest()[:32]
        begun = folder / "begun.json"
        if begun.exists() and not 0 <= self.clock() - float(json.loads(begun.read_text())) < DAY:
            shutil.rmtree(folder)
        if not begun.exists():
            write_atomically(begun, json.dumps(self.clock()).encode())
        return folder

    def received(self, more: int = 0) -> None:
        """Note an answer, and how many more it promises."""
        self._done += 1
        self._expected += more
        self.progress(self._done, max(self._expected, self._done))


def _bundle(answers: list[bytes], suffix: str) -> bytes:
    """Return answers as one file: dates and order are fixed, so that the same answers give the same bytes."""
    if len(answers) == 1:
        return answers[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(answers, start=1):
            archive.writestr(zipfile.ZipInfo(f"page-{number:04}.{suffix}"), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Run:
    """One question being asked."""

    client: Client
    source: Source
    base: str
    folder: Path
    http: httpx.Client

    @property
    def service(self) -> Service:
        return service_of(self.source)

    def answers(self, question: Question) -> Iterator[bytes]:
        """Yield all pages; a question that is too large is asked in halves."""
        try:
            yield from self._pages(question)
        except _TooLargeError:
            parts = halves(self.service, question)
            if parts is None:
                raise FetchError(
                    "The service finds this question too large, and it cannot be divided further",
                    where=address_of(self.source, question, self.base),
                    repair="ask for fewer countries or years",
                ) from None
            for part in parts:
                yield from self.answers(part)

    def _pages(self, question: Question) -> Iterator[bytes]:
        page, last = 1, 1
        while page <= last:
            address = address_of(self.source, question, self.base, page if self.service.page else 0)
            content = self._cached(address, question)
            if page == 1:
                last = self._last_page(content)
            self.client.received(last - 1 if page == 1 else 0)
            yield content
            page += 1

    def _last_page(self, content: bytes) -> int:
        told_pages = _at(json.loads(content), self.service.pages) if self.service.pages else 1
        return int(told_pages or 1)

    def _cached(self, address: str, question: Question) -> bytes:
        kept = self.folder / hashlib.sha256(address.encode()).hexdigest()
        if not kept.exists():
            with told(address):
                content: bytes = retrying(self.client.wait, self.client.sleep)(self._get, address)
            self._check_echo(content, question, address)
            write_atomically(kept, content)
        return kept.read_bytes()

    def _get(self, address: str) -> bytes:
        host = re.sub(r"[^\w.-]", "-", httpx.URL(address).netloc.decode())
        service, client = self.service, self.client
        place = client.home.path / "cache" / "pace" / f"{host}.json"
        Pace(place, service.per_hour, service.per_minute, client.clock, client.sleep).turn()
        answer = self.http.get(address)
        if answer.status_code == TOO_LARGE:
            raise _TooLargeError
        if answer.status_code in service.no_data:
            raise _no_data(address)
        answer.raise_for_status()
        self._check(answer.content, address)
        return answer.content

    def _check(self, content: bytes, address: str) -> None:
        """Refuse an answer with status 200 that is no answer: a web page, XML, an error, half a file."""
        start = content[:2000].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
        if start.startswith("<"):
            text = " ".join(re.sub(r"<[^>]*>", " ", start).split())
            raise FetchError(
                f"The service answered with a page instead of data: “{text[:160]}”",
                where=address,
                repair="check the question, or try again later; the last release is untouched",
            )
        if SUFFIX[self.source.reader] == "json":
            self._check_json(content, address)

    def _check_json(self, content: bytes, address: str) -> None:
        try:
            answer = json.loads(content)
        except ValueError as error:
            raise BrokenAnswerError(str(error)) from error
        warned = answer.get("warning") if isinstance(answer, dict) else None
        warned = warned[0] if isinstance(warned, list) and warned else warned
        if isinstance(warned, dict) and str(warned.get("status")) == str(TOO_LARGE):
            raise _TooLargeError
        said = _at(answer, self.service.error) if self.service.error else None
        if said:
            raise FetchError(
                f"The service answered with an error: {json.dumps(said, ensure_ascii=False)[:200]}",
                where=address,
                repair="check the codes and years of the question",
            )

    def _check_echo(self, content: bytes, question: Question, address: str) -> None:
        """Refuse an answer about other countries or years than were asked for."""
        layout = self.source.observations
        asked = {p: f for p, f in self.service.echo.items() if p in question}
        if not asked or layout is None:
            return
        records = _at(json.loads(content), layout.records) or []
        for parameter, name in asked.items():
            wanted = set(question[parameter].split(","))
            other = next((r for r in records if str(r.get(name)) not in wanted), None)
            if other is not None:
                asked_for = f"{parameter}={question[parameter]}"
                raise FetchError(
                    f"The service did not understand {asked_for}: it answered about “{other[name]}”",
                    where=address,
                    repair="check the code; ISO 3166-1 alpha-3 is expected",
                )


def _no_data(address: str) -> FetchError:
    return FetchError(
        "The source has no data for this question", where=address, repair="ask for other countries or years"
    )


def _holds_data(source: Source, content: bytes) -> bool:
    """Tell whether an answer in JSON has records or cells; one in another format is looked into when it is read."""
    layout = source.observations
    if layout is None or SUFFIX[source.reader] != "json":
        return True
    answer = json.loads(content)
    if source.reader in {"json-stat", "eurostat"}:
        return bool(answer.get("value") or answer.get("status"))
    return bool(_at(answer, layout.records) if layout.records else answer)


def _at(content: Any, path: str) -> Any:
    """Return what stands at a path such as `0.pages`; none if there is no such place."""
    for step in path.split("."):
        if isinstance(content, dict):
            content = content.get(step)
        else:
            at = int(step) if step.isdigit() and isinstance(content, list) else -1
            content = content[at] if 0 <= at < len(content) else None
    return content
