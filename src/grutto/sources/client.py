"""Asking a service: page by page, at its pace, going on where a broken run stopped."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import re
import shutil
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.errors import FetchError
from grutto.message import Message
from grutto.sources.answer_checks import at, check_echo, records_in
from grutto.sources.fetch import BrokenAnswerError, errors_for_people, retrying
from grutto.sources.pace import Pace
from grutto.sources.question import Question, address_of, halves, question_of, service_of
from grutto.sources.request import AnswerBounds, answered, chunks, host_of, in_time, without_secrets
from grutto.store.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grutto.model.source import Service, Source
    from grutto.store.home import Home

DAY = 86_400.0
"""Seconds for which the answers of a broken run are still used."""
TOO_LARGE = 413
LARGEST = 256 << 20
"""Bytes that one answer of a service may have."""
SUFFIX = {"json-records": "json", "json-stat": "json", "eurostat": "json", "sdmx-csv": "csv", "csv-records": "csv"}


def _moment(path: Path) -> float:
    """Return the moment that a file tells; of one that is damaged, long ago."""
    try:
        return float(json.loads(path.read_bytes()))
    except (ValueError, TypeError, RecursionError):
        return 0


class _TooLargeError(Exception):
    """The service wants a smaller question."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What a service answered to a whole question.

    Args:
        address: of the question, the identity of the dataset.
        content: the only answer as received, or a zip with all of them; the same answers give the same bytes.
        name: of the file.
        pages: number of answers.
        reused: how many of them are those of a run that broke off within a day.
    """

    address: str
    content: bytes
    name: str
    pages: int
    reused: int = 0


@dataclass(slots=True)
class Client:
    """Asks services.

    Args:
        home: the data folder, for unfinished runs and the pace.
        progress: called with answers received and answers expected so far.
        wait: seconds before the second attempt; doubled for each further one.
        clock: seconds since 1970, UTC.
        sleep: waits some seconds.
        limit: seconds that a whole question may take.
    """

    home: Home
    progress: Callable[[int, int], None] = lambda _done, _total: None
    wait: float = 1
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    limit: float = 7200
    _done: int = field(default=0, init=False)
    _expected: int = field(default=1, init=False)

    def ask(self, source: Source, parameters: Question, base: str = "") -> ServiceAnswer:
        """Return the answer to a question, whole.

        Args:
            source: the data flow.
            parameters: parameters beside those that it declares.
            base: the address to use instead of the declared one.

        Raises:
            InputError: a parameter that the service does not know.
            FetchError: no whole answer; what was received is kept for a day, so that the next run goes on from there.
        """
        question = question_of(source, parameters)
        address = address_of(source, question, base)
        self._done, self._expected = 0, 1
        with self._folder(address) as folder:
            run = _Run(self, source, base, folder, AnswerBounds(LARGEST, time.monotonic() + self.limit), Counter())
            answers = list(run.answers(question))
            shutil.rmtree(folder)
        if not any(_holds_data(source, content) for content in answers):
            raise _no_data(address)
        suffix = SUFFIX[source.reader]
        name = f"{source.name.replace('/', '-')}.{suffix if len(answers) == 1 else 'zip'}"
        return ServiceAnswer(
            without_secrets(address), _bundle(answers, suffix), name, len(answers), run.reused["pages"]
        )

    @contextmanager
    def _folder(self, address: str) -> Iterator[Path]:
        """Give where the answers of a run are kept until it is whole; those of an old run are dropped.

        A second run of the same question at the same time has a folder of its own, and keeps nothing.
        """
        folder = self.home.cache("runs") / hashlib.sha256(address.encode()).hexdigest()[:32]
        locks = self.home.cache("locks")
        with (locks / folder.name).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                with tempfile.TemporaryDirectory() as own:
                    yield Path(own) / "run"
                return
            begun = folder / "begun.json"
            if begun.exists() and not 0 <= self.clock() - _moment(begun) < DAY:
                shutil.rmtree(folder)
            if not begun.exists():
                write_atomically(begun, json.dumps(self.clock()).encode())
            yield folder

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
    bounds: AnswerBounds
    reused: Counter[str]

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
                    where=without_secrets(address_of(self.source, question, self.base)),
                    repair="ask for fewer countries or years",
                ) from None
            for part in parts:
                yield from self.answers(part)

    def _pages(self, question: Question) -> Iterator[bytes]:
        """Yield the pages of a question: each another one, none empty, together as many records as announced."""
        page, last, records, before = 1, 1, 0, None
        while page <= last:
            address = address_of(self.source, question, self.base, page if self.service.page else 0)
            content = self._cached(address, question)
            if page == 1:
                last = self._last_page(content)
            if last > 1:
                found = records_in(self.source, content)
                self._check_page(found, before, page, last, address)
                records, before = records + len(found), found
            self.client.received(last - 1 if page == 1 else 0)
            yield content
            page += 1
        self._check_total(content, records if last > 1 else len(records_in(self.source, content)), address)

    def _check_page(self, found: list[Any], before: list[Any] | None, page: int, last: int, address: str) -> None:
        what: str = ""
        if not found:
            what = Message("Page {page} of {last} is empty", page=page, last=last)
        elif before is not None and found == before:
            what = Message(
                "Page {page} is the same as page {before}: the service does not understand “{parameter}”",
                page=page,
                before=page - 1,
                parameter=self.service.page,
            )
        if what:
            self._forget()
            raise FetchError(
                what, where=without_secrets(address), repair="try again later; the last release is untouched"
            )

    def _check_total(self, content: bytes, records: int, address: str) -> None:
        announced = at(json.loads(content), self.service.total) if self.service.total else None
        if announced is not None and int(announced) != records:
            self._forget()
            raise FetchError(
                "The service announced {told_records} records and gave {records}",
                where=without_secrets(address),
                repair="try again later; the last release is untouched",
                told_records=announced,
                records=records,
            )

    def _forget(self) -> None:
        """Drop the answers of this run: they do not belong together."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _last_page(self, content: bytes) -> int:
        announced = at(json.loads(content), self.service.pages) if self.service.pages else 1
        return int(announced or 1)

    def _cached(self, address: str, question: Question) -> bytes:
        cached = self.folder / hashlib.sha256(address.encode()).hexdigest()
        if cached.exists():
            self.reused["pages"] += 1
            return cached.read_bytes()
        with errors_for_people(address):
            content: bytes = retrying(self.client.wait, self._sleep)(self._get, address)
        check_echo(self.source, content, question, address)
        write_atomically(cached, content)
        return content

    def _sleep(self, seconds: float) -> None:
        self.client.sleep(seconds)
        in_time(self.source.address, self.bounds)

    def _get(self, address: str) -> bytes:
        host = re.sub(r"[^\w.-]", "-", host_of(address))
        service, client = self.service, self.client
        place = client.home.path / "cache" / "pace" / f"{host}.json"
        Pace(place, service.per_hour, service.per_minute, client.clock, client.sleep).turn()
        with answered(address, self.bounds, host_of(address)) as answer:
            if answer.status_code == TOO_LARGE:
                raise _TooLargeError
            if answer.status_code in service.no_data:
                raise _no_data(address)
            if answer.is_error:
                answer.read()
            answer.raise_for_status()
            content = b"".join(chunks(answer, address, self.bounds))
        self._check(content, address)
        return content

    def _check(self, content: bytes, address: str) -> None:
        """Refuse an answer with status 200 that is no answer: a web page, XML, an error, half a file."""
        start = content[:2000].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
        if start.startswith("<"):
            text = " ".join(re.sub(r"<[^>]*>", " ", start).split())
            raise FetchError(
                "The service answered with a page instead of data: “{text}”",
                where=without_secrets(address),
                repair="check the question, or try again later; the last release is untouched",
                text=text[:160],
            )
        if SUFFIX[self.source.reader] == "json":
            self._check_json(content, address)

    def _check_json(self, content: bytes, address: str) -> None:
        try:
            answer = json.loads(content)
        except ValueError as error:
            raise BrokenAnswerError from error
        warned = answer.get("warning") if isinstance(answer, dict) else None
        warned = warned[0] if isinstance(warned, list) and warned else warned
        if isinstance(warned, dict) and str(warned.get("status")) == str(TOO_LARGE):
            raise _TooLargeError
        refusal = at(answer, self.service.error) if self.service.error else None
        if refusal:
            raise FetchError(
                "The service answered with an error: {json}",
                where=without_secrets(address),
                repair="check the codes and years of the question",
                json=json.dumps(refusal, ensure_ascii=False)[:200],
            )


def _no_data(address: str) -> FetchError:
    return FetchError(
        "The source has no data for this question",
        where=without_secrets(address),
        repair="ask for other countries or years",
    )


def _holds_data(source: Source, content: bytes) -> bool:
    """Tell whether an answer in JSON has records or cells; one in another format is looked into when it is read."""
    layout = source.observations
    if layout is None or SUFFIX[source.reader] != "json":
        return True
    answer = json.loads(content)
    if source.reader in {"json-stat", "eurostat"}:
        return bool(answer.get("value") or answer.get("status"))
    return bool(at(answer, layout.records) if layout.records else answer)
