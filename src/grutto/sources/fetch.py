"""Fetching a file from its address: with retries, whole or not at all."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from grutto.errors import FetchError
from grutto.lazily import lazily
from grutto.message import Message
from grutto.sources.request import AnswerBounds, answered, chunks, host_of, refusal_text, without_secrets
from grutto.store.wording import of_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    import tenacity
else:
    httpx = lazily("httpx")
    tenacity = lazily("tenacity")

ATTEMPTS = 4
PASSING = {408, 429, 500, 502, 503, 504}
LONGEST = 300.0
"""Seconds waited at most because a server asks for it."""


class BrokenAnswerError(Exception):
    """An answer came whole, but what it holds is cut off; asking again may help."""


@contextmanager
def fetched(
    address: str,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    wait: float = 1,
    trusted: str | None = None,
    bounds: AnswerBounds | None = None,
) -> Iterator[BinaryIO]:
    """Give the content at an address, whole.

    Args:
        address: http or https.
        progress: called with bytes received and bytes expected (0 if not told).
        wait: seconds before the second attempt; doubled for each further one.
        trusted: host and port that may be inside our network; that of the address if not given.
        bounds: of size and time, for all attempts together.

    Raises:
        FetchError: no answer, an answer other than 200, a broken-off one after 4 attempts, or one beyond its bounds.
    """
    within = bounds or AnswerBounds()
    with tempfile.TemporaryFile() as out:
        file = cast("BinaryIO", out)
        with errors_for_people(address):
            host = host_of(address) if trusted is None else trusted
            retrying(wait)(_download, address, file, progress, within, host)
        file.seek(0)
        yield file


def retrying(wait: float, sleep: Callable[[float], None] = time.sleep) -> tenacity.Retrying:
    """Return what calls a function again while its error may pass: four times, waiting longer each time.

    A server that names a time to wait (`Retry-After`, seconds or a date by its own clock) is obeyed, up to 5 minutes.
    """
    patience = tenacity.wait_exponential_jitter(multiplier=wait, max=30 * wait, jitter=wait)
    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=lambda state: max(patience(state), _asked_to_wait(state)),
        retry=tenacity.retry_if_exception(_passes),
        sleep=sleep,
        reraise=True,
    )


@contextmanager
def errors_for_people(address: str) -> Iterator[None]:
    """Turn the errors of a request into errors for people."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        reason = refusal_text(error.response)
        raise FetchError(
            "The server answered {status}{detail}",
            where=without_secrets(address),
            repair="check the address, or try again later",
            status=error.response.status_code,
            detail=f": “{reason}”" if reason else "",
        ) from error
    except httpx.HTTPError as error:
        raise FetchError(
            "The source could not be reached: {detail}",
            where=without_secrets(address),
            repair="check the connection; the last release is untouched",
            detail=_why(error),
        ) from error
    except httpx.InvalidURL as error:
        raise FetchError(
            "This is no address",
            where=without_secrets(address),
            repair="check the address",
        ) from error
    except BrokenAnswerError as error:
        raise FetchError(
            "The answer is cut off",
            where=without_secrets(address),
            repair="try again later; the last release is untouched",
        ) from error


def _why(error: httpx.HTTPError) -> Message:
    """Return why there is no answer: what the system said, which stands behind the errors of the client."""
    if isinstance(error, httpx.TimeoutException):
        return Message("no answer came in time")
    if isinstance(error, httpx.RemoteProtocolError):
        return Message("the connection broke off")
    behind: BaseException | None = error
    while behind:
        if isinstance(behind, OSError):
            return of_system(behind)
        behind = behind.__cause__ or behind.__context__
    return Message("{said}", said=str(error))


def _passes(error: BaseException) -> bool:
    """Tell whether trying again may help."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in PASSING
    return isinstance(error, httpx.TransportError | BrokenAnswerError)


def _asked_to_wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, httpx.HTTPStatusError):
        return 0
    return seconds_asked(error.response.headers)


def seconds_asked(headers: httpx.Headers) -> float:
    """Return how long a server asks to wait; a date counts from the server's own clock, not from ours."""
    text = headers.get("retry-after", "")
    if text.isdigit():
        return min(float(text), LONGEST)
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return 0
    return min(max((until - now).total_seconds(), 0), LONGEST)


def _download(
    address: str, out: BinaryIO, progress: Callable[[int, int], None], bounds: AnswerBounds, trusted: str
) -> None:
    out.seek(0)
    out.truncate()
    with answered(address, bounds, trusted) as answer:
        if answer.is_error:
            answer.read()
        answer.raise_for_status()
        length = answer.headers.get("content-length", "")
        for chunk in chunks(answer, address, bounds):
            out.write(chunk)
            progress(out.tell(), int(length) if length.isdigit() else 0)
